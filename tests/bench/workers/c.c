/* The worker of the bench for C: libcfsign, and OpenSSL called directly.
 *
 * Each line of standard input is a case and a number of milliseconds, and the answer the nanoseconds of one repetition,
 * by the clock and of processor time. `print CASE` answers what the case makes, so that the driver can compare it with
 * the others. `--first CASE` measures the first call of a process instead. */

#include <cfsign.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define URL "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg"
#define END 2051222400
#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
enum { MOST = 4096, DISTINCT = 512 };

static const char url[] = URL;
static const char canned[] =
    "{\"Statement\":[{\"Resource\":\"" URL "\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":" TEXT(END) "}}}]}";
static char pem[8192], p256_pem[8192], public_pem[8192];
static size_t pem_len, p256_len, public_len;
static char made[2048];
static cfsign_signer *signer, *p256_signer;
static cfsign_policy *custom;
static cfsign_grant *grant;
static cfsign_verifier *verifier;
static cfsign_signed_urls *signed_urls;
static EVP_PKEY *pkey;
static RSA *rsa;
static const char *urls[MOST];
static size_t batch_count, batch_threads;

static void need(int good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s failed\n", what);
        exit(1);
    }
}

static void good(cfsign_status status, const char *what)
{
    need(status == CFSIGN_OK, what);
}

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void nothing(void)
{
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

static void batch(void)
{
    const char *first;
    cfsign_signed_urls *results;
    good(cfsign_sign_urls(signer, urls, NULL, batch_count, END, batch_threads, NULL, NULL, &results, NULL),
         "cfsign_sign_urls");
    good(cfsign_signed_urls_get(results, 0, &first, NULL), "the first of a batch");
    snprintf(made, sizeof made, "%s", first);
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

/* OpenSSL's own RSA_sign, which is deprecated and the shortest way. */
static void openssl_sign(void)
{
    unsigned char digest[20], signature[256];
    unsigned len;
    SHA1((const unsigned char *)canned, sizeof canned - 1, digest);
    need(RSA_sign(NID_sha1, digest, sizeof digest, signature, &len, rsa), "RSA_sign");
    EVP_EncodeBlock((unsigned char *)made, signature, sizeof signature);
}

static void openssl_load(void)
{
    BIO *bio = BIO_new_mem_buf(pem, (int)pem_len);
    EVP_PKEY *loaded = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    need(loaded != NULL, "PEM_read_bio_PrivateKey");
    EVP_PKEY_free(loaded);
    BIO_free(bio);
}

static void read_file(const char *folder, const char *name, char *into, size_t *len)
{
    char path[4096];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    need(file != NULL, path);
    *len = fread(into, 1, 8191, file);
    fclose(file);
}

static void open_ours(void)
{
    good(cfsign_signer_new(pem, pem_len, NULL, 0, "K2JCJMDEHXQW5F", CFSIGN_NTS, CFSIGN_SHA1, &signer, NULL),
         "cfsign_signer_new");
}

static void open_openssl(void)
{
    BIO *bio = BIO_new_mem_buf(pem, (int)pem_len);
    pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    need(pkey != NULL, "PEM_read_bio_PrivateKey");
    BIO_free(bio);
    rsa = EVP_PKEY_get1_RSA(pkey);
}

static void open_all(void)
{
    static char texts[MOST][128];
    cfsign_policy *images;
    cfsign_key_group *group;
    size_t at;

    open_ours();
    open_openssl();
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

typedef void (*work)(void);

static work find(const char *name)
{
    static const struct {
        const char *name;
        work work;
    } cases[] = {
        {"nothing", nothing},
        {"sign-canned", sign_canned},
        {"sign-custom", sign_custom},
        {"sign-cookies", sign_cookies},
        {"sign-p256", sign_p256},
        {"operation-p256", operation_p256},
        {"ask-length", ask_length},
        {"grant", under_grant},
        {"load", load},
        {"verify", verify},
        {"openssl-sign", openssl_sign},
        {"openssl-load", openssl_load},
    };
    size_t at;

    if (strncmp(name, "batch-", 6) == 0) {
        const char *threads = strstr(name, "-threads-");
        batch_count = (size_t)atol(name + 6);
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

static void block(work work, double nanoseconds)
{
    double start = now(CLOCK_MONOTONIC), cpu, elapsed;
    long times = 0;
    int few, turn;

    /* Others ran in between: the caches are theirs, and the clock of the core may be as well. */
    work();
    few = now(CLOCK_MONOTONIC) - start < nanoseconds / 1000 ? 64 : 1;
    start = now(CLOCK_MONOTONIC);
    cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    do {
        for (turn = 0; turn < few; turn++) {
            work();
        }
        times += few;
        elapsed = now(CLOCK_MONOTONIC) - start;
    } while (elapsed < nanoseconds);
    printf("%f %f\n", elapsed / (double)times, (now(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (double)times);
}

static long peak_memory(void)
{
    char line[256];
    long kilobytes = 0;
    FILE *status = fopen("/proc/self/status", "r");
    need(status != NULL, "/proc/self/status");
    while (fgets(line, sizeof line, status) != NULL) {
        sscanf(line, "VmHWM: %ld", &kilobytes);
    }
    fclose(status);
    return kilobytes * 1024;
}

static void first(const char *name)
{
    double start = now(CLOCK_MONOTONIC), loaded, done, used, next = 1e18;
    work call = find(name);
    long memory;
    int turn;

    if (strcmp(name, "openssl-sign") == 0) {
        open_openssl();
    } else if (call != nothing) {
        open_ours();
    }
    loaded = now(CLOCK_MONOTONIC);
    call();
    done = now(CLOCK_MONOTONIC);
    used = now(CLOCK_PROCESS_CPUTIME_ID);
    memory = peak_memory();
    for (turn = 0; turn < 20; turn++) {
        double begun = now(CLOCK_MONOTONIC), took;
        call();
        took = now(CLOCK_MONOTONIC) - begun;
        next = took < next ? took : next;
    }
    printf("{\"load\": %.0f, \"first\": %.0f, \"next\": %.0f, \"used\": %.0f, \"memory\": %ld}\n", loaded - start,
           done - loaded, next, used, memory);
}

int main(int argc, char **argv)
{
    char one[64], two[64];

    need(argc == 2 || argc == 4, "wanted: the folder of keys [--first CASE]; which");
    read_file(argv[1], "rsa-2048.pkcs8.pem", pem, &pem_len);
    read_file(argv[1], "p256.pkcs8.pem", p256_pem, &p256_len);
    read_file(argv[1], "rsa-2048.public.pem", public_pem, &public_len);
    if (argc == 4) {
        first(argv[3]);
        return 0;
    }
    open_all();
    while (scanf("%63s %63s", one, two) == 2) {
        if (strcmp(one, "print") == 0) {
            made[0] = '\0';
            find(two)();
            printf("%s\n", made);
        } else {
            block(find(one), atof(two) * 1e6);
        }
        fflush(stdout);
    }
    return 0;
}
