#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed, failed, failures_here;
static const char *current = "";

bool check(bool right, const char *what, const char *file, int line)
{
    if (!right) {
        failures_here++;
        if (failures_here <= 20) {
            fprintf(stderr, "%s:%d: %s: not so: %s\n", file, line, current, what);
        }
    }
    return right;
}

void in_case(const char *id)
{
    current = id;
}

void run(const char *name, void (*test)(void))
{
    failures_here = 0;
    current = name;
    test();
    if (failures_here == 0) {
        passed++;
        printf("test %s ... ok\n", name);
    } else {
        failed++;
        printf("test %s ... FAILED: %d checks\n", name, failures_here);
    }
    fflush(stdout);
}

int finish(void)
{
    printf("test result: %s. %d passed; %d failed; 0 ignored\n", failed == 0 ? "ok" : "FAILED", passed,
           failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}

bytes test_file(const char *folder, const char *name)
{
    char path[4096];
    const char *root = getenv("CFSIGN_ROOT");
    bytes content = {NULL, 0};
    FILE *file;

    snprintf(path, sizeof path, "%s/tests/%s/%s", root == NULL ? "." : root, folder, name);
    file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    content.len = (size_t)ftell(file);
    rewind(file);
    content.start = malloc(content.len + 1);
    if (content.start == NULL || fread(content.start, 1, content.len, file) != content.len) {
        perror(path);
        exit(2);
    }
    content.start[content.len] = '\0';
    fclose(file);
    return content;
}
