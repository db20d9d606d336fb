/* An object of each kind, which the tests of arguments share. */

#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <cfsign.h>

#include "check.h"

extern cfsign_signer *signer;
extern cfsign_private_key *private_key;
extern cfsign_public_key *public_key;
extern cfsign_policy *policy;
extern cfsign_grant *grant;
extern cfsign_cookies *cookies;
extern cfsign_key_group *group;
extern cfsign_verifier *verifier;
extern cfsign_request *request;
extern cfsign_url_builder *builder;
extern cfsign_cookie_attributes *attributes;
extern bytes key, public_pem;
extern int calls_of_the_callback;

/* A callback whose context is a private key. */
int sign_with_key(void *context, uint32_t hash_algorithm, const char *message, size_t message_len, char *made,
                  size_t size, size_t *len);

void buffers(void);
void lengths_cost_nothing(void);

#endif
