/* What the vectors do not say: callbacks, batches, requests from parts, errors, versions. */

#include <cfsign.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

/* A key that is elsewhere, and what becomes of it. */
typedef struct {
    cfsign_private_key *key;
    bool refuses, lies, overflows;
    int released;
    size_t told;
} elsewhere;

static bool sign_elsewhere(void *context, uint32_t hash_algorithm, const char *message, size_t message_len,
                           char *signature, size_t signature_size, size_t *signature_len)
{
    elsewhere *hsm = context;
    cfsign_status status;

    if (hsm->refuses) {
        return false;
    }
    if (hsm->overflows) {
        *signature_len = signature_size + 1;
        return true;
    }
    status = cfsign_private_key_sign(hsm->key, hash_algorithm, message, message_len, signature,
                                     signature_size, signature_len, NULL);
    if (hsm->lies) {
        signature[10] ^= 1;
    }
    return status == CFSIGN_OK;
}

static void release_elsewhere(void *context)
{
    ((elsewhere *)context)->released++;
}

static cfsign_signer *read_signer(const char *name, uint32_t hash_algorithm)
{
    bytes key = test_file("keys", name);
    cfsign_signer *signer = NULL;

    CHECK(cfsign_signer_new(key.start, key.len, NULL, 0, KEY_PAIR_ID, CFSIGN_NTS, hash_algorithm, &signer,
                            NULL) == CFSIGN_OK);
    free(key.start);
    return signer;
}

static void callback_signs_what_the_key_signs(void)
{
    bytes pem = test_file("keys", "rsa-2048.pkcs8.pem"), public_pem = test_file("keys", "rsa-2048.public.pem");
    cfsign_signer *local = read_signer("rsa-2048.pkcs8.pem", CFSIGN_SHA256), *external = NULL;
    elsewhere hsm = {NULL, false, false, false, 0, 0};
    cfsign_error *error = NULL;
    char here[1024], there[1024];
    size_t len;

    CHECK(cfsign_private_key_new(pem.start, pem.len, NULL, 0, &hsm.key, NULL) == CFSIGN_OK);
    CHECK(cfsign_signer_from_callback(sign_elsewhere, &hsm, release_elsewhere, public_pem.start,
                                      public_pem.len, "not an ID", CFSIGN_NTS, CFSIGN_SHA256, &external,
                                      NULL) == CFSIGN_INVALID_KEY_PAIR_ID);
    CHECK(external == NULL && hsm.released == 0);
    CHECK(cfsign_signer_from_callback(sign_elsewhere, &hsm, release_elsewhere, public_pem.start,
                                      public_pem.len, KEY_PAIR_ID, CFSIGN_NTS, CFSIGN_SHA256, &external,
                                      NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_url(local, URL, CFSIGN_NTS, UNTIL, here, sizeof here, &len, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_url(external, URL, CFSIGN_NTS, UNTIL, there, sizeof there, &len, NULL) == CFSIGN_OK);
    CHECK(strcmp(here, there) == 0);

    memset(there, 0, sizeof there);
    hsm.refuses = true;
    CHECK(cfsign_sign_url(external, URL, CFSIGN_NTS, UNTIL, there, sizeof there, &len, &error) ==
          CFSIGN_EXTERNAL_SIGNER_FAILED);
    CHECK(strcmp(cfsign_error_code(error), "external-signer-failed") == 0);
    cfsign_error_free(error);
    hsm.refuses = false;
    hsm.overflows = true;
    CHECK(cfsign_sign_url(external, URL, CFSIGN_NTS, UNTIL, there, sizeof there, &len, NULL) ==
          CFSIGN_EXTERNAL_SIGNER_FAILED);
    hsm.overflows = false;
    hsm.lies = true;
    CHECK(cfsign_sign_url(external, URL, CFSIGN_NTS, UNTIL, there, sizeof there, &len, NULL) ==
          CFSIGN_WRONG_SIGNATURE);
    CHECK(there[0] == '\0');

    CHECK(hsm.released == 0);
    cfsign_signer_free(external);
    CHECK(hsm.released == 1);
    cfsign_signer_free(local);
    cfsign_private_key_free(hsm.key);
    free(pem.start);
    free(public_pem.start);
}

static bool cancel_after_20(void *context, size_t done)
{
    *(size_t *)context = done;
    return done < 20;
}

static bool count_on(void *context, size_t done)
{
    *(size_t *)context = done;
    return true;
}

enum { MANY = 40 };

static void batches(void)
{
    static char names[MANY][64];
    const char *urls[MANY], *signed_url;
    size_t lens[MANY], i, done = 0, len;
    cfsign_signer *signer = read_signer("rsa-2048.pkcs8.pem", CFSIGN_SHA1);
    cfsign_policy *policy = NULL;
    cfsign_signed_urls *results = NULL;
    cfsign_error *error = NULL;
    char alone[1024];

    for (i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "https://d111111abcdef8.cloudfront.net/%zu.jpg!", i);
        urls[i] = names[i];
        lens[i] = strlen(names[i]) - 1;
    }
    lens[7] = 0;
    CHECK(cfsign_sign_urls(signer, urls, lens, MANY, UNTIL, 2, count_on, &done, &results, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_count(results) == MANY && done == MANY);
    for (i = 0; i < MANY; i++) {
        signed_url = NULL;
        if (i == 7) {
            CHECK(cfsign_signed_urls_get(results, i, &signed_url, &error) == CFSIGN_URL_SCHEME);
            CHECK(signed_url == NULL && strcmp(cfsign_error_code(error), "url-scheme") == 0);
            cfsign_error_free(error);
            continue;
        }
        CHECK(cfsign_signed_urls_get(results, i, &signed_url, NULL) == CFSIGN_OK);
        if (i % 8 != 0) {
            continue; /* Under valgrind, each signature takes its time. */
        }
        CHECK(cfsign_sign_url(signer, urls[i], lens[i], UNTIL, alone, sizeof alone, &len, NULL) == CFSIGN_OK);
        CHECK(strcmp(alone, signed_url) == 0);
    }
    cfsign_signed_urls_free(results);
    results = NULL;
    CHECK(cfsign_sign_urls(signer, urls, lens, MANY, UNTIL, 1, cancel_after_20, &done, &results, NULL) ==
          CFSIGN_CANCELLED);
    CHECK(results == NULL && done >= 20 && done < MANY);

    CHECK(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/1*", CFSIGN_NTS, CFSIGN_PATTERN, UNTIL,
                            &policy, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_urls_with(signer, urls, lens, MANY, policy, 0, NULL, NULL, &results, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_get(results, 1, &signed_url, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_get(results, 2, &signed_url, NULL) == CFSIGN_POLICY_DOES_NOT_COVER_URL);
    cfsign_signed_urls_free(results);
    cfsign_policy_free(policy);
    cfsign_signer_free(signer);
}

static void policies(void)
{
    cfsign_policy *policy = NULL;
    char json[512];
    size_t len;

    CHECK(cfsign_policy_new(URL, CFSIGN_NTS, CFSIGN_EXACT_URL, UNTIL, &policy, NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_is_canned(policy));
    /* What fails changes nothing. */
    CHECK(cfsign_policy_set_date_greater_than(policy, UNTIL, NULL) == CFSIGN_STARTS_AFTER_IT_EXPIRES);
    CHECK(cfsign_policy_set_ip_address(policy, "::1", CFSIGN_NTS, NULL) == CFSIGN_IPV6_RANGE);
    CHECK(cfsign_policy_is_canned(policy));
    CHECK(cfsign_policy_set_always_custom(policy, NULL) == CFSIGN_OK && !cfsign_policy_is_canned(policy));
    CHECK(cfsign_policy_set_date_greater_than(policy, UNTIL - 60, NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_set_ip_address(policy, "192.0.2.7", CFSIGN_NTS, NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_json(policy, json, sizeof json, &len, NULL) == CFSIGN_OK);
    CHECK(strcmp(json, "{\"Statement\":[{\"Resource\":\"" URL "\",\"Condition\":{\"DateLessThan\":{"
                       "\"AWS:EpochTime\":1767290400},\"DateGreaterThan\":{\"AWS:EpochTime\":1767290340},"
                       "\"IpAddress\":{\"AWS:SourceIp\":\"192.0.2.7/32\"}}}]}") == 0);
    cfsign_policy_free(policy);
    CHECK(cfsign_policy_new("https://cdn.example.com/a", CFSIGN_NTS, CFSIGN_BELOW, UNTIL, &policy, NULL) ==
          CFSIGN_OK);
    CHECK(!cfsign_policy_is_canned(policy));
    cfsign_policy_free(policy);
}

static void requests_from_parts(void)
{
    bytes public_pem = test_file("keys", "rsa-2048.public.pem");
    cfsign_signer *signer = read_signer("rsa-2048.pkcs8.pem", CFSIGN_SHA256);
    cfsign_policy *policy = NULL;
    cfsign_cookies *cookies = NULL;
    cfsign_key_group *group = NULL;
    cfsign_verifier *verifier = NULL;
    cfsign_request *request = NULL;
    cfsign_allowed *allowed = NULL;
    cfsign_explanation *explanation = NULL;
    cfsign_error *error = NULL;

    CHECK(cfsign_policy_new("https://cdn.example.com/videos", CFSIGN_NTS, CFSIGN_BELOW, UNTIL, &policy, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_sign_cookies(signer, policy, &cookies, NULL) == CFSIGN_OK);
    CHECK(cfsign_key_group_new(&group, NULL) == CFSIGN_OK);
    CHECK(cfsign_key_group_add(group, KEY_PAIR_ID, CFSIGN_NTS, public_pem.start, public_pem.len, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_verifier_new(group, 0, 8, &verifier, NULL) == CFSIGN_OK);
    cfsign_key_group_free(group);
    CHECK(cfsign_request_from_parts("https", 5, "cdn.example.com/evil", CFSIGN_NTS, "/", 1, &request, NULL) ==
          CFSIGN_URL_HOST);
    CHECK(request == NULL);
    CHECK(cfsign_request_from_parts("https", 5, "cdn.example.com", CFSIGN_NTS, "/videos/1.ts", CFSIGN_NTS,
                                    &request, NULL) == CFSIGN_OK);
    CHECK(cfsign_verify(verifier, request, UNTIL - 1, NULL, NULL) == CFSIGN_NOT_SIGNED);
    CHECK(cfsign_request_add_cookie_header(request, cfsign_cookies_header(cookies), CFSIGN_NTS, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_verify(verifier, request, UNTIL - 1, NULL, NULL) == CFSIGN_OK);
    CHECK(cfsign_verify(verifier, request, UNTIL - 1, &allowed, NULL) == CFSIGN_OK);
    CHECK(cfsign_allowed_by_cookies(allowed) && !cfsign_allowed_is_canned(allowed));
    CHECK(cfsign_allowed_expires(allowed) == UNTIL && cfsign_allowed_hash_algorithm(allowed) == CFSIGN_SHA256);
    CHECK(strcmp(cfsign_allowed_resource(allowed), "https://cdn.example.com/videos/*") == 0);
    CHECK(strcmp(cfsign_allowed_key_pair_id(allowed), KEY_PAIR_ID) == 0);
    cfsign_allowed_free(allowed);
    CHECK(cfsign_verify(verifier, request, UNTIL, NULL, &error) == CFSIGN_EXPIRED);
    CHECK(strcmp(cfsign_error_cloudfront_code(error), "AccessDenied") == 0);
    cfsign_error_free(error);
    CHECK(cfsign_request_add_other_host(request, "d111111abcdef8.cloudfront.net", CFSIGN_NTS, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_explain(verifier, request, UNTIL, &explanation, NULL) == CFSIGN_OK);
    CHECK(cfsign_explanation_status(explanation) == CFSIGN_EXPIRED);
    CHECK(strstr(cfsign_explanation_text(explanation), "refused: the signature has expired") != NULL);
    CHECK(strstr(cfsign_explanation_json(explanation), "\"code\":\"expired\"") != NULL);
    cfsign_explanation_free(explanation);
    cfsign_request_free(request);
    /* What a server has is explained as it is, what a person pasted as a browser would send it. */
    CHECK(cfsign_request_from_parts("https", 5, "cdn.example.com", CFSIGN_NTS, "/videos/1.ts\"", CFSIGN_NTS,
                                    &request, NULL) == CFSIGN_OK);
    CHECK(cfsign_request_add_cookie_header(request, cfsign_cookies_header(cookies), CFSIGN_NTS, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_explain(verifier, request, UNTIL - 1, &explanation, NULL) == CFSIGN_OK);
    CHECK(cfsign_explanation_status(explanation) == cfsign_verify(verifier, request, UNTIL - 1, NULL, NULL));
    cfsign_explanation_free(explanation);
    cfsign_request_free(request);
    cfsign_verifier_free(verifier);
    cfsign_cookies_free(cookies);
    cfsign_policy_free(policy);
    cfsign_signer_free(signer);
    free(public_pem.start);
}

static void the_rest(void)
{
    cfsign_strings *lines = NULL;
    cfsign_signer *signer = read_signer("p256.pkcs8.pem", CFSIGN_SHA1);
    int64_t expires = 0;

    CHECK(strcmp(cfsign_version(), CFSIGN_VERSION) == 0);
    CHECK(strcmp(cfsign_signer_key_pair_id(signer), KEY_PAIR_ID) == 0);
    CHECK(strcmp(cfsign_signer_key_type(signer), "ECDSA P-256") == 0);
    CHECK(cfsign_signer_hash_algorithm(signer) == CFSIGN_SHA1);
    CHECK(cfsign_expires_in(3600, 900, UNTIL - 7, &expires, NULL) == CFSIGN_OK && expires == UNTIL + 3600);
    CHECK(cfsign_expires_in(UINT64_MAX, 0, UNTIL, &expires, NULL) == CFSIGN_INVALID_TIME);
    CHECK(expires == UNTIL + 3600);
    CHECK(cfsign_clear_cookie_lines(NULL, &lines, NULL) == CFSIGN_OK && cfsign_strings_count(lines) == 5);
    CHECK(strstr(cfsign_strings_get(lines, 0), "Max-Age=0") != NULL && cfsign_strings_get(lines, 5) == NULL);
    cfsign_strings_free(lines);
    cfsign_signer_free(signer);
}

int main(void)
{
    run("a callback signs what the key signs", callback_signs_what_the_key_signs);
    run("batches, progress, cancelling", batches);
    run("policies", policies);
    run("requests from parts, verdicts, explanations", requests_from_parts);
    run("versions, times, lines that clear", the_rest);
    return finish();
}
