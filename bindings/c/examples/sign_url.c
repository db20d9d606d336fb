/* Signs a URL for one hour.
 *
 *     sign_url private_key.pem KEY_PAIR_ID URL [EXPIRES]
 *
 * EXPIRES is in seconds since 1970; without it, the URL is good for an hour. */

#include <cfsign.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The content of a file, which is small; NULL if it cannot be read. */
static char *read_file(const char *name, size_t *len)
{
    enum { LARGEST = 64 * 1024 };
    FILE *file = fopen(name, "rb");
    char *content = file == NULL ? NULL : malloc(LARGEST);

    if (content != NULL) {
        *len = fread(content, 1, LARGEST, file);
        if (ferror(file)) {
            free(content);
            content = NULL;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return content;
}

int main(int argc, char **argv)
{
    cfsign_signer *signer = NULL;
    cfsign_error *error = NULL;
    char url[8193]; /* No signed URL is longer. */
    size_t key_len = 0, len;
    int failed;
    char *key;
    int64_t expires;

    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: %s PRIVATE_KEY_FILE KEY_PAIR_ID URL [EXPIRES]\n", argv[0]);
        return 2;
    }
    key = read_file(argv[1], &key_len);
    if (key == NULL) {
        fprintf(stderr, "%s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    expires = argc == 5 ? strtoll(argv[4], NULL, 10) : (int64_t)time(NULL) + 3600;

    /* Made once; a server keeps it, and all its threads use it. */
    if (cfsign_signer_new(key, key_len, NULL, 0, argv[2], CFSIGN_NTS, CFSIGN_SHA1, &signer, &error) ==
            CFSIGN_OK &&
        cfsign_sign_url(signer, argv[3], CFSIGN_NTS, expires, url, sizeof url, &len, &error) == CFSIGN_OK) {
        puts(url);
    } else {
        fprintf(stderr, "%s: %s\n", cfsign_error_code(error), cfsign_error_message(error));
        if (cfsign_error_suggestion(error) != NULL) {
            fprintf(stderr, "did you mean %s\n", cfsign_error_suggestion(error));
        }
    }
    failed = error != NULL;
    cfsign_error_free(error);
    cfsign_signer_free(signer);
    free(key);
    return failed;
}
