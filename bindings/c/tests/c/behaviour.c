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

static int sign_elsewhere(void *context, uint32_t hash_algorithm, const char *message, size_t message_len,
                           char *signature, size_t signature_size, size_t *signature_len)
{
    elsewhere *hsm = context;
    cfsign_status status;

    if (hsm->refuses) {
        return 0;
    }
    if (hsm->overflows) {
        *signature_len = signature_size + 1;
        return 1;
    }
    status = cfsign_private_key_sign(hsm->key, hash_algorithm, message, message_len, signature,
                                     signature_size, signature_len, NULL);
    if (hsm->lies) {
        signature[10] ^= 1;
    }
    /* Any number but 0 is a yes, as in C. */
    return status == CFSIGN_OK ? 2 : 0;
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

static int cancel_after_20(void *context, size_t done)
{
    *(size_t *)context = done;
    return done < 20;
}

static int count_on(void *context, size_t done)
{
    *(size_t *)context = done;
    return 256;
}

static int cancel_at_once(void *context, size_t done)
{
    (void)context;
    (void)done;
    return 0;
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
    names[9][30] = '\xff';
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
        if (i == 9) {
            /* What is not UTF-8 is refused in its place, and not with it all that is beside it. */
            CHECK(cfsign_signed_urls_get(results, i, &signed_url, NULL) == CFSIGN_INVALID_ARGUMENT);
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

    done = 0;
    CHECK(cfsign_sign_urls(signer, urls + 9, lens + 9, 1, UNTIL, 1, count_on, &done, &results, NULL) == CFSIGN_OK);
    CHECK(done == 1);
    cfsign_signed_urls_free(results);
    results = NULL;

    CHECK(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/1*", CFSIGN_NTS, CFSIGN_PATTERN, UNTIL,
                            &policy, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_urls_with(signer, urls, lens, MANY, policy, 0, NULL, NULL, &results, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_get(results, 1, &signed_url, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_get(results, 2, &signed_url, NULL) == CFSIGN_POLICY_DOES_NOT_COVER_URL);
    cfsign_signed_urls_free(results);
    cfsign_policy_free(policy);
    cfsign_signer_free(signer);
}

/* Both paths, whatever the environment says. The tests run on processors with AVX-512 IFMA and on others. */
static void paths_of_batches(void)
{
    const char *urls[] = {URL, "https://d111111abcdef8.cloudfront.net/b"}, *signed_url = NULL, *again = NULL;
    cfsign_signer *signer = read_signer("rsa-2048.pkcs8.pem", CFSIGN_SHA1), *lanes = NULL, *one_by_one = NULL;
    cfsign_signed_urls *results = NULL, *others = NULL;
    cfsign_error *error = NULL;
    cfsign_status status;

    CHECK(cfsign_signer_with_batch_path(signer, 3, &lanes, NULL) == CFSIGN_INVALID_ARGUMENT && lanes == NULL);
    CHECK(cfsign_signer_with_batch_path(signer, CFSIGN_BATCH_IFMA, &lanes, NULL) == CFSIGN_OK);
    CHECK(cfsign_signer_with_batch_path(lanes, CFSIGN_BATCH_ONE_BY_ONE, &one_by_one, NULL) == CFSIGN_OK);
    cfsign_signer_free(signer);
    CHECK(strcmp(cfsign_signer_key_pair_id(one_by_one), KEY_PAIR_ID) == 0);
    CHECK(cfsign_sign_urls(one_by_one, urls, NULL, 2, UNTIL, 1, NULL, NULL, &results, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_get(results, 1, &signed_url, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_urls(lanes, urls, NULL, 2, UNTIL, 1, NULL, NULL, &others, NULL) == CFSIGN_OK);
    status = cfsign_signed_urls_get(others, 1, &again, &error);
    if (status == CFSIGN_SIGNING_FAILED) {
        CHECK(strstr(cfsign_error_message(error), "IFMA") != NULL && getenv("CFSIGN_REQUIRE_IFMA") == NULL);
    } else {
        CHECK(status == CFSIGN_OK && strcmp(signed_url, again) == 0);
    }
    cfsign_error_free(error);
    cfsign_signed_urls_free(others);
    cfsign_signed_urls_free(results);
    cfsign_signer_free(lanes);
    cfsign_signer_free(one_by_one);
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
    CHECK(cfsign_expires_in(3600, UNTIL - 7, 900, &expires, NULL) == CFSIGN_OK && expires == UNTIL + 3600);
    CHECK(cfsign_expires_in(UINT64_MAX, UNTIL, 0, &expires, NULL) == CFSIGN_INVALID_TIME);
    CHECK(expires == UNTIL + 3600);
    CHECK(cfsign_clear_cookie_lines(NULL, &lines, NULL) == CFSIGN_OK && cfsign_strings_count(lines) == 5);
    CHECK(strstr(cfsign_strings_get(lines, 0), "Max-Age=0") != NULL && cfsign_strings_get(lines, 5) == NULL);
    cfsign_strings_free(lines);
    cfsign_signer_free(signer);
}

/* Those of RSA are made in C++, and not under valgrind, where one takes half a minute. */
static void new_keys(void)
{
    cfsign_key_pair *pair = NULL;
    cfsign_private_key *private_key = NULL;
    cfsign_public_key *public_key = NULL;
    char signature[256];
    size_t len;
    bool right = false;

    CHECK(cfsign_generate_key_pair(CFSIGN_ECDSA_P256, &pair, NULL) == CFSIGN_OK);
    CHECK(cfsign_private_key_new(cfsign_key_pair_private_pem(pair), CFSIGN_NTS, NULL, 0, &private_key, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_public_key_new(cfsign_key_pair_public_pem(pair), CFSIGN_NTS, &public_key, NULL) == CFSIGN_OK);
    cfsign_key_pair_free(pair);
    CHECK(strcmp(cfsign_private_key_type(private_key), "ECDSA P-256") == 0);
    CHECK(cfsign_private_key_sign(private_key, CFSIGN_SHA256, "message", 7, signature, sizeof signature, &len,
                                  NULL) == CFSIGN_OK);
    CHECK(cfsign_public_key_verify(public_key, CFSIGN_SHA256, "message", 7, signature, len, &right, NULL) ==
              CFSIGN_OK &&
          right);
    cfsign_public_key_free(public_key);
    cfsign_private_key_free(private_key);
}

/* URLs with policies of their own, policies for cookies, a policy document for all. */
static void batches_of_policies(void)
{
    static const char raw[] = "{\"Statement\":[]}";
    const char *urls[] = {URL, "https://d111111abcdef8.cloudfront.net/\xff", "https://d111111abcdef8.cloudfront.net/b",
                          URL};
    const cfsign_policy *policies[4], *wrong[2];
    cfsign_signer *signer = read_signer("p256.pkcs8.pem", CFSIGN_SHA256);
    cfsign_policy *until = NULL, *below = NULL, *any = NULL;
    cfsign_signed_urls *results = NULL;
    cfsign_signed_cookies *all = NULL;
    cfsign_cookies *cookies = NULL, *alone = NULL;
    cfsign_signed_grants *grants = NULL;
    cfsign_grant *grant = NULL;
    const char *signed_url = NULL;
    char here[1024];
    size_t len, done = 0;

    CHECK(cfsign_policy_new(URL, CFSIGN_NTS, CFSIGN_EXACT_URL, UNTIL, &until, NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/", CFSIGN_NTS, CFSIGN_BELOW, UNTIL, &below,
                            NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_new("*://d111111abcdef8.cloudfront.net/*", CFSIGN_NTS, CFSIGN_PATTERN, UNTIL, &any, NULL) ==
          CFSIGN_OK);
    policies[0] = until, policies[1] = below, policies[2] = below, policies[3] = any;
    CHECK(cfsign_sign_urls_each(signer, urls, NULL, 4, policies, 2, count_on, &done, &results, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_count(results) == 4 && done == 4);
    CHECK(cfsign_signed_urls_get(results, 1, &signed_url, NULL) == CFSIGN_INVALID_ARGUMENT && signed_url == NULL);
    CHECK(cfsign_signed_urls_get(results, 2, &signed_url, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_url_with(signer, urls[2], CFSIGN_NTS, below, here, sizeof here, &len, NULL) == CFSIGN_OK);
    CHECK(strcmp(signed_url, here) == 0);
    CHECK(cfsign_signed_urls_get(results, 0, &signed_url, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_url(signer, URL, CFSIGN_NTS, UNTIL, here, sizeof here, &len, NULL) == CFSIGN_OK);
    CHECK(strcmp(signed_url, here) == 0);
    cfsign_signed_urls_free(results);

    CHECK(cfsign_sign_urls_with_raw_policy(signer, urls, NULL, 4, raw, CFSIGN_NTS, 0, NULL, NULL, &results, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_signed_urls_get(results, 3, &signed_url, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_url_with_raw_policy(signer, URL, CFSIGN_NTS, raw, CFSIGN_NTS, here, sizeof here, &len, NULL) ==
          CFSIGN_OK);
    CHECK(strcmp(signed_url, here) == 0);
    cfsign_signed_urls_free(results);

    CHECK(cfsign_sign_cookies_each(signer, policies, 4, 0, NULL, NULL, &all, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_cookies_count(all) == 4);
    CHECK(cfsign_signed_cookies_get(all, 3, &cookies, NULL) == CFSIGN_COOKIE_RESOURCE && cookies == NULL);
    CHECK(cfsign_signed_cookies_get(all, 4, &cookies, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_signed_cookies_get(all, 1, &cookies, NULL) == CFSIGN_OK);
    cfsign_signed_cookies_free(all);
    all = NULL;
    CHECK(cfsign_sign_cookies(signer, below, &alone, NULL) == CFSIGN_OK);
    CHECK(strcmp(cfsign_cookies_header(cookies), cfsign_cookies_header(alone)) == 0);
    cfsign_cookies_free(alone);
    cfsign_cookies_free(cookies);

    done = 0;
    CHECK(cfsign_sign_grants(signer, policies, 4, 2, count_on, &done, &grants, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_grants_count(grants) == 4 && done == 4);
    CHECK(cfsign_signed_grants_get(grants, 4, &grant, NULL) == CFSIGN_INVALID_ARGUMENT && grant == NULL);
    CHECK(cfsign_signed_grants_get(grants, 2, &grant, NULL) == CFSIGN_OK);
    cfsign_signed_grants_free(grants);
    grants = NULL;
    CHECK(cfsign_sign_url_with(signer, URL, CFSIGN_NTS, below, here, sizeof here, &len, NULL) == CFSIGN_OK);
    CHECK(strcmp(strchr(here, '?') + 1, cfsign_grant_query(grant)) == 0);
    cfsign_grant_free(grant);
    CHECK(cfsign_sign_grants(signer, policies, 4, 1, cancel_at_once, NULL, &grants, NULL) == CFSIGN_CANCELLED);
    CHECK(grants == NULL);

    wrong[0] = below, wrong[1] = NULL;
    CHECK(cfsign_sign_cookies_each(signer, wrong, 2, 0, NULL, NULL, &all, NULL) == CFSIGN_NULL_POINTER && all == NULL);
    CHECK(cfsign_sign_cookies_each(signer, wrong, 0, 0, NULL, NULL, &all, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_cookies_count(all) == 0);
    cfsign_signed_cookies_free(all);
    cfsign_policy_free(until);
    cfsign_policy_free(below);
    cfsign_policy_free(any);
    cfsign_signer_free(signer);
}

static void cookies_in_browsers(void)
{
    const char *lines[] = {"CloudFront-Policy=eyJ9; Domain=example.com; Path=/; Secure",
                           "Set-Cookie: CloudFront-Signature=MEUC; Domain=example.com; Path=/images/*; Secure",
                           "CloudFront-Key-Pair-Id=K2JCJMDEHXQW5F; Domain=example.com; Path=/; Secure?"};
    size_t lens[3], i;
    cfsign_findings *findings = NULL;

    for (i = 0; i < 3; i++) {
        lens[i] = strlen(lines[i]);
    }
    lens[2]--;
    CHECK(cfsign_judge_set_cookie(lines, lens, 3, "https://www.example.com", CFSIGN_NTS,
                                  "https://cdn.example.com/images/a.jpg", CFSIGN_NTS, UNTIL, &findings,
                                  NULL) == CFSIGN_OK);
    CHECK(cfsign_findings_count(findings) == 2);
    CHECK(strcmp(cfsign_findings_code(findings, 0), "cookie-path-star") == 0);
    CHECK(strcmp(cfsign_findings_code(findings, 1), "cookie-path-outside") == 0);
    CHECK(strstr(cfsign_findings_message(findings, 0), "CloudFront-Signature") != NULL);
    CHECK(strlen(cfsign_findings_advice(findings, 1)) > 10 && cfsign_findings_code(findings, 2) == NULL);
    cfsign_findings_free(findings);
    lines[1] = "CloudFront-Signature=MEUC; Domain=example.com; Path=/; Secure";
    lines[2] = "CloudFront-Key-Pair-Id=K2JCJMDEHXQW5F; Domain=example.com; Path=/; Secure";
    CHECK(cfsign_judge_set_cookie(lines, NULL, 3, "https://www.example.com", CFSIGN_NTS,
                                  "https://cdn.example.com/images/a.jpg", CFSIGN_NTS, UNTIL, &findings,
                                  NULL) == CFSIGN_OK);
    CHECK(cfsign_findings_count(findings) == 0);
    cfsign_findings_free(findings);
}

static void who_answered(void)
{
    static const char body[] = "<Error><Code>InvalidKey</Code><Message>Unknown Key</Message></Error>";
    static const char cut[] = "<Error><Code>InvalidKey</Code><Message>Unknown Key</Message></Error>\xc3";
    static const char headers[] = "HTTP/1.1 403 Forbidden\r\nServer: AmazonS3\r\nX-Odd: \xff\r\n\r\n";
    cfsign_response_origin *origin = NULL;

    CHECK(cfsign_classify_response(403, NULL, 0, body, CFSIGN_NTS, &origin, NULL) == CFSIGN_OK);
    CHECK(strcmp(cfsign_response_origin_code(origin), "cloudfront-unknown-key") == 0);
    CHECK(strcmp(cfsign_response_origin_layer(origin), "cloudfront") == 0);
    CHECK(strstr(cfsign_response_origin_meaning(origin), "key group") != NULL);
    CHECK(strstr(cfsign_response_origin_advice(origin), "begins with K") != NULL);
    cfsign_response_origin_free(origin);
    CHECK(cfsign_classify_response(403, headers, CFSIGN_NTS, "", 0, &origin, NULL) == CFSIGN_OK);
    CHECK(strcmp(cfsign_response_origin_code(origin), "s3-other") == 0);
    cfsign_response_origin_free(origin);
    /* As much of a body as fitted somewhere may end within a character. */
    CHECK(cfsign_classify_response(403, NULL, 0, cut, CFSIGN_NTS, &origin, NULL) == CFSIGN_OK);
    CHECK(strcmp(cfsign_response_origin_code(origin), "cloudfront-unknown-key") == 0);
    cfsign_response_origin_free(origin);
    CHECK(cfsign_classify_response(0, NULL, 0, "", 0, &origin, NULL) == CFSIGN_OK);
    CHECK(strcmp(cfsign_response_origin_layer(origin), "unknown") == 0);
    cfsign_response_origin_free(origin);
}

int main(void)
{
    run("a callback signs what the key signs", callback_signs_what_the_key_signs);
    run("batches, progress, cancelling", batches);
    run("paths of batches", paths_of_batches);
    run("policies", policies);
    run("requests from parts, verdicts, explanations", requests_from_parts);
    run("batches of policies", batches_of_policies);
    run("new keys", new_keys);
    run("Set-Cookie lines in browsers", cookies_in_browsers);
    run("who answered", who_answered);
    run("versions, times, lines that clear", the_rest);
    return finish();
}
