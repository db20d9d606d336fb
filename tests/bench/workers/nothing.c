/* A program that links neither library and does nothing: what the others start from. */

#include "bench.h"

static void nothing(void)
{
}

static work find(const char *name)
{
    need(strcmp(name, "nothing") == 0, name);
    return nothing;
}

static void open_first(const char *keys)
{
    read_file(keys, "rsa-2048.pkcs8.pem", pem, &pem_len);
}

static void open_all(const char *keys)
{
    open_first(keys);
}

static void print(const char *name)
{
    (void)name;
}

int main(int argc, char **argv)
{
    return bench(argc, argv);
}
