/* The worker of the bench for C: libcfsign. */

#include <cfsign.h>

#include "bench.h"

enum { DISTINCT = 512 };

static char p256_pem[8192], public_pem[8192];
static size_t p256_len, public_len;
static cfsign_signer *signer, *p256_signer;
static cfsign_policy *custom;
static cfsign_grant *grant;
static cfsign_verifier *verifier;
static cfsign_signed_urls *signed_urls;
static const char *urls[MOST];
static const cfsign_signer *batch_signer;
static size_t batch_count, batch_threads;

static void good(cfsign_status status, const char *what)
{
    need(status == CFSIGN_OK, what);
}

static void sign_canned(void)
{
    size_t len;
    good(cfsign_sign_url(signer, url, sizeof url - 1, END, made, sizeof made, &len, NULL), "cfsign_sign_url");
}

static void ask_length(void)
{
    size_t len;
    need(cfsign_sign_url(signer, url, sizeof url - 1, END, NULL, 0, &len, NULL) == CFSIGN_BUFFER_TOO_SMALL,
         "asking for the length");
}

static void sign_p256(void)
{
    size_t len;
    good(cfsign_sign_url(p256_signer, url, sizeof url - 1, END, made, sizeof made, &len, NULL), "cfsign_sign_url");
}

static void operation_p256(void)
{
    char signature[80];
    size_t len;
    good(cfsign_sign_message(p256_signer, canned, sizeof canned - 1, signature, sizeof signature, &len,
                             NULL),
         "cfsign_sign_message");
}

static void sign_custom(void)
{
    size_t len;
    good(cfsign_sign_url_with(signer, url, sizeof url - 1, custom, made, sizeof made, &len, NULL),
         "cfsign_sign_url_with");
}

static void sign_cookies(void)
{
    cfsign_cookies *cookies;
    good(cfsign_sign_cookies(signer, custom, &cookies, NULL), "cfsign_sign_cookies");
    snprintf(made, sizeof made, "%s", cfsign_cookies_header(cookies));
    cfsign_cookies_free(cookies);
}

static void under_grant(void)
{
    size_t len;
    good(cfsign_grant_sign_url(grant, url, sizeof url - 1, made, sizeof made, &len, NULL), "cfsign_grant_sign_url");
}

static void load(void)
{
    cfsign_signer *loaded;
    good(cfsign_signer_new(pem, pem_len, NULL, 0, "K2JCJMDEHXQW5F", CFSIGN_NTS, CFSIGN_SHA1, &loaded, NULL),
         "cfsign_signer_new");
    cfsign_signer_free(loaded);
}

static cfsign_signed_urls *sign_batch(void)
{
    cfsign_signed_urls *results;
    good(cfsign_sign_urls(batch_signer, urls, NULL, batch_count, END, batch_threads, NULL, NULL, &results, NULL),
         "cfsign_sign_urls");
    return results;
}

static void batch(void)
{
    cfsign_signed_urls_free(sign_batch());
}

static void print_batch(void)
{
    cfsign_signed_urls *results = sign_batch();
    size_t at;
    for (at = 0; at < batch_count; at++) {
        const char *one;
        good(cfsign_signed_urls_get(results, at, &one, NULL), "one of a batch");
        printf(at == 0 ? "%s" : " %s", one);
    }
    cfsign_signed_urls_free(results);
}

static void verify(void)
{
    static size_t at;
    const char *signed_url;
    cfsign_request *request;
    at = (at + 1) % DISTINCT;
    good(cfsign_signed_urls_get(signed_urls, at, &signed_url, NULL), "a signed URL");
    good(cfsign_request_new(signed_url, CFSIGN_NTS, &request, NULL), "cfsign_request_new");
    good(cfsign_verify(verifier, request, 1800000000, NULL, NULL), "cfsign_verify");
    cfsign_request_free(request);
}

static void open_ours(void)
{
    good(cfsign_signer_new(pem, pem_len, NULL, 0, "K2JCJMDEHXQW5F", CFSIGN_NTS, CFSIGN_SHA1, &signer, NULL),
         "cfsign_signer_new");
}

static void open_first(const char *keys)
{
    read_file(keys, "rsa-2048.pkcs8.pem", pem, &pem_len);
    open_ours();
}

static void open_all(const char *keys)
{
    static char texts[MOST][128];
    cfsign_policy *images;
    cfsign_key_group *group;
    size_t at;

    open_first(keys);
    read_file(keys, "p256.pkcs8.pem", p256_pem, &p256_len);
    read_file(keys, "rsa-2048.public.pem", public_pem, &public_len);
    good(cfsign_signer_new(p256_pem, p256_len, NULL, 0, "K2JCJMDEHXQW5F", CFSIGN_NTS, CFSIGN_SHA1, &p256_signer, NULL),
         "cfsign_signer_new");
    for (at = 0; at < MOST; at++) {
        snprintf(texts[at], sizeof texts[at], "%s?page=%zu", url, at);
        urls[at] = texts[at];
    }
    good(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/images/*", CFSIGN_NTS, CFSIGN_PATTERN, END, &images,
                           NULL),
         "cfsign_policy_new");
    good(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/images/*", CFSIGN_NTS, CFSIGN_PATTERN, END, &custom,
                           NULL),
         "cfsign_policy_new");
    good(cfsign_policy_set_date_greater_than(custom, 1767225600, NULL), "a beginning");
    good(cfsign_policy_set_ip_address(custom, "192.0.2.0/24", CFSIGN_NTS, NULL), "a range");
    good(cfsign_sign_grant(signer, images, &grant, NULL), "cfsign_sign_grant");
    good(cfsign_key_group_new(&group, NULL), "cfsign_key_group_new");
    good(cfsign_key_group_add(group, "K2JCJMDEHXQW5F", CFSIGN_NTS, public_pem, public_len, NULL), "a public key");
    good(cfsign_verifier_new(group, 0, 0, &verifier, NULL), "cfsign_verifier_new");
    good(cfsign_sign_urls(signer, urls, NULL, DISTINCT, END, 1, NULL, NULL, &signed_urls, NULL), "cfsign_sign_urls");
}

static work find(const char *name)
{
    static const struct {
        const char *name;
        work work;
    } cases[] = {
        {"sign-canned", sign_canned},
        {"sign-custom", sign_custom},
        {"sign-cookies", sign_cookies},
        {"sign-p256", sign_p256},
        {"operation-p256", operation_p256},
        {"ask-length", ask_length},
        {"grant", under_grant},
        {"load", load},
        {"verify", verify},
    };
    size_t at;

    if (strstr(name, "batch-") != NULL) {
        const char *count = strstr(name, "batch-") + 6, *threads = strstr(name, "-threads-");
        batch_signer = strncmp(name, "p256-", 5) == 0 ? p256_signer : signer;
        batch_count = (size_t)atol(count);
        batch_threads = threads == NULL ? 1 : (size_t)atol(threads + 9);
        need(batch_count <= MOST, "a batch that long");
        return batch;
    }
    for (at = 0; at < sizeof cases / sizeof *cases; at++) {
        if (strcmp(cases[at].name, name) == 0) {
            return cases[at].work;
        }
    }
    need(0, name);
    return NULL;
}

static void print(const char *name)
{
    work call = find(name);
    if (call == batch) {
        print_batch();
        return;
    }
    call();
    fputs(made, stdout);
}

int main(int argc, char **argv)
{
    return bench(argc, argv);
}
