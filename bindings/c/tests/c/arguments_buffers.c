/* Buffers of every size that matters. */

#include <cfsign.h>

#include <stdlib.h>
#include <string.h>

#include "arguments.h"

/* Calls a function with a buffer; `which` says which function. */
static cfsign_status with_buffer(int which, const cfsign_signer *with, char *buffer, size_t size, size_t *len)
{
    static const char raw[] = "{\"Statement\":[]}";

    switch (which) {
    case 0:
        return cfsign_sign_url(with, URL, CFSIGN_NTS, UNTIL, buffer, size, len, NULL);
    case 1:
        return cfsign_sign_url_with(with, URL, CFSIGN_NTS, policy, buffer, size, len, NULL);
    case 2:
        return cfsign_sign_url_with_raw_policy(with, URL, CFSIGN_NTS, raw, CFSIGN_NTS, buffer, size, len,
                                               NULL);
    case 3:
        return cfsign_sign_message(with, "message", 7, buffer, size, len, NULL);
    case 4:
        return cfsign_grant_sign_url(grant, URL, CFSIGN_NTS, buffer, size, len, NULL);
    case 5:
        return cfsign_policy_json(policy, buffer, size, len, NULL);
    case 6:
        return cfsign_shared_cookie_domain("a.example.com", 13, "b.example.com", 13, buffer, size, len, NULL);
    case 7:
        return cfsign_url_builder_build(builder, buffer, size, len, NULL);
    case 8:
        return cfsign_url_builder_build_below(builder, buffer, size, len, NULL);
    case 9:
        return cfsign_base64_encode("message", 7, buffer, size, len, NULL);
    case 10:
        return cfsign_base64_decode("bWVzc2FnZQ__", 12, buffer, size, len, NULL);
    case 11:
        return cfsign_private_key_sign(private_key, CFSIGN_SHA1, "message", 7, buffer, size, len, NULL);
    case 12:
        return cfsign_public_key_pem(public_key, buffer, size, len, NULL);
    default:
        return cfsign_public_key_der(public_key, buffer, size, len, NULL);
    }
}

static bool is_binary(int which)
{
    return which == 3 || which == 10 || which == 11 || which == 13;
}

void buffers(void)
{
    int which;

    for (which = 0; which < 14; which++) {
        size_t needed = 0, n, len, size;
        char *buffer;

        CHECK(with_buffer(which, signer, NULL, 0, &needed) == CFSIGN_BUFFER_TOO_SMALL);
        CHECK(needed > 5);
        n = is_binary(which) ? needed : needed + 1;
        /* On the heap and of the exact size, so that valgrind and ASAN see one byte too many. */
        for (size = 0; size <= n + 1; size = size == 1 ? n - 1 : size + 1) {
            cfsign_status status;
            buffer = malloc(size + 1);
            memset(buffer, '?', size + 1);
            len = 0;
            status = with_buffer(which, signer, buffer, size, &len);
            CHECK(len == needed);
            CHECK(buffer[size] == '?');
            if (size < n) {
                CHECK(status == CFSIGN_BUFFER_TOO_SMALL && (size == 0 || buffer[0] == '?'));
            } else {
                CHECK(status == CFSIGN_OK && buffer[0] != '?');
                CHECK(is_binary(which) || strlen(buffer) == len);
            }
            free(buffer);
        }
    }
}

/* The length is told without a private-key operation, also for a key that is elsewhere. */
void lengths_cost_nothing(void)
{
    cfsign_signer *external = NULL;
    char buffer[4096];
    size_t len;
    int which;

    CHECK(cfsign_signer_from_callback(sign_with_key, private_key, NULL, public_pem.start, public_pem.len,
                                      KEY_PAIR_ID, CFSIGN_NTS, CFSIGN_SHA256, &external, NULL) == CFSIGN_OK);
    for (which = 0; which < 4; which++) {
        calls_of_the_callback = 0;
        CHECK(with_buffer(which, external, buffer, 10, &len) == CFSIGN_BUFFER_TOO_SMALL);
        CHECK(calls_of_the_callback == 0);
        CHECK(with_buffer(which, external, buffer, sizeof buffer, &len) == CFSIGN_OK);
        CHECK(calls_of_the_callback == 1);
    }
    cfsign_signer_free(external);
}
