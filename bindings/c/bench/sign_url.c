/* What cfsign_sign_url adds to RSA_sign of AWS-LC, as a ratio and in microseconds.
 *
 * Both are in one program, and so is the AWS-LC that both use: libcfsign.a has it. They take turns, call by call, and
 * what counts is the median of all rounds: absolute times wander with whatever else the machine does. */

#include <cfsign.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The functions of AWS-LC have its version in their names. */
#define NAME_(prefix, name) prefix##_##name
#define NAME(prefix, name) NAME_(prefix, name)
#define RSA_private_key_from_bytes NAME(AWS_LC, RSA_private_key_from_bytes)
#define RSA_sign NAME(AWS_LC, RSA_sign)
#define SHA1 NAME(AWS_LC, SHA1)
enum { NID_sha1 = 64, ROUNDS = 41 };
typedef struct rsa_st RSA;
RSA *RSA_private_key_from_bytes(const uint8_t *in, size_t in_len);
int RSA_sign(int hash_nid, const uint8_t *digest, size_t digest_len, uint8_t *out, unsigned *out_len, RSA *rsa);
uint8_t *SHA1(const uint8_t *data, size_t len, uint8_t out[20]);

static const char url[] = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg";
static const char policy[] = "{\"Statement\":[{\"Resource\":\"https://d111111abcdef8.cloudfront.net/images/2026/"
                             "hello-world.jpg\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":1767290400}}}]}";
static cfsign_signer *signer;
static cfsign_grant *grant;
static RSA *rsa;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void need(int good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s failed\n", what);
        exit(1);
    }
}

static void raw(void)
{
    uint8_t digest[20], signature[256];
    unsigned len = 0;
    SHA1((const uint8_t *)policy, sizeof policy - 1, digest);
    need(RSA_sign(NID_sha1, digest, sizeof digest, signature, &len, rsa), "RSA_sign");
}

static void sign_url(void)
{
    char signed_url[1024];
    size_t len;
    need(cfsign_sign_url(signer, url, sizeof url - 1, 1767290400, signed_url, sizeof signed_url, &len, NULL) ==
             CFSIGN_OK,
         "cfsign_sign_url");
}

static void ask_length(void)
{
    size_t len;
    need(cfsign_sign_url(signer, url, sizeof url - 1, 1767290400, NULL, 0, &len, NULL) == CFSIGN_BUFFER_TOO_SMALL,
         "asking for the length");
}

static void under_grant(void)
{
    char signed_url[1024];
    size_t len;
    need(cfsign_grant_sign_url(grant, url, sizeof url - 1, signed_url, sizeof signed_url, &len, NULL) == CFSIGN_OK,
         "cfsign_grant_sign_url");
}

/* Nanoseconds of one call, over 20 milliseconds. */
static double block(void (*work)(void))
{
    double start = now(), end;
    long calls = 0;

    do {
        /* A few at a time, so that reading the clock costs nothing beside short work. */
        int few;
        for (few = 0; few < 8; few++) {
            work();
        }
        calls += few;
        end = now();
    } while (end - start < 20e6);
    return (end - start) / (double)calls;
}

/* The best of some calls of each, which take turns: what else the machine does only ever adds. */
static void best_of_both(void (*first)(void), void (*second)(void), double *best_first, double *best_second)
{
    int turn;

    *best_first = *best_second = 1e18;
    for (turn = 0; turn < 64; turn++) {
        double start = now(), between, end;
        first();
        between = now();
        second();
        end = now();
        *best_first = between - start < *best_first ? between - start : *best_first;
        *best_second = end - between < *best_second ? end - between : *best_second;
    }
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *numbers)
{
    qsort(numbers, ROUNDS, sizeof *numbers, compare);
    return numbers[ROUNDS / 2];
}

static void report(const char *name, double found, double goal, const char *unit)
{
    printf("%-58s %9.3f %-3s goal <= %-7.2f %s\n", name, found, unit, goal, found <= goal ? "reached" : "MISSED");
}

static char *read_key(const char *name, size_t *len)
{
    FILE *file = fopen(name, "rb");
    char *key = malloc(8192);
    need(file != NULL && key != NULL, name);
    *len = fread(key, 1, 8192, file);
    fclose(file);
    return key;
}

int main(int argc, char **argv)
{
    double ratios[ROUNDS], over[ROUNDS], lengths[ROUNDS], copies[ROUNDS];
    cfsign_policy *everything = NULL;
    size_t len;
    char *key;
    int round;

    need(argc == 2, "wanted: a private key, PKCS#1 in DER; which");
    key = read_key(argv[1], &len);
    rsa = RSA_private_key_from_bytes((const uint8_t *)key, len);
    need(rsa != NULL, "RSA_private_key_from_bytes");
    need(cfsign_signer_new(key, len, NULL, 0, "K2JCJMDEHXQW5F", CFSIGN_NTS, CFSIGN_SHA1, &signer, NULL) == CFSIGN_OK,
         "cfsign_signer_new");
    need(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/*", CFSIGN_NTS, CFSIGN_PATTERN, 1767290400,
                           &everything, NULL) == CFSIGN_OK,
         "cfsign_policy_new");
    need(cfsign_sign_grant(signer, everything, &grant, NULL) == CFSIGN_OK, "cfsign_sign_grant");
    block(sign_url);
    block(raw);
    for (round = 0; round < ROUNDS; round++) {
        double ours, theirs;
        best_of_both(sign_url, raw, &ours, &theirs);
        ratios[round] = ours / theirs;
        over[round] = (ours - theirs) / 1000;
        lengths[round] = block(ask_length) / 1000;
        copies[round] = block(under_grant) / 1000;
    }
    report("RSA 2048: cfsign_sign_url / RSA_sign", median(ratios), 1.03, "x");
    report("RSA 2048: cfsign_sign_url - RSA_sign", median(over), 1.5, "us");
    report("asking for the length", median(lengths), 1.5, "us");
    report("cfsign_grant_sign_url", median(copies), 1.0, "us");
    cfsign_policy_free(everything);
    cfsign_grant_free(grant);
    cfsign_signer_free(signer);
    free(key);
    return 0;
}
