/* Signs many URLs under one grant, and looks at the memory of the process. The argument says how many. */

#include <cfsign.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static long how_many = 300000;

static long resident_kilobytes(void)
{
    char line[256];
    long kilobytes = -1;
    FILE *file = fopen("/proc/self/status", "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            kilobytes = atol(line + 6);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return kilobytes;
}

static void memory_stays(void)
{
    bytes key = test_file("keys", "rsa-2048.pkcs8.pem");
    cfsign_signer *signer = NULL;
    cfsign_policy *policy = NULL;
    cfsign_grant *grant = NULL;
    char url[128], signed_url[4096];
    size_t len;
    long i, before = 0, after, good = 0;

    CHECK(cfsign_signer_new(key.start, key.len, NULL, 0, KEY_PAIR_ID, CFSIGN_NTS, CFSIGN_SHA1, &signer,
                            NULL) == CFSIGN_OK);
    CHECK(cfsign_policy_new("https://d111111abcdef8.cloudfront.net/*", CFSIGN_NTS, CFSIGN_PATTERN, UNTIL,
                            &policy, NULL) == CFSIGN_OK);
    CHECK(cfsign_sign_grant(signer, policy, &grant, NULL) == CFSIGN_OK);
    for (i = 0; i < how_many; i++) {
        cfsign_error *error = NULL;
        if (i == how_many / 10) {
            before = resident_kilobytes();
        }
        snprintf(url, sizeof url, "https://d111111abcdef8.cloudfront.net/%ld.ts", i);
        good += cfsign_grant_sign_url(grant, url, CFSIGN_NTS, signed_url, sizeof signed_url, &len, NULL) ==
                CFSIGN_OK;
        /* Failing leaks nothing either. */
        if (i % 16 == 0) {
            CHECK(cfsign_grant_sign_url(grant, "no URL", CFSIGN_NTS, signed_url, sizeof signed_url, &len,
                                        &error) == CFSIGN_URL_SCHEME);
            cfsign_error_free(error);
        }
    }
    after = resident_kilobytes();
    CHECK(good == how_many);
    CHECK(before > 0 && after - before < 256);
    printf("%ld signatures under a grant: %ld kB resident after a tenth of them, %ld kB at the end\n", how_many,
           before, after);
    cfsign_grant_free(grant);
    cfsign_policy_free(policy);
    cfsign_signer_free(signer);
    free(key.start);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        how_many = atol(argv[1]);
    }
    run("memory stays as it is", memory_stays);
    return finish();
}
