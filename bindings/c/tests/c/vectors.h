/* What the two halves of the vector tests share. */

#ifndef VECTORS_H
#define VECTORS_H

#include <cfsign.h>
#include <jansson.h>

#include "check.h"

/* 1, or what CFSIGN_EVERY says: under valgrind, which takes its time, only each of so many cases runs. */
size_t every(void);

/* Runs `one` on every case of a file, of which there are `least` or more. */
void every_case(const char *name, size_t least, void (*one)(const json_t *));

/* A text of a case, NULL where there is none. */
const char *text_of(const json_t *vector, const char *name);
size_t text_len(const json_t *vector, const char *name);
int64_t number_of(const json_t *vector, const char *name);
bool has(const json_t *vector, const char *name);

/* The number of CFSIGN_SHA1 or CFSIGN_SHA256 of a case. */
uint32_t hash_of(const json_t *vector);

/* Whether a call failed with this code; frees the error. */
bool failed_with(cfsign_status status, cfsign_error *error, const char *code);

/* The policy of a case of refused.json or cookies.json. */
cfsign_status policy_of(const json_t *vector, cfsign_policy **policy, cfsign_error **error);
/* The cookie attributes of such a case. */
cfsign_status attributes_of(const json_t *vector, cfsign_cookie_attributes **attributes,
                            cfsign_error **error);

/* A signer with the ECDSA key of the tests. */
cfsign_signer *a_signer(void);

/* MIME's Base64 of CloudFront's, in place. */
void to_mime(char *text);

void signing_vectors(void);
void key_vectors(void);

#endif
