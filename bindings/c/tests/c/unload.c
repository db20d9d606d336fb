/* Opens and closes the library over and over, in the program and in threads that end, as PHP does between
   requests. The first argument is the library. */

#include <cfsign.h>

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "check.h"

static const char *library;
static bytes key;

typedef __typeof__(&cfsign_signer_new) new_function;
typedef __typeof__(&cfsign_sign_url) sign_function;
typedef __typeof__(&cfsign_signer_free) free_function;

/* What dlsym returns is no function to ISO C; its bytes are. */
static void find(void *handle, const char *name, void *function, size_t size)
{
    void *found = dlsym(handle, name);
    CHECK(found != NULL);
    memcpy(function, &found, size);
}

static void *sign_once(void *unused)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    new_function signer_new;
    sign_function sign_url;
    free_function signer_free;
    cfsign_signer *signer = NULL;
    char url[1024];
    size_t len;

    CHECK(handle != NULL);
    find(handle, "cfsign_signer_new", &signer_new, sizeof signer_new);
    find(handle, "cfsign_sign_url", &sign_url, sizeof sign_url);
    find(handle, "cfsign_signer_free", &signer_free, sizeof signer_free);
    CHECK(signer_new(key.start, key.len, NULL, 0, KEY_PAIR_ID, CFSIGN_NTS, CFSIGN_SHA1, &signer, NULL) ==
          CFSIGN_OK);
    CHECK(sign_url(signer, URL, CFSIGN_NTS, UNTIL, url, sizeof url, &len, NULL) == CFSIGN_OK);
    signer_free(signer);
    CHECK(dlclose(handle) == 0);
    return unused;
}

static void in_the_program(void)
{
    int i;
    /* More often than there are keys for what threads own. */
    for (i = 0; i < 1200; i++) {
        sign_once(NULL);
    }
}

static void in_threads_that_end(void)
{
    int i;
    for (i = 0; i < 20; i++) {
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, sign_once, NULL) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
    }
}

int main(int argc, char **argv)
{
    library = argc > 1 ? argv[1] : "libcfsign.so.0";
    key = test_file("keys", "rsa-2048.pkcs8.pem");
    run("threads that end", in_threads_that_end);
    run("the program", in_the_program);
    return finish();
}
