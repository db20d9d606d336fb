/* What the C tests share: checks that count, files, results of any length. */

#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* Says what is not so, and where; the test goes on. */
#define CHECK(what) check((what), #what, __FILE__, __LINE__)

#define KEY_PAIR_ID "K2JCJMDEHXQW5F"
#define URL "https://d111111abcdef8.cloudfront.net/image.jpg"
#define UNTIL 1767290400

typedef struct {
    char *start;
    size_t len;
} bytes;

bool check(bool right, const char *what, const char *file, int line);

/* Names the case that checks belong to, for their messages. */
void in_case(const char *id);

/* Runs one test: whatever it checks counts once. */
void run(const char *name, void (*test)(void));

/* Prints the line that the runner reads, and returns what main does. */
int finish(void);

/* A file of the folder tests of the project, such as keys/rsa-2048.pkcs1.pem; ends the program if there is
   none. Has a NUL behind it. To be freed. */
bytes test_file(const char *folder, const char *name);

#endif
