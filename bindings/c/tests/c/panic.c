/* A deliberate panic comes back as a status. Linked with a library that was built with test-panic. */

#include <cfsign.h>

#include <string.h>

#include "check.h"

cfsign_status cfsign_test_panic(cfsign_error **error);

static void a_panic_is_a_status(void)
{
    cfsign_error *error = NULL;
    int64_t expires = 0;

    CHECK(cfsign_test_panic(NULL) == CFSIGN_PANIC);
    CHECK(cfsign_test_panic(&error) == CFSIGN_PANIC);
    CHECK(cfsign_error_status(error) == CFSIGN_PANIC && strcmp(cfsign_error_code(error), "panic") == 0);
    CHECK(strstr(cfsign_error_message(error), "bug") != NULL);
    /* What the panic said could be anything, and is not handed on. */
    CHECK(strstr(cfsign_error_message(error), "on purpose") == NULL);
    cfsign_error_free(error);
    /* And the library goes on. */
    CHECK(cfsign_expires_in(60, UNTIL, 0, &expires, NULL) == CFSIGN_OK && expires == UNTIL + 60);
}

int main(void)
{
    run("a panic is a status", a_panic_is_a_status);
    return finish();
}
