/* Every vector, from C: URLs, cookies, refusals, verdicts. A file is one test, which counts its cases. */

#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t every(void)
{
    const char *text = getenv("CFSIGN_EVERY");
    long number = text == NULL ? 1 : atol(text);
    return number < 1 ? 1 : (size_t)number;
}

void every_case(const char *name, size_t least, void (*one)(const json_t *))
{
    char file[100];
    bytes text;
    json_t *document, *vector;
    json_error_t problem;
    size_t index, ran = 0;

    snprintf(file, sizeof file, "%s.json", name);
    text = test_file("vectors", file);
    document = json_loadb(text.start, text.len, JSON_ALLOW_NUL, &problem);
    free(text.start);
    if (!CHECK(document != NULL) || !CHECK(number_of(document, "format") == 1)) {
        return;
    }
    json_array_foreach(json_object_get(document, "cases"), index, vector)
    {
        if (index % every() == 0) {
            in_case(text_of(vector, "id"));
            one(vector);
            ran++;
        }
    }
    in_case(name);
    CHECK(index >= least);
    CHECK(ran == (index + every() - 1) / every());
    json_decref(document);
}

const char *text_of(const json_t *vector, const char *name)
{
    return json_string_value(json_object_get(vector, name));
}

size_t text_len(const json_t *vector, const char *name)
{
    return json_string_length(json_object_get(vector, name));
}

int64_t number_of(const json_t *vector, const char *name)
{
    return json_integer_value(json_object_get(vector, name));
}

bool has(const json_t *vector, const char *name)
{
    const json_t *value = json_object_get(vector, name);
    return value != NULL && !json_is_null(value);
}

uint32_t hash_of(const json_t *vector)
{
    return strcmp(text_of(vector, "hash_algorithm"), "SHA256") == 0 ? CFSIGN_SHA256 : CFSIGN_SHA1;
}

bool failed_with(cfsign_status status, cfsign_error *error, const char *code)
{
    bool right = status != CFSIGN_OK && error != NULL && cfsign_error_status(error) == status &&
                 strcmp(cfsign_error_code(error), code) == 0 && cfsign_error_message(error)[0] != '\0';

    if (!right) {
        fprintf(stderr, "wanted %s, found %s\n", code, cfsign_status_code(status));
    }
    cfsign_error_free(error);
    return right;
}

cfsign_signer *a_signer(void)
{
    cfsign_signer *signer = NULL;
    bytes key = test_file("keys", "p256.pkcs8.pem");

    CHECK(cfsign_signer_new(key.start, key.len, NULL, 0, KEY_PAIR_ID, CFSIGN_NTS, CFSIGN_SHA1, &signer,
                            NULL) == CFSIGN_OK);
    free(key.start);
    return signer;
}

void to_mime(char *text)
{
    for (; *text != '\0'; text++) {
        *text = (char)(*text == '-' ? '+' : *text == '~' ? '/' : *text == '_' ? '=' : *text);
    }
}

cfsign_status policy_of(const json_t *vector, cfsign_policy **policy, cfsign_error **error)
{
    const char *name = has(vector, "policy_resource") ? "policy_resource" : "url";
    const char *resource = text_of(vector, name);
    /* As in the other languages: a pattern where one is given beside a URL or has a wildcard. */
    bool pattern = strcmp(name, "url") != 0 && (has(vector, "url") || strpbrk(resource, "*?") != NULL);
    cfsign_policy *made = NULL;
    cfsign_status status =
        cfsign_policy_new(resource, text_len(vector, name), pattern ? CFSIGN_PATTERN : CFSIGN_EXACT_URL,
                          number_of(vector, "date_less_than"), &made, error);

    if (status == CFSIGN_OK && has(vector, "date_greater_than")) {
        status = cfsign_policy_set_date_greater_than(made, number_of(vector, "date_greater_than"), error);
    }
    if (status == CFSIGN_OK && has(vector, "ip_address")) {
        status = cfsign_policy_set_ip_address(made, text_of(vector, "ip_address"),
                                              text_len(vector, "ip_address"), error);
    }
    *policy = made;
    return status;
}

cfsign_status attributes_of(const json_t *vector, cfsign_cookie_attributes **attributes,
                            cfsign_error **error)
{
    cfsign_cookie_attributes *made = NULL;
    cfsign_status status = cfsign_cookie_attributes_new(&made, error);
    const char *same_site = text_of(vector, "same_site");

    if (status == CFSIGN_OK && has(vector, "domain")) {
        status = cfsign_cookie_attributes_set_domain(made, text_of(vector, "domain"),
                                                     text_len(vector, "domain"), error);
    }
    if (status == CFSIGN_OK && has(vector, "path")) {
        status = cfsign_cookie_attributes_set_path(made, text_of(vector, "path"), text_len(vector, "path"),
                                                   error);
    }
    if (status == CFSIGN_OK && has(vector, "secure")) {
        status = cfsign_cookie_attributes_set_secure(made, json_is_true(json_object_get(vector, "secure")),
                                                     error);
    }
    if (status == CFSIGN_OK && has(vector, "http_only")) {
        status = cfsign_cookie_attributes_set_http_only(
            made, json_is_true(json_object_get(vector, "http_only")), error);
    }
    if (status == CFSIGN_OK && has(vector, "max_age")) {
        status = cfsign_cookie_attributes_set_max_age(made, (uint64_t)number_of(vector, "max_age"), error);
    }
    if (status == CFSIGN_OK && same_site != NULL) {
        status = cfsign_cookie_attributes_set_same_site(made,
                                                        strcmp(same_site, "Lax") == 0      ? CFSIGN_SAME_SITE_LAX
                                                        : strcmp(same_site, "None") == 0   ? CFSIGN_SAME_SITE_NONE
                                                        : strcmp(same_site, "Strict") == 0 ? CFSIGN_SAME_SITE_STRICT
                                                                                           : CFSIGN_SAME_SITE_UNSET,
                                                        error);
    }
    *attributes = made;
    return status;
}

/* What a case of refused.json asks for, which must fail. */
static cfsign_status attempt(const json_t *vector, const cfsign_signer *signer, cfsign_error **error)
{
    const char *operation = text_of(vector, "operation");
    char buffer[16384];
    size_t len;
    cfsign_status status;

    if (strcmp(operation, "sign_url") == 0) {
        return cfsign_sign_url(signer, text_of(vector, "url"), text_len(vector, "url"),
                               number_of(vector, "date_less_than"), buffer, sizeof buffer, &len, error);
    }
    if (strcmp(operation, "sign_url_with_raw_policy") == 0) {
        return cfsign_sign_url_with_raw_policy(signer, text_of(vector, "url"), text_len(vector, "url"),
                                               text_of(vector, "raw_policy"), text_len(vector, "raw_policy"),
                                               buffer, sizeof buffer, &len, error);
    }
    if (strcmp(operation, "cookie_domain") == 0) {
        return cfsign_shared_cookie_domain(text_of(vector, "app_host"), text_len(vector, "app_host"),
                                           text_of(vector, "cdn_host"), text_len(vector, "cdn_host"), buffer,
                                           sizeof buffer, &len, error);
    }
    if (strcmp(operation, "key_pair_id") == 0) {
        bytes key = test_file("keys", "p256.pkcs8.pem");
        cfsign_signer *other = NULL;
        status = cfsign_signer_new(key.start, key.len, NULL, 0, text_of(vector, "key_pair_id"),
                                   text_len(vector, "key_pair_id"), CFSIGN_SHA1, &other, error);
        CHECK(other == NULL);
        free(key.start);
        return status;
    }
    {
        cfsign_policy *policy = NULL;
        cfsign_cookies *cookies = NULL;
        cfsign_cookie_attributes *attributes = NULL;
        cfsign_strings *lines = NULL;
        bool with_cookies = strcmp(operation, "sign_cookies") == 0;

        CHECK(with_cookies || strcmp(operation, "sign_url_with") == 0);
        status = policy_of(vector, &policy, error);
        if (status == CFSIGN_OK && !with_cookies) {
            status = cfsign_sign_url_with(signer, text_of(vector, "url"), text_len(vector, "url"), policy,
                                          buffer, sizeof buffer, &len, error);
        }
        if (status == CFSIGN_OK && with_cookies) {
            status = cfsign_sign_cookies(signer, policy, &cookies, error);
        }
        if (status == CFSIGN_OK) {
            status = attributes_of(vector, &attributes, error);
        }
        if (status == CFSIGN_OK) {
            status = cfsign_cookies_set_cookie_lines(cookies, attributes, &lines, error);
        }
        cfsign_strings_free(lines);
        cfsign_cookies_free(cookies);
        cfsign_cookie_attributes_free(attributes);
        cfsign_policy_free(policy);
    }
    return status;
}

static void refused(const json_t *vector)
{
    cfsign_signer *signer = a_signer();
    cfsign_error *error = NULL;
    cfsign_status status = attempt(vector, signer, &error);
    const char *suggestion = cfsign_error_suggestion(error);
    const char *wanted = text_of(vector, "suggestion");

    if (strcmp(text_of(vector, "error"), "wildcard-needs-custom-policy") != 0) {
        CHECK((suggestion == NULL) == (wanted == NULL));
        CHECK(wanted == NULL || suggestion == NULL || strcmp(suggestion, wanted) == 0);
    }
    CHECK(failed_with(status, error, text_of(vector, "error")));
    cfsign_signer_free(signer);
}

static void refusals(void)
{
    every_case("refused", 200, refused);
}

static void cookie(const json_t *vector)
{
    cfsign_signer *signer;
    cfsign_policy *policy = NULL;
    cfsign_cookies *cookies = NULL;
    cfsign_cookie_attributes *attributes = NULL;
    cfsign_strings *lines = NULL;
    char wanted[8192], domain[300];
    size_t i, len;

    if (strcmp(text_of(vector, "operation"), "cookie_domain") == 0) {
        const char *expected = has(vector, "domain") ? text_of(vector, "domain") : "";
        CHECK(cfsign_shared_cookie_domain(text_of(vector, "app_host"), CFSIGN_NTS,
                                          text_of(vector, "cdn_host"), CFSIGN_NTS, domain, sizeof domain, &len,
                                          NULL) == CFSIGN_OK);
        CHECK(strcmp(domain, expected) == 0);
        return;
    }
    signer = a_signer();
    CHECK(policy_of(vector, &policy, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_cookies(signer, policy, &cookies, NULL) == CFSIGN_OK);
    CHECK(attributes_of(vector, &attributes, NULL) == CFSIGN_OK);
    CHECK(cfsign_cookies_set_cookie_lines(cookies, attributes, &lines, NULL) == CFSIGN_OK);
    CHECK(cfsign_cookies_count(cookies) >= 3 && cfsign_strings_count(lines) == cfsign_cookies_count(cookies));
    for (i = 0; i < cfsign_cookies_count(cookies); i++) {
        snprintf(wanted, sizeof wanted, "%s=%s%s", cfsign_cookies_name(cookies, i),
                 cfsign_cookies_value(cookies, i), text_of(vector, "attributes"));
        CHECK(strcmp(cfsign_strings_get(lines, i), wanted) == 0);
    }
    cfsign_strings_free(lines);
    cfsign_cookie_attributes_free(attributes);
    cfsign_cookies_free(cookies);
    cfsign_policy_free(policy);
    cfsign_signer_free(signer);
}

static void cookies(void)
{
    every_case("cookies", 20, cookie);
}

static cfsign_status build(const json_t *vector, cfsign_url_builder **made, cfsign_error **error)
{
    cfsign_url_builder *builder = NULL;
    const json_t *part;
    size_t index;
    cfsign_status status =
        cfsign_url_builder_new(text_of(vector, "origin"), text_len(vector, "origin"), &builder, error);

    if (status == CFSIGN_OK && has(vector, "path")) {
        status = cfsign_url_builder_path(builder, text_of(vector, "path"), text_len(vector, "path"), error);
    }
    json_array_foreach(json_object_get(vector, "paths"), index, part)
    {
        if (status == CFSIGN_OK && !has(vector, "path")) {
            status = cfsign_url_builder_path(builder, json_string_value(part), json_string_length(part), error);
        }
    }
    json_array_foreach(json_object_get(vector, "segments"), index, part)
    {
        if (status == CFSIGN_OK) {
            status = cfsign_url_builder_segment(builder, json_string_value(part), json_string_length(part),
                                                error);
        }
    }
    json_array_foreach(json_object_get(vector, "query"), index, part)
    {
        const json_t *name = json_array_get(part, 0), *value = json_array_get(part, 1);
        if (status == CFSIGN_OK) {
            status = cfsign_url_builder_query(builder, json_string_value(name), json_string_length(name),
                                              json_string_value(value), json_string_length(value), error);
        }
    }
    if (status == CFSIGN_OK && has(vector, "download_as")) {
        status = cfsign_url_builder_download_as(builder, text_of(vector, "download_as"),
                                                text_len(vector, "download_as"), error);
    }
    if (status == CFSIGN_OK && has(vector, "show_as")) {
        status = cfsign_url_builder_show_as(builder, text_of(vector, "show_as"), text_len(vector, "show_as"),
                                            error);
    }
    *made = builder;
    return status;
}

static void url(const json_t *vector)
{
    const char *operation = text_of(vector, "operation");
    bool below = strcmp(operation, "build_below") == 0;
    cfsign_url_builder *builder = NULL;
    cfsign_error *error = NULL;
    cfsign_status status;
    char built[4096];
    size_t len = 0;

    if (strcmp(operation, "covers") == 0) {
        cfsign_policy *policy = NULL;
        bool covers = false;
        CHECK(cfsign_policy_new(text_of(vector, "resource"), CFSIGN_NTS, CFSIGN_PATTERN, UNTIL, &policy,
                                NULL) == CFSIGN_OK);
        CHECK(cfsign_policy_covers(policy, text_of(vector, "url"), CFSIGN_NTS, &covers, NULL) == CFSIGN_OK);
        CHECK(covers == json_is_true(json_object_get(vector, "covers")));
        cfsign_policy_free(policy);
        return;
    }
    status = build(vector, &builder, &error);
    if (status == CFSIGN_OK) {
        status = below ? cfsign_url_builder_build_below(builder, built, sizeof built, &len, &error)
                       : cfsign_url_builder_build(builder, built, sizeof built, &len, &error);
    }
    if (has(vector, "error")) {
        CHECK(failed_with(status, error, text_of(vector, "error")));
    } else if (CHECK(status == CFSIGN_OK)) {
        CHECK(strcmp(built, text_of(vector, below ? "resource" : "url")) == 0 && strlen(built) == len);
    }
    cfsign_url_builder_free(builder);
}

static void urls(void)
{
    every_case("urls", 80, url);
}

static uint32_t options_of(const json_t *vector)
{
    static const char *const names[] = {"valid-at-its-end", "valid-at-its-start",
                                        "refuse-expires-beside-policy", "epoch-time-without-prefix",
                                        "ignore-host-case"};
    uint32_t options = 0;
    const json_t *option;
    size_t index, name;

    json_array_foreach(json_object_get(vector, "options"), index, option)
    {
        for (name = 0; name < 5 && strcmp(names[name], json_string_value(option)) != 0; name++) {
        }
        CHECK(name < 5);
        options |= (uint32_t)1 << name;
    }
    return options;
}

static void verdict(const json_t *vector)
{
    cfsign_key_group *group = NULL;
    cfsign_verifier *verifier = NULL;
    cfsign_request *request = NULL;
    cfsign_explanation *explanation = NULL;
    const char *id;
    json_t *part;
    size_t index;
    int time;
    cfsign_status status = CFSIGN_OK;

    CHECK(cfsign_key_group_new(&group, NULL) == CFSIGN_OK);
    json_object_foreach(json_object_get(vector, "keys"), id, part)
    {
        bytes key = test_file("keys", json_string_value(part));
        CHECK(cfsign_key_group_add(group, id, CFSIGN_NTS, key.start, key.len, NULL) == CFSIGN_OK);
        free(key.start);
    }
    CHECK(cfsign_verifier_new(group, options_of(vector), 8, &verifier, NULL) == CFSIGN_OK);
    CHECK(cfsign_request_new(text_of(vector, "url"), text_len(vector, "url"), &request, NULL) == CFSIGN_OK);
    json_array_foreach(json_object_get(vector, "cookies"), index, part)
    {
        CHECK(cfsign_request_add_cookie_header(request, json_string_value(part), json_string_length(part),
                                               NULL) == CFSIGN_OK);
    }
    if (has(vector, "viewer_ip")) {
        CHECK(cfsign_request_set_viewer_ip(request, text_of(vector, "viewer_ip"), CFSIGN_NTS, NULL) ==
              CFSIGN_OK);
    }
    /* Asked twice, the second time from the cache: the answer is the same. */
    for (time = 0; time < 2; time++) {
        cfsign_allowed *allowed = NULL;
        cfsign_error *error = NULL;
        status = cfsign_verify(verifier, request, number_of(vector, "now"), &allowed, &error);
        if (strcmp(text_of(vector, "verdict"), "allowed") == 0) {
            if (CHECK(status == CFSIGN_OK) && has(vector, "origin_url")) {
                CHECK(strcmp(cfsign_allowed_origin_url(allowed), text_of(vector, "origin_url")) == 0);
            }
            CHECK(error == NULL && cfsign_allowed_expires(allowed) > 0);
        } else {
            CHECK(allowed == NULL && cfsign_error_cloudfront_code(error) != NULL &&
                  cfsign_error_cloudfront_message(error) != NULL);
            CHECK(strcmp(cfsign_status_class(status), "denied") == 0);
            CHECK(failed_with(status, error, text_of(vector, "reason")));
        }
        cfsign_allowed_free(allowed);
    }
    if (CHECK(cfsign_explain(verifier, request, number_of(vector, "now"), &explanation, NULL) == CFSIGN_OK)) {
        json_t *told = json_loads(cfsign_explanation_json(explanation), 0, NULL);
        /* What is explained is what a browser makes of the URL, and it writes the host in small letters. */
        bool browser_differs = strstr(text_of(vector, "id"), "/case-of-host") != NULL;
        CHECK(browser_differs || cfsign_explanation_status(explanation) == status);
        CHECK(json_is_true(json_object_get(told, "allowed")) ==
              (cfsign_explanation_status(explanation) == CFSIGN_OK));
        CHECK(cfsign_explanation_text(explanation)[0] != '\0');
        CHECK(json_array_size(json_object_get(told, "checks")) > 0);
        json_decref(told);
    }
    cfsign_explanation_free(explanation);
    cfsign_request_free(request);
    cfsign_verifier_free(verifier);
    cfsign_key_group_free(group);
}

static void verdicts(void)
{
    every_case("verify", 350, verdict);
}

static void error_of_the_table(const json_t *vector)
{
    uint32_t number = (uint32_t)number_of(vector, "number");
    CHECK(strcmp(cfsign_status_code(number), text_of(vector, "code")) == 0);
    CHECK(strcmp(cfsign_status_class(number), text_of(vector, "class")) == 0);
}

static void errors(void)
{
    every_case("errors", 50, error_of_the_table);
}

int main(void)
{
    signing_vectors();
    key_vectors();
    run("refused", refusals);
    run("cookies", cookies);
    run("urls", urls);
    run("verify", verdicts);
    run("errors", errors);
    return finish();
}
