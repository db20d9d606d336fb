/* Every function with NULL for each pointer, with nonsense, and lists of none. */

#include <cfsign.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "check.h"

cfsign_signer *signer;
cfsign_private_key *private_key;
cfsign_public_key *public_key;
cfsign_policy *policy;
cfsign_grant *grant;
cfsign_cookies *cookies;
cfsign_key_group *group;
cfsign_verifier *verifier;
cfsign_request *request;
cfsign_url_builder *builder;
cfsign_cookie_attributes *attributes;
bytes key, public_pem;
int calls_of_the_callback;

/* A call with a NULL: fails with the status, says which, and does so without an error object too. */
#define NULL_FAILS(call)                                                                                     \
    do {                                                                                                     \
        cfsign_error *error = NULL;                                                                          \
        CHECK((call) == CFSIGN_NULL_POINTER);                                                                \
        CHECK(cfsign_error_status(error) == CFSIGN_NULL_POINTER);                                            \
        CHECK(cfsign_error_message(error) != NULL && strlen(cfsign_error_message(error)) > 20);              \
        cfsign_error_free(error);                                                                            \
    } while (0)

int sign_with_key(void *context, uint32_t hash_algorithm, const char *message, size_t message_len,
                  char *made, size_t size, size_t *len)
{
    calls_of_the_callback++;
    return cfsign_private_key_sign(context, hash_algorithm, message, message_len, made, size, len, NULL) ==
           CFSIGN_OK;
}

static void make_all(void)
{
    key = test_file("keys", "rsa-2048.pkcs8.pem");
    public_pem = test_file("keys", "rsa-2048.public.pem");
    CHECK(cfsign_signer_new(key.start, key.len, NULL, 0, KEY_PAIR_ID, CFSIGN_NTS, CFSIGN_SHA256, &signer,
                            NULL) == CFSIGN_OK);
    CHECK(cfsign_private_key_new(key.start, key.len, NULL, 0, &private_key, NULL) == CFSIGN_OK);
    CHECK(cfsign_public_key_new(public_pem.start, public_pem.len, &public_key, NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/*", CFSIGN_NTS, CFSIGN_PATTERN, UNTIL,
                            &policy, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_grant(signer, policy, &grant, NULL) == CFSIGN_OK);
    CHECK(cfsign_grant_cookies(grant, &cookies, NULL) == CFSIGN_OK);
    CHECK(cfsign_key_group_new(&group, NULL) == CFSIGN_OK);
    CHECK(cfsign_key_group_add(group, KEY_PAIR_ID, CFSIGN_NTS, public_pem.start, public_pem.len, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_verifier_new(group, 0, 0, &verifier, NULL) == CFSIGN_OK);
    CHECK(cfsign_request_from_parts("https", 5, "d111111abcdef8.cloudfront.net", CFSIGN_NTS, "/image.jpg", 10,
                                    &request, NULL) == CFSIGN_OK);
    CHECK(cfsign_url_builder_new("https://cdn.example.com", CFSIGN_NTS, &builder, NULL) == CFSIGN_OK);
    CHECK(cfsign_cookie_attributes_new(&attributes, NULL) == CFSIGN_OK);
}

static void free_all(void)
{
    cfsign_cookie_attributes_free(attributes);
    cfsign_url_builder_free(builder);
    cfsign_request_free(request);
    cfsign_verifier_free(verifier);
    cfsign_key_group_free(group);
    cfsign_cookies_free(cookies);
    cfsign_grant_free(grant);
    cfsign_policy_free(policy);
    cfsign_public_key_free(public_key);
    cfsign_private_key_free(private_key);
    cfsign_signer_free(signer);
    free(key.start);
    free(public_pem.start);
}

static void nulls_of_signers(void)
{
    cfsign_signer *made = NULL;
    cfsign_private_key *a_key = NULL;
    cfsign_public_key *a_public_key = NULL;
    char buffer[1024];
    size_t len = 0;
    bool right;

    NULL_FAILS(cfsign_signer_new(NULL, 1, NULL, 0, "K", 1, CFSIGN_SHA1, &made, &error));
    NULL_FAILS(cfsign_signer_new(key.start, key.len, NULL, 0, NULL, 1, CFSIGN_SHA1, &made, &error));
    NULL_FAILS(cfsign_signer_new(key.start, key.len, NULL, 0, "K", 1, CFSIGN_SHA1, NULL, &error));
    NULL_FAILS(cfsign_signer_from_callback(NULL, NULL, NULL, public_pem.start, public_pem.len, "K", 1,
                                           CFSIGN_SHA1, &made, &error));
    NULL_FAILS(cfsign_signer_from_callback(sign_with_key, NULL, NULL, NULL, 1, "K", 1, CFSIGN_SHA1, &made,
                                           &error));
    NULL_FAILS(cfsign_signer_from_callback(sign_with_key, NULL, NULL, public_pem.start, public_pem.len, NULL,
                                           1, CFSIGN_SHA1, &made, &error));
    NULL_FAILS(cfsign_signer_from_callback(sign_with_key, NULL, NULL, public_pem.start, public_pem.len, "K",
                                           1, CFSIGN_SHA1, NULL, &error));
    NULL_FAILS(cfsign_private_key_new(NULL, 1, NULL, 0, &a_key, &error));
    NULL_FAILS(cfsign_private_key_new(key.start, key.len, NULL, 0, NULL, &error));
    NULL_FAILS(cfsign_private_key_sign(NULL, CFSIGN_SHA1, "m", 1, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(
        cfsign_private_key_sign(private_key, CFSIGN_SHA1, NULL, 1, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_private_key_sign(private_key, CFSIGN_SHA1, "m", 1, NULL, 1, &len, &error));
    NULL_FAILS(
        cfsign_private_key_sign(private_key, CFSIGN_SHA1, "m", 1, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_private_key_public_key(NULL, &a_public_key, &error));
    NULL_FAILS(cfsign_private_key_public_key(private_key, NULL, &error));
    NULL_FAILS(cfsign_public_key_new(NULL, 1, &a_public_key, &error));
    NULL_FAILS(cfsign_public_key_new(public_pem.start, public_pem.len, NULL, &error));
    NULL_FAILS(cfsign_public_key_verify(NULL, CFSIGN_SHA1, "m", 1, "s", 1, &right, &error));
    NULL_FAILS(cfsign_public_key_verify(public_key, CFSIGN_SHA1, NULL, 1, "s", 1, &right, &error));
    NULL_FAILS(cfsign_public_key_verify(public_key, CFSIGN_SHA1, "m", 1, NULL, 1, &right, &error));
    NULL_FAILS(cfsign_public_key_verify(public_key, CFSIGN_SHA1, "m", 1, "s", 1, NULL, &error));
    NULL_FAILS(cfsign_public_key_pem(NULL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_public_key_pem(public_key, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_public_key_pem(public_key, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_public_key_der(NULL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_public_key_der(public_key, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_public_key_der(public_key, buffer, sizeof buffer, NULL, &error));
    CHECK(made == NULL && a_key == NULL && a_public_key == NULL && len == 0);
}

static void nulls_of_signing(void)
{
    const char *urls[] = {URL, NULL};
    cfsign_cookies *some = NULL;
    cfsign_grant *a_grant = NULL;
    cfsign_signed_urls *signed_urls = NULL;
    cfsign_signed_cookies *all = NULL;
    cfsign_cookies *copied = NULL;
    cfsign_signed_grants *grants = NULL;
    cfsign_signer *same_key = NULL;
    const cfsign_policy *policies[2];
    char buffer[4096];
    size_t len = 0;

    policies[0] = policy, policies[1] = NULL;
    NULL_FAILS(cfsign_sign_url(NULL, URL, CFSIGN_NTS, UNTIL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_sign_url(signer, NULL, CFSIGN_NTS, UNTIL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_sign_url(signer, URL, CFSIGN_NTS, UNTIL, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_sign_url(signer, URL, CFSIGN_NTS, UNTIL, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_sign_url_with(NULL, URL, CFSIGN_NTS, policy, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_sign_url_with(signer, NULL, CFSIGN_NTS, policy, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_sign_url_with(signer, URL, CFSIGN_NTS, NULL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_sign_url_with(signer, URL, CFSIGN_NTS, policy, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_sign_url_with(signer, URL, CFSIGN_NTS, policy, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_sign_url_with_raw_policy(NULL, URL, CFSIGN_NTS, "{}", 2, buffer, sizeof buffer, &len,
                                               &error));
    NULL_FAILS(cfsign_sign_url_with_raw_policy(signer, NULL, CFSIGN_NTS, "{}", 2, buffer, sizeof buffer, &len,
                                               &error));
    NULL_FAILS(cfsign_sign_url_with_raw_policy(signer, URL, CFSIGN_NTS, NULL, 2, buffer, sizeof buffer, &len,
                                               &error));
    NULL_FAILS(cfsign_sign_url_with_raw_policy(signer, URL, CFSIGN_NTS, "{}", 2, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_sign_url_with_raw_policy(signer, URL, CFSIGN_NTS, "{}", 2, buffer, sizeof buffer, NULL,
                                               &error));
    NULL_FAILS(cfsign_sign_cookies(NULL, policy, &some, &error));
    NULL_FAILS(cfsign_sign_cookies(signer, NULL, &some, &error));
    NULL_FAILS(cfsign_sign_cookies(signer, policy, NULL, &error));
    NULL_FAILS(cfsign_sign_cookies_with_raw_policy(NULL, "{}", 2, &some, &error));
    NULL_FAILS(cfsign_sign_cookies_with_raw_policy(signer, NULL, 2, &some, &error));
    NULL_FAILS(cfsign_sign_cookies_with_raw_policy(signer, "{}", 2, NULL, &error));
    NULL_FAILS(cfsign_sign_grant(NULL, policy, &a_grant, &error));
    NULL_FAILS(cfsign_sign_grant(signer, NULL, &a_grant, &error));
    NULL_FAILS(cfsign_sign_grant(signer, policy, NULL, &error));
    NULL_FAILS(cfsign_sign_message(NULL, "m", 1, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_sign_message(signer, NULL, 1, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_sign_message(signer, "m", 1, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_sign_message(signer, "m", 1, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_grant_sign_url(NULL, URL, CFSIGN_NTS, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_grant_sign_url(grant, NULL, CFSIGN_NTS, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_grant_sign_url(grant, URL, CFSIGN_NTS, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_grant_sign_url(grant, URL, CFSIGN_NTS, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_grant_cookies(NULL, &some, &error));
    NULL_FAILS(cfsign_grant_cookies(grant, NULL, &error));
    NULL_FAILS(cfsign_sign_urls(NULL, urls, NULL, 1, UNTIL, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls(signer, NULL, NULL, 1, UNTIL, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls(signer, urls, NULL, 2, UNTIL, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls(signer, urls, NULL, 1, UNTIL, 1, NULL, NULL, NULL, &error));
    NULL_FAILS(cfsign_sign_urls_with(NULL, urls, NULL, 1, policy, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_with(signer, NULL, NULL, 1, policy, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_with(signer, urls, NULL, 1, NULL, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_with(signer, urls, NULL, 1, policy, 1, NULL, NULL, NULL, &error));
    NULL_FAILS(cfsign_sign_urls_with_raw_policy(NULL, urls, NULL, 1, "{}", 2, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_with_raw_policy(signer, NULL, NULL, 1, "{}", 2, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_with_raw_policy(signer, urls, NULL, 1, NULL, 2, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_with_raw_policy(signer, urls, NULL, 1, "{}", 2, 1, NULL, NULL, NULL, &error));
    NULL_FAILS(cfsign_sign_urls_each(NULL, urls, NULL, 1, policies, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_each(signer, NULL, NULL, 1, policies, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_each(signer, urls, NULL, 1, NULL, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_each(signer, urls, NULL, 1, policies + 1, 1, NULL, NULL, &signed_urls, &error));
    NULL_FAILS(cfsign_sign_urls_each(signer, urls, NULL, 1, policies, 1, NULL, NULL, NULL, &error));
    NULL_FAILS(cfsign_sign_cookies_each(NULL, policies, 1, 1, NULL, NULL, &all, &error));
    NULL_FAILS(cfsign_sign_cookies_each(signer, NULL, 1, 1, NULL, NULL, &all, &error));
    NULL_FAILS(cfsign_sign_cookies_each(signer, policies, 2, 1, NULL, NULL, &all, &error));
    NULL_FAILS(cfsign_sign_cookies_each(signer, policies, 1, 1, NULL, NULL, NULL, &error));
    CHECK(cfsign_sign_cookies_each(signer, policies, CFSIGN_NTS, 1, NULL, NULL, &all, NULL) ==
          CFSIGN_INVALID_ARGUMENT);
    CHECK(all == NULL && cfsign_sign_cookies_each(signer, policies, 1, 1, NULL, NULL, &all, NULL) == CFSIGN_OK);
    NULL_FAILS(cfsign_signed_cookies_get(NULL, 0, &copied, &error));
    NULL_FAILS(cfsign_signed_cookies_get(all, 0, NULL, &error));
    cfsign_signed_cookies_free(all);
    NULL_FAILS(cfsign_sign_grants(NULL, policies, 1, 1, NULL, NULL, &grants, &error));
    NULL_FAILS(cfsign_sign_grants(signer, NULL, 1, 1, NULL, NULL, &grants, &error));
    NULL_FAILS(cfsign_sign_grants(signer, policies, 2, 1, NULL, NULL, &grants, &error));
    NULL_FAILS(cfsign_sign_grants(signer, policies, 1, 1, NULL, NULL, NULL, &error));
    CHECK(grants == NULL && cfsign_sign_grants(signer, policies, 0, 1, NULL, NULL, &grants, NULL) == CFSIGN_OK);
    NULL_FAILS(cfsign_signed_grants_get(NULL, 0, &a_grant, &error));
    NULL_FAILS(cfsign_signed_grants_get(grants, 0, NULL, &error));
    cfsign_signed_grants_free(grants);
    NULL_FAILS(cfsign_signer_with_batch_path(NULL, CFSIGN_BATCH_AUTO, &same_key, &error));
    NULL_FAILS(cfsign_signer_with_batch_path(signer, CFSIGN_BATCH_AUTO, NULL, &error));
    CHECK(copied == NULL && same_key == NULL);
    CHECK(cfsign_sign_urls(signer, urls, NULL, CFSIGN_NTS, UNTIL, 1, NULL, NULL, &signed_urls, NULL) ==
          CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_sign_urls(signer, urls, NULL, 1, UNTIL, 1, NULL, NULL, &signed_urls, NULL) == CFSIGN_OK);
    NULL_FAILS(cfsign_signed_urls_get(NULL, 0, urls, &error));
    NULL_FAILS(cfsign_signed_urls_get(signed_urls, 0, NULL, &error));
    CHECK(cfsign_signed_urls_get(signed_urls, 1, urls, NULL) == CFSIGN_INVALID_ARGUMENT);
    cfsign_signed_urls_free(signed_urls);
    CHECK(some == NULL && a_grant == NULL && len == 0);
}

static void nulls_of_the_rest(void)
{
    cfsign_policy *a_policy = NULL;
    cfsign_strings *lines = NULL;
    cfsign_request *a_request = NULL;
    cfsign_url_builder *a_builder = NULL;
    cfsign_verifier *a_verifier = NULL;
    cfsign_explanation *explanation = NULL;
    cfsign_findings *findings = NULL;
    cfsign_response_origin *origin = NULL;
    cfsign_key_pair *pair = NULL;
    const char *lines_of_a_page[] = {"CloudFront-Policy=eyJ9", NULL};
    char buffer[4096];
    size_t len = 0;
    bool covers;

    NULL_FAILS(cfsign_policy_new(NULL, 1, CFSIGN_PATTERN, UNTIL, &a_policy, &error));
    NULL_FAILS(cfsign_policy_new("*", 1, CFSIGN_PATTERN, UNTIL, NULL, &error));
    NULL_FAILS(cfsign_policy_set_date_greater_than(NULL, UNTIL, &error));
    NULL_FAILS(cfsign_policy_set_ip_address(NULL, "192.0.2.0/24", CFSIGN_NTS, &error));
    NULL_FAILS(cfsign_policy_set_ip_address(policy, NULL, CFSIGN_NTS, &error));
    NULL_FAILS(cfsign_policy_set_always_custom(NULL, &error));
    NULL_FAILS(cfsign_policy_covers(NULL, URL, CFSIGN_NTS, &covers, &error));
    NULL_FAILS(cfsign_policy_covers(policy, NULL, CFSIGN_NTS, &covers, &error));
    NULL_FAILS(cfsign_policy_covers(policy, URL, CFSIGN_NTS, NULL, &error));
    NULL_FAILS(cfsign_policy_json(NULL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_policy_json(policy, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_policy_json(policy, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_cookies_set_cookie_lines(NULL, attributes, &lines, &error));
    NULL_FAILS(cfsign_cookies_set_cookie_lines(cookies, attributes, NULL, &error));
    NULL_FAILS(cfsign_clear_cookie_lines(NULL, NULL, &error));
    NULL_FAILS(cfsign_cookie_attributes_new(NULL, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_domain(NULL, "example.com", CFSIGN_NTS, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_domain(attributes, NULL, CFSIGN_NTS, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_path(NULL, "/", 1, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_path(attributes, NULL, 1, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_secure(NULL, true, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_http_only(NULL, true, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_same_site(NULL, CFSIGN_SAME_SITE_LAX, &error));
    NULL_FAILS(cfsign_cookie_attributes_set_max_age(NULL, 60, &error));
    NULL_FAILS(cfsign_shared_cookie_domain(NULL, 1, "b.example.com", 13, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_shared_cookie_domain("a.example.com", 13, NULL, 1, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_shared_cookie_domain("a.example.com", 13, "b.example.com", 13, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_shared_cookie_domain("a.example.com", 13, "b.example.com", 13, buffer, sizeof buffer,
                                           NULL, &error));
    NULL_FAILS(cfsign_base64_encode(NULL, 1, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_base64_encode("m", 1, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_base64_encode("m", 1, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_base64_decode(NULL, 1, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_base64_decode("bQ__", 4, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_base64_decode("bQ__", 4, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_expires_in(60, UNTIL, 0, NULL, &error));
    NULL_FAILS(cfsign_url_builder_new(NULL, 1, &a_builder, &error));
    NULL_FAILS(cfsign_url_builder_new("https://cdn.example.com", CFSIGN_NTS, NULL, &error));
    NULL_FAILS(cfsign_url_builder_path(NULL, "a", 1, &error));
    NULL_FAILS(cfsign_url_builder_path(builder, NULL, 1, &error));
    NULL_FAILS(cfsign_url_builder_segment(NULL, "a", 1, &error));
    NULL_FAILS(cfsign_url_builder_segment(builder, NULL, 1, &error));
    NULL_FAILS(cfsign_url_builder_query(NULL, "a", 1, "b", 1, &error));
    NULL_FAILS(cfsign_url_builder_query(builder, NULL, 1, "b", 1, &error));
    NULL_FAILS(cfsign_url_builder_query(builder, "a", 1, NULL, 1, &error));
    NULL_FAILS(cfsign_url_builder_download_as(NULL, "a", 1, &error));
    NULL_FAILS(cfsign_url_builder_download_as(builder, NULL, 1, &error));
    NULL_FAILS(cfsign_url_builder_show_as(NULL, "a", 1, &error));
    NULL_FAILS(cfsign_url_builder_show_as(builder, NULL, 1, &error));
    NULL_FAILS(cfsign_url_builder_build(NULL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_url_builder_build(builder, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_url_builder_build(builder, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_url_builder_build_below(NULL, buffer, sizeof buffer, &len, &error));
    NULL_FAILS(cfsign_url_builder_build_below(builder, NULL, 1, &len, &error));
    NULL_FAILS(cfsign_url_builder_build_below(builder, buffer, sizeof buffer, NULL, &error));
    NULL_FAILS(cfsign_key_group_new(NULL, &error));
    NULL_FAILS(cfsign_key_group_add(NULL, "K", 1, public_pem.start, public_pem.len, &error));
    NULL_FAILS(cfsign_key_group_add(group, NULL, 1, public_pem.start, public_pem.len, &error));
    NULL_FAILS(cfsign_key_group_add(group, "K", 1, NULL, 1, &error));
    NULL_FAILS(cfsign_request_new(NULL, 1, &a_request, &error));
    NULL_FAILS(cfsign_request_new(URL, CFSIGN_NTS, NULL, &error));
    NULL_FAILS(cfsign_request_from_parts(NULL, 5, "h", 1, "/", 1, &a_request, &error));
    NULL_FAILS(cfsign_request_from_parts("https", 5, NULL, 1, "/", 1, &a_request, &error));
    NULL_FAILS(cfsign_request_from_parts("https", 5, "h", 1, NULL, 1, &a_request, &error));
    NULL_FAILS(cfsign_request_from_parts("https", 5, "h", 1, "/", 1, NULL, &error));
    NULL_FAILS(cfsign_request_add_cookie_header(NULL, "a=b", 3, &error));
    NULL_FAILS(cfsign_request_add_cookie_header(request, NULL, 3, &error));
    NULL_FAILS(cfsign_request_set_viewer_ip(NULL, "192.0.2.1", CFSIGN_NTS, &error));
    NULL_FAILS(cfsign_request_set_viewer_ip(request, NULL, CFSIGN_NTS, &error));
    NULL_FAILS(cfsign_request_add_other_host(NULL, "h", 1, &error));
    NULL_FAILS(cfsign_request_add_other_host(request, NULL, 1, &error));
    NULL_FAILS(cfsign_verifier_new(NULL, 0, 0, &a_verifier, &error));
    NULL_FAILS(cfsign_verifier_new(group, 0, 0, NULL, &error));
    NULL_FAILS(cfsign_verify(NULL, request, UNTIL, NULL, &error));
    NULL_FAILS(cfsign_verify(verifier, NULL, UNTIL, NULL, &error));
    NULL_FAILS(cfsign_explain(NULL, request, UNTIL, &explanation, &error));
    NULL_FAILS(cfsign_explain(verifier, NULL, UNTIL, &explanation, &error));
    NULL_FAILS(cfsign_explain(verifier, request, UNTIL, NULL, &error));
    NULL_FAILS(cfsign_judge_set_cookie(NULL, NULL, 1, URL, CFSIGN_NTS, URL, CFSIGN_NTS, UNTIL, &findings, &error));
    NULL_FAILS(cfsign_judge_set_cookie(lines_of_a_page, NULL, 2, URL, CFSIGN_NTS, URL, CFSIGN_NTS, UNTIL, &findings,
                                       &error));
    NULL_FAILS(cfsign_judge_set_cookie(lines_of_a_page, NULL, 1, NULL, 1, URL, CFSIGN_NTS, UNTIL, &findings, &error));
    NULL_FAILS(cfsign_judge_set_cookie(lines_of_a_page, NULL, 1, URL, CFSIGN_NTS, NULL, 1, UNTIL, &findings, &error));
    NULL_FAILS(cfsign_judge_set_cookie(lines_of_a_page, NULL, 1, URL, CFSIGN_NTS, URL, CFSIGN_NTS, UNTIL, NULL,
                                       &error));
    NULL_FAILS(cfsign_classify_response(403, NULL, 0, NULL, 1, &origin, &error));
    NULL_FAILS(cfsign_classify_response(403, NULL, 0, "", 0, NULL, &error));
    NULL_FAILS(cfsign_generate_key_pair(CFSIGN_ECDSA_P256, NULL, &error));
    CHECK(a_policy == NULL && lines == NULL && a_request == NULL && a_builder == NULL && a_verifier == NULL &&
          explanation == NULL && findings == NULL && origin == NULL && pair == NULL && len == 0);
}

static void nulls_of_getters(void)
{
    CHECK(cfsign_error_status(NULL) == CFSIGN_NULL_POINTER && cfsign_error_code(NULL) == NULL &&
          cfsign_error_message(NULL) == NULL && cfsign_error_suggestion(NULL) == NULL &&
          cfsign_error_cloudfront_code(NULL) == NULL && cfsign_error_cloudfront_message(NULL) == NULL);
    CHECK(cfsign_signer_key_pair_id(NULL) == NULL && cfsign_signer_key_type(NULL) == NULL &&
          cfsign_signer_hash_algorithm(NULL) == 0);
    CHECK(cfsign_private_key_type(NULL) == NULL && cfsign_public_key_type(NULL) == NULL);
    CHECK(!cfsign_policy_is_canned(NULL) && cfsign_grant_query(NULL) == NULL);
    CHECK(cfsign_cookies_count(NULL) == 0 && cfsign_cookies_name(NULL, 0) == NULL &&
          cfsign_cookies_value(NULL, 0) == NULL && cfsign_cookies_header(NULL) == NULL);
    CHECK(cfsign_cookies_name(cookies, 99) == NULL && cfsign_cookies_value(cookies, SIZE_MAX) == NULL);
    CHECK(cfsign_strings_count(NULL) == 0 && cfsign_strings_get(NULL, 0) == NULL);
    CHECK(cfsign_signed_urls_count(NULL) == 0 && cfsign_signed_cookies_count(NULL) == 0 &&
          cfsign_signed_grants_count(NULL) == 0);
    CHECK(cfsign_allowed_key_pair_id(NULL) == NULL && cfsign_allowed_resource(NULL) == NULL &&
          cfsign_allowed_origin_url(NULL) == NULL && cfsign_allowed_expires(NULL) == 0 &&
          cfsign_allowed_hash_algorithm(NULL) == 0 && !cfsign_allowed_by_cookies(NULL) &&
          !cfsign_allowed_is_canned(NULL));
    CHECK(cfsign_explanation_status(NULL) == CFSIGN_NULL_POINTER && cfsign_explanation_text(NULL) == NULL &&
          cfsign_explanation_json(NULL) == NULL);
    CHECK(cfsign_findings_count(NULL) == 0 && cfsign_findings_code(NULL, 0) == NULL &&
          cfsign_findings_message(NULL, 0) == NULL && cfsign_findings_advice(NULL, 0) == NULL);
    CHECK(cfsign_response_origin_code(NULL) == NULL && cfsign_response_origin_layer(NULL) == NULL &&
          cfsign_response_origin_meaning(NULL) == NULL && cfsign_response_origin_advice(NULL) == NULL);
    CHECK(cfsign_key_pair_private_pem(NULL) == NULL && cfsign_key_pair_public_pem(NULL) == NULL);
    CHECK(cfsign_status_code(4711) == NULL && cfsign_status_class(4711) == NULL);
    CHECK(strcmp(cfsign_status_code(CFSIGN_OK), "ok") == 0 &&
          strcmp(cfsign_status_class(CFSIGN_PANIC), "internal") == 0);
    cfsign_error_free(NULL);
    cfsign_signer_free(NULL);
    cfsign_private_key_free(NULL);
    cfsign_public_key_free(NULL);
    cfsign_policy_free(NULL);
    cfsign_grant_free(NULL);
    cfsign_cookies_free(NULL);
    cfsign_cookie_attributes_free(NULL);
    cfsign_strings_free(NULL);
    cfsign_signed_urls_free(NULL);
    cfsign_signed_cookies_free(NULL);
    cfsign_signed_grants_free(NULL);
    cfsign_url_builder_free(NULL);
    cfsign_key_group_free(NULL);
    cfsign_request_free(NULL);
    cfsign_verifier_free(NULL);
    cfsign_allowed_free(NULL);
    cfsign_explanation_free(NULL);
    cfsign_findings_free(NULL);
    cfsign_response_origin_free(NULL);
    cfsign_key_pair_free(NULL);
}

static void nonsense(void)
{
    cfsign_signer *made = NULL;
    cfsign_policy *a_policy = NULL;
    cfsign_verifier *a_verifier = NULL;
    cfsign_response_origin *origin = NULL;
    cfsign_findings *findings = NULL;
    cfsign_key_pair *pair = NULL;
    const char *not_utf8 = "CloudFront-Policy=\xff";
    char buffer[1024];
    size_t len = 0;

    CHECK(cfsign_generate_key_pair(0, &pair, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_classify_response(99, NULL, 0, "", 0, &origin, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_judge_set_cookie(&not_utf8, NULL, 1, URL, CFSIGN_NTS, URL, CFSIGN_NTS, UNTIL, &findings, NULL) ==
          CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_judge_set_cookie(&not_utf8, NULL, 0, URL, CFSIGN_NTS, URL, CFSIGN_NTS, 60, &findings, NULL) ==
          CFSIGN_INVALID_TIME);
    CHECK(origin == NULL && findings == NULL && pair == NULL);
    CHECK(cfsign_signer_new(key.start, key.len, NULL, 0, "K", 1, 3, &made, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_policy_new("*", 1, 0, UNTIL, &a_policy, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_verifier_new(group, 32, 0, &a_verifier, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_cookie_attributes_set_same_site(attributes, 4, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_sign_url(signer, "https://cdn.example.com/\xff", CFSIGN_NTS, UNTIL, buffer, sizeof buffer,
                          &len, NULL) == CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_sign_url(signer, URL, SIZE_MAX - 1, UNTIL, buffer, sizeof buffer, &len, NULL) ==
          CFSIGN_INVALID_ARGUMENT);
    CHECK(cfsign_sign_url(signer, URL, 0, UNTIL, buffer, sizeof buffer, &len, NULL) == CFSIGN_URL_SCHEME);
    CHECK(cfsign_sign_url(signer, URL, CFSIGN_NTS, INT64_MIN, buffer, sizeof buffer, &len, NULL) ==
          CFSIGN_INVALID_TIME);
    CHECK(cfsign_sign_url(signer, URL, CFSIGN_NTS, INT64_MAX, buffer, sizeof buffer, &len, NULL) ==
          CFSIGN_TIME_IN_MILLISECONDS);
    CHECK(cfsign_signer_new("", 0, NULL, 0, "K", 1, CFSIGN_SHA1, &made, NULL) == CFSIGN_EMPTY_KEY);
    CHECK(cfsign_request_set_viewer_ip(request, "not one", CFSIGN_NTS, NULL) == CFSIGN_INVALID_IP_RANGE);
    CHECK(made == NULL && a_policy == NULL && a_verifier == NULL && len == 0);
}

static void lists(void)
{
    const char *urls[] = {URL, NULL};
    cfsign_signed_urls *signed_urls = NULL;
    cfsign_error *error = NULL;

    /* As the empty vector of C++ has it. */
    CHECK(cfsign_sign_urls(signer, NULL, NULL, 0, UNTIL, 1, NULL, NULL, &signed_urls, NULL) == CFSIGN_OK);
    CHECK(cfsign_signed_urls_count(signed_urls) == 0);
    cfsign_signed_urls_free(signed_urls);
    signed_urls = NULL;
    CHECK(cfsign_sign_urls(signer, urls, NULL, 2, UNTIL, 1, NULL, NULL, &signed_urls, &error) == CFSIGN_NULL_POINTER);
    CHECK(strstr(cfsign_error_message(error), "urls[1]") != NULL && signed_urls == NULL);
    cfsign_error_free(error);
}

int main(void)
{
    make_all();
    run("NULL: keys and signers", nulls_of_signers);
    run("NULL: signing", nulls_of_signing);
    run("NULL: the rest", nulls_of_the_rest);
    run("NULL: getters and free", nulls_of_getters);
    run("arguments that are nonsense", nonsense);
    run("lists of none, and with a NULL among them", lists);
    run("buffers of every size", buffers);
    run("lengths cost no private-key operation", lengths_cost_nothing);
    free_all();
    return finish();
}
