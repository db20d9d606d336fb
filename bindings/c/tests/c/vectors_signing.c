/* The vectors of other signers: signatures over their texts, whole URLs and cookies. */

#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 16 };

static size_t plain_cases;

/* Over the text that the package signed. */
static void signature(const json_t *vector)
{
    bytes key = test_file("keys", text_of(vector, "key"));
    const char *policy = text_of(vector, "policy");
    const char *passphrase = text_of(json_object_get(vector, "peer_arguments"), "passphrase");
    cfsign_private_key *private_key = NULL;
    cfsign_public_key *public_key = NULL;
    char made[1024], encoded[2048];
    size_t len = 0, encoded_len;
    bool right = false;

    CHECK(cfsign_private_key_new(key.start, key.len, passphrase, CFSIGN_NTS, &private_key, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_private_key_sign(private_key, hash_of(vector), policy, text_len(vector, "policy"), made,
                                  sizeof made, &len, NULL) == CFSIGN_OK);
    CHECK(cfsign_base64_encode(made, len, encoded, sizeof encoded, &encoded_len, NULL) == CFSIGN_OK);
    CHECK(strcmp(encoded, text_of(vector, "signature_base64")) == 0);
    CHECK(cfsign_private_key_public_key(private_key, &public_key, NULL) == CFSIGN_OK);
    CHECK(cfsign_public_key_verify(public_key, hash_of(vector), policy, CFSIGN_NTS, made, len, &right,
                                   NULL) == CFSIGN_OK);
    CHECK(right);
    cfsign_public_key_free(public_key);
    cfsign_private_key_free(private_key);
    free(key.start);
}

static int compare(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The parameters behind the URL, in the order of their names; cuts `signed_url`. One package writes ~ as %7E, and
   an expiry beside the policy. */
static size_t parameters(char *signed_url, const json_t *vector, char **found)
{
    bool escaped = strcmp(text_of(vector, "peer"), "aws_cloudfront_sign") == 0;
    char *part = strtok(signed_url + text_len(vector, "url") + 1, "&");
    size_t count = 0;

    for (; part != NULL && count < MOST; part = strtok(NULL, "&")) {
        char *from = part, *to = part;
        if (escaped && strncmp(part, "Expires=", 8) == 0) {
            continue;
        }
        while (*from != '\0') {
            if (escaped && strncmp(from, "%7E", 3) == 0) {
                *to++ = '~';
                from += 3;
            } else {
                *to++ = *from++;
            }
        }
        *to = '\0';
        found[count++] = part;
    }
    qsort(found, count, sizeof *found, compare);
    return count;
}

static void whole_url(const json_t *vector, const cfsign_signer *signer, bool custom)
{
    char made[16384], given[16384], *found[MOST], *wanted[MOST];
    const char *url = text_of(vector, "url");
    size_t len = 0, found_count, wanted_count, i, at = 0;
    bool unsaid = json_is_false(json_object_get(vector, "hash_algorithm_sent")), said = false;
    cfsign_status status =
        custom ? cfsign_sign_url_with_raw_policy(signer, url, CFSIGN_NTS, text_of(vector, "policy"), CFSIGN_NTS,
                                                 made, sizeof made, &len, NULL)
               : cfsign_sign_url(signer, url, CFSIGN_NTS, number_of(vector, "date_less_than"), made,
                                 sizeof made, &len, NULL);

    if (!CHECK(status == CFSIGN_OK) || !CHECK(strncmp(made, url, strlen(url)) == 0)) {
        return;
    }
    snprintf(given, sizeof given, "%s", text_of(vector, "signed_url"));
    wanted_count = parameters(given, vector, wanted);
    found_count = parameters(made, vector, found);
    for (i = 0; i < found_count; i++) {
        /* The package signs with SHA-256 and cannot say so; we do. */
        if (unsaid && strcmp(found[i], "Hash-Algorithm=SHA256") == 0) {
            said = true;
        } else {
            CHECK(at < wanted_count && strcmp(found[i], wanted[at]) == 0);
            at++;
        }
    }
    CHECK(at == wanted_count && said == unsaid);
}

static void whole_cookies(const json_t *vector, const cfsign_signer *signer, bool custom)
{
    const json_t *wanted = json_object_get(vector, "cookies");
    cfsign_policy *policy = NULL;
    cfsign_cookies *cookies = NULL;
    bool unsaid = json_is_false(json_object_get(vector, "hash_algorithm_sent"));
    size_t i, count;

    if (custom) {
        CHECK(cfsign_sign_cookies_with_raw_policy(signer, text_of(vector, "policy"), CFSIGN_NTS, &cookies,
                                                  NULL) == CFSIGN_OK);
    } else {
        CHECK(cfsign_policy_new(text_of(vector, "url"), CFSIGN_NTS, CFSIGN_EXACT_URL,
                                number_of(vector, "date_less_than"), &policy, NULL) == CFSIGN_OK);
        CHECK(cfsign_sign_cookies(signer, policy, &cookies, NULL) == CFSIGN_OK);
    }
    count = cfsign_cookies_count(cookies);
    CHECK(count == json_object_size(wanted) + (unsaid ? 1 : 0));
    for (i = 0; i < count; i++) {
        const char *name = cfsign_cookies_name(cookies, i);
        const char *value = text_of(wanted, name);
        if (value != NULL) {
            CHECK(strcmp(cfsign_cookies_value(cookies, i), value) == 0);
        } else {
            CHECK(unsaid && strcmp(name, "CloudFront-Hash-Algorithm") == 0);
        }
    }
    cfsign_cookies_free(cookies);
    cfsign_policy_free(policy);
}

static void whole(const json_t *vector)
{
    bytes key;
    cfsign_signer *signer = NULL;
    bool custom = json_is_true(json_object_get(vector, "custom")) || has(vector, "raw_policy");

    if (!json_is_true(json_object_get(vector, "plain"))) {
        return;
    }
    plain_cases++;
    key = test_file("keys", text_of(vector, "key"));
    CHECK(cfsign_signer_new(key.start, key.len,
                            text_of(json_object_get(vector, "peer_arguments"), "passphrase"), CFSIGN_NTS,
                            text_of(vector, "key_pair_id"), CFSIGN_NTS, hash_of(vector), &signer,
                            NULL) == CFSIGN_OK);
    if (strcmp(text_of(vector, "operation"), "cookies") == 0) {
        whole_cookies(vector, signer, custom);
    } else {
        whole_url(vector, signer, custom);
    }
    cfsign_signer_free(signer);
    free(key.start);
}

static const char *file;

static void signatures(void)
{
    every_case(file, 50, signature);
}

static void wholes(void)
{
    plain_cases = 0;
    every_case(file, 50, whole);
    CHECK(plain_cases >= 20 / every());
}

void signing_vectors(void)
{
    static const char *const files[] = {"botocore",      "botocore_ecdsa", "boto2",
                                        "m2crypto",      "aws_sdk_js_v3",  "aws_sdk_js_v2",
                                        "aws_cloudfront_sign"};
    size_t i;

    for (i = 0; i < sizeof files / sizeof *files; i++) {
        char name[100];
        file = files[i];
        snprintf(name, sizeof name, "%s: signatures", file);
        run(name, signatures);
        snprintf(name, sizeof name, "%s: whole URLs and cookies", file);
        run(name, wholes);
    }
}
