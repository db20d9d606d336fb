/* What the workers of the bench in C have in common: one is linked with libcfsign, one with OpenSSL and one with neither,
 * so that start and memory are those of one library.
 *
 * Each line of standard input is a case and a number of milliseconds, and the answer the nanoseconds of one repetition,
 * by the clock and of processor time. `print CASE` answers what the case makes, a list with spaces between, so that the
 * driver can compare it with the others. `--first CASE` measures the first call of a process instead. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define URL "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg"
#define END 2051222400
#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)
enum { MOST = 4096 };

static const char url[] = URL;
static const char canned[] =
    "{\"Statement\":[{\"Resource\":\"" URL "\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":" TEXT(END) "}}}]}";
static char pem[8192], made[2048];
static size_t pem_len;

typedef void (*work)(void);

/* What each worker brings: the case of a name, what the cases need, what the first signature needs, what a case makes. */
static work find(const char *name);
static void open_all(const char *keys);
static void open_first(const char *keys);
static void print(const char *name);

static void need(int good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s failed\n", what);
        exit(1);
    }
}

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
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

static void first(const char *keys, const char *name)
{
    double start = now(CLOCK_MONOTONIC), loaded, done, used, next = 1e18;
    work call;
    long memory;
    int turn;

    open_first(keys);
    call = find(name);
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

static int bench(int argc, char **argv)
{
    char one[64], two[64];

    need(argc == 2 || argc == 4, "wanted: the folder of keys [--first CASE]; which");
    if (argc == 4) {
        first(argv[1], argv[3]);
        return 0;
    }
    open_all(argv[1]);
    while (scanf("%63s %63s", one, two) == 2) {
        if (strcmp(one, "print") == 0) {
            made[0] = '\0';
            print(two);
            putchar('\n');
        } else {
            block(find(one), atof(two) * 1e6);
        }
        fflush(stdout);
    }
    return 0;
}
