/* Two threads at one signer, one grant, one verifier; with `lists` after the number of rounds, at batches of one signer.
   Run under ThreadSanitizer or helgrind. */

#include <cfsign.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static cfsign_signer *signer;
static cfsign_grant *grant;
static cfsign_verifier *verifier;
static cfsign_request *request;
static char wanted[1024];
static int rounds = 20;
static bool lists;

enum { LENGTH = 9 };

/* Not atomic: who calls cfsign_sign_urls is called back on its own thread. */
static int count(void *context, size_t done)
{
    *(size_t *)context += done;
    return 1;
}

/* Lists, each of them signed by two threads of the library, which are as many lists at once as there are callers. */
static void *sign_lists(void *wrong)
{
    const char *urls[LENGTH], *first, *last;
    cfsign_signed_urls *results = NULL;
    size_t told = 0;
    int i;

    for (i = 0; i < LENGTH; i++) {
        urls[i] = URL;
    }
    for (i = 0; i < rounds; i++) {
        bool right = cfsign_sign_urls(signer, urls, NULL, LENGTH, UNTIL, 2, count, &told, &results, NULL) == CFSIGN_OK &&
                     cfsign_signed_urls_get(results, 0, &first, NULL) == CFSIGN_OK && strcmp(first, wanted) == 0 &&
                     cfsign_signed_urls_get(results, LENGTH - 1, &last, NULL) == CFSIGN_OK &&
                     strcmp(last, wanted) == 0;
        if (!right) {
            *(bool *)wrong = true;
        }
        cfsign_signed_urls_free(results);
        results = NULL;
    }
    if (told < (size_t)rounds * LENGTH) {
        *(bool *)wrong = true;
    }
    return NULL;
}

static void *hammer(void *wrong)
{
    char url[1024];
    size_t len;
    int i;

    for (i = 0; i < rounds; i++) {
        bool right = cfsign_sign_url(signer, URL, CFSIGN_NTS, UNTIL, url, sizeof url, &len, NULL) == CFSIGN_OK &&
                     strcmp(url, wanted) == 0;
        right = right && cfsign_grant_sign_url(grant, URL, CFSIGN_NTS, url, sizeof url, &len, NULL) == CFSIGN_OK;
        right = right && cfsign_verify(verifier, request, UNTIL - 1, NULL, NULL) == CFSIGN_OK;
        right = right && cfsign_verify(verifier, request, UNTIL, NULL, NULL) == CFSIGN_EXPIRED;
        if (!right) {
            *(bool *)wrong = true;
        }
    }
    return NULL;
}

static void two_threads(void)
{
    bytes key = test_file("keys", "rsa-2048.pkcs8.pem"), public_pem = test_file("keys", "rsa-2048.public.pem");
    cfsign_policy *policy = NULL;
    cfsign_key_group *group = NULL;
    char under_grant[4096];
    size_t len;
    pthread_t threads[2];
    bool wrong[2] = {false, false};
    int i;

    CHECK(cfsign_signer_new(key.start, key.len, NULL, 0, KEY_PAIR_ID, CFSIGN_NTS, CFSIGN_SHA1, &signer,
                            NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/*", CFSIGN_NTS, CFSIGN_PATTERN, UNTIL,
                            &policy, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_grant(signer, policy, &grant, NULL) == CFSIGN_OK);
    CHECK(cfsign_key_group_new(&group, NULL) == CFSIGN_OK);
    CHECK(cfsign_key_group_add(group, KEY_PAIR_ID, CFSIGN_NTS, public_pem.start, public_pem.len, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_verifier_new(group, 0, 4, &verifier, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_url(signer, URL, CFSIGN_NTS, UNTIL, wanted, sizeof wanted, &len, NULL) == CFSIGN_OK);
    CHECK(cfsign_grant_sign_url(grant, URL, CFSIGN_NTS, under_grant, sizeof under_grant, &len, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_request_new(under_grant, len, &request, NULL) == CFSIGN_OK);
    for (i = 0; i < 2; i++) {
        CHECK(pthread_create(&threads[i], NULL, lists ? sign_lists : hammer, &wrong[i]) == 0);
    }
    for (i = 0; i < 2; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(!wrong[i]);
    }
    cfsign_request_free(request);
    cfsign_verifier_free(verifier);
    cfsign_key_group_free(group);
    cfsign_grant_free(grant);
    cfsign_policy_free(policy);
    cfsign_signer_free(signer);
    free(key.start);
    free(public_pem.start);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        rounds = atoi(argv[1]);
    }
    lists = argc > 2 && strcmp(argv[2], "lists") == 0;
    run(lists ? "two threads sign lists with one signer" : "two threads use one signer, one grant, one verifier",
        two_threads);
    return finish();
}
