/*
 * cfsign: creates and verifies Amazon CloudFront signed URLs and signed cookies.
 *
 *     #include <cfsign.h>
 *     #include <stdio.h>
 *
 *     int sign(const char *private_key_pem, int64_t expires)
 *     {
 *         cfsign_signer *signer = NULL;
 *         cfsign_error *error = NULL;
 *         char url[1024];
 *         size_t len;
 *         int failed = 0;
 *
 *         if (cfsign_signer_new(private_key_pem, CFSIGN_NTS, NULL, 0, "K2JCJMDEHXQW5F", CFSIGN_NTS,
 *                               CFSIGN_SHA1, &signer, &error) == CFSIGN_OK &&
 *             cfsign_sign_url(signer, "https://d111111abcdef8.cloudfront.net/image.jpg", CFSIGN_NTS,
 *                             expires, url, sizeof url, &len, &error) == CFSIGN_OK) {
 *             puts(url);
 *         } else {
 *             failed = 1;
 *             fprintf(stderr, "%s\n", cfsign_error_message(error));
 *         }
 *         cfsign_signer_free(signer);
 *         cfsign_error_free(error);
 *         return failed;
 *     }
 *
 * Calls. A function that can fail returns a cfsign_status, which is CFSIGN_OK (0) if it did what it was
 * asked to. Nothing is written through the pointers to results unless it is; there is one exception,
 * under "Buffers". The last argument of such a function is the address of a `cfsign_error *`, which gets
 * an object with the reason in words if the call fails; it may be NULL for those who need no words. The
 * numbers beside "Errors" are those of cfsign_status; 1, 2, 3 and 41 can come from any function, and 90
 * to 92 from those that sign, where the machine fails or a callback of the caller does.
 *
 * Texts. They are UTF-8, given as a pointer and a length in bytes; CFSIGN_NTS as the length says that the
 * text ends with a NUL. Keys, messages and signatures are given as `const char *` too, and are any bytes.
 * Nothing is kept of what is given: the caller may free it after the call.
 *
 * NULL. Where the text does not say that a pointer may be NULL, NULL is an error,
 * CFSIGN_NULL_POINTER, and never a crash. An array of which there are 0 may be NULL. The functions that
 * free ignore NULL, and those that return a field of an object return NULL, 0 or false for it.
 *
 * Buffers. A result of one text goes to a buffer of the caller: `buffer`, its size in bytes, and `len`,
 * which gets the length of the text without its NUL. If it does not fit, the status is
 * CFSIGN_BUFFER_TOO_SMALL, the buffer is left as it was, and `len` gets the length all the same: a buffer
 * of `len` + 1 bytes is enough (of `len` bytes where the text says "without a NUL"). `buffer` may be NULL
 * if its size is 0, to ask for the length. That costs no private-key operation. For ECDSA keys, whose
 * signatures differ in length, the length asked for can be a few bytes more than the real one. No
 * signed URL is longer than 8192 bytes. Where results go, buffers and `len`, must not overlap what is
 * given to the same call.
 *
 * Objects. What a function makes belongs to the caller, who frees it with the function of that name,
 * once. Each type says what threads may do with it. Texts that an object returns belong to it and live
 * as long as it does.
 *
 * The process. There is no initialization. What is shared by the whole process is what no caller sees:
 * the random number generator, which is AWS-LC's own and not an OpenSSL's that is loaded too, what the
 * processor can do, and the variable below, each found out when it is first needed. A process may load
 * the library, unload it, and fork.
 *
 * Environment. The library reads one variable, at the first batch of the process that is signed with an
 * RSA 2048 key, and never again: CFSIGN_IFMA. `off`: batches are signed one by one. `on`: eight at once,
 * and where the processor has no AVX-512 IFMA, each result of a batch is CFSIGN_SIGNING_FAILED (90).
 * Empty or not there: eight at once where the processor can. With any other value, each result is
 * CFSIGN_SIGNING_FAILED too, with a sentence that names the variable. A signer of
 * cfsign_signer_with_batch_path with another path than CFSIGN_BATCH_AUTO does not ask. Nothing but
 * batches does. AWS-LC reads a variable of its own before its first work, OPENSSL_ia32cap or
 * OPENSSL_armcap, by which instructions of the processor can be left out; what is signed is the same.
 *
 * Times. They are whole seconds since 1970, UTC, as CloudFront has them. The library reads no clock.
 * A number that can only be a duration (before 1985) or milliseconds (after the year 9999) is refused.
 *
 * Secrets. Private keys are zeroed when they are freed; the caller's copy is the caller's. No message of
 * an error holds a key, a signature or a policy.
 */

#ifndef CFSIGN_H
#define CFSIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version of this header. cfsign_version is that of the library. */
#define CFSIGN_VERSION "0.1.0"
#define CFSIGN_VERSION_MAJOR 0
#define CFSIGN_VERSION_MINOR 1
#define CFSIGN_VERSION_PATCH 0

/** As a length: the text ends with a NUL. */
#define CFSIGN_NTS ((size_t)-1)

/** Hash algorithms. SHA-1 is what CloudFront assumes if nothing is said. */
#define CFSIGN_SHA1 1
#define CFSIGN_SHA256 2

/** For cfsign_signer_with_batch_path. */
#define CFSIGN_BATCH_AUTO 0
#define CFSIGN_BATCH_IFMA 1
#define CFSIGN_BATCH_ONE_BY_ONE 2

/** For cfsign_generate_key_pair. */
#define CFSIGN_ECDSA_P256 1
#define CFSIGN_RSA_2048 2

/** How cfsign_policy_new reads a resource. */
#define CFSIGN_EXACT_URL 1
#define CFSIGN_PATTERN 2
#define CFSIGN_BELOW 3

/** For cfsign_cookie_attributes_set_same_site. */
#define CFSIGN_SAME_SITE_UNSET 0
#define CFSIGN_SAME_SITE_LAX 1
#define CFSIGN_SAME_SITE_NONE 2
#define CFSIGN_SAME_SITE_STRICT 3

/** Options of cfsign_verifier_new: requests pass in the very second of DateLessThan. */
#define CFSIGN_VALID_AT_ITS_END 1
/** Requests pass in the very second of DateGreaterThan. */
#define CFSIGN_VALID_AT_ITS_START 2
/** Requests with Expires beside Policy are refused. */
#define CFSIGN_REFUSE_EXPIRES_BESIDE_POLICY 4
/** EpochTime is taken for AWS:EpochTime. */
#define CFSIGN_EPOCH_TIME_WITHOUT_PREFIX 8
/** The host is taken in small letters, however the client wrote it. */
#define CFSIGN_IGNORE_HOST_CASE 16

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * What came of a call: CFSIGN_OK, or why it failed. Numbers are never reused.
 *
 * From 10 keys, from 30 policies, times and addresses, from 50 URLs, from 70 cookies, from 90 the
 * signing itself, from 100 requests that CloudFront would refuse.
 */
typedef enum {
  /** the call did what it was asked to */
  CFSIGN_OK = 0,
  /** a pointer is NULL that must not be */
  CFSIGN_NULL_POINTER = 1,
  /** the buffer is too small; what it needs is told beside it */
  CFSIGN_BUFFER_TOO_SMALL = 2,
  /** a bug in cfsign stopped the call */
  CFSIGN_PANIC = 3,
  /** the key could not be read */
  CFSIGN_INVALID_KEY = 10,
  /** the key is empty */
  CFSIGN_EMPTY_KEY = 11,
  /** the private key is encrypted and no passphrase was given */
  CFSIGN_PASSPHRASE_REQUIRED = 12,
  /** the passphrase does not open the private key */
  CFSIGN_WRONG_PASSPHRASE = 13,
  /** CloudFront signs with RSA and ECDSA P-256 keys only */
  CFSIGN_UNSUPPORTED_KEY = 14,
  /** this is a public key, and a private key is wanted */
  CFSIGN_PUBLIC_KEY_GIVEN = 15,
  /** this is a private key, and a public key is wanted */
  CFSIGN_PRIVATE_KEY_GIVEN = 16,
  /** this is a certificate, not a key */
  CFSIGN_CERTIFICATE_GIVEN = 17,
  /** this is a key in SSH's own format */
  CFSIGN_OPENSSH_KEY = 18,
  /** this is the name of a file, not the key in it */
  CFSIGN_FILE_PATH_GIVEN = 19,
  /** the key pair ID cannot be used */
  CFSIGN_INVALID_KEY_PAIR_ID = 20,
  /** the crypto engine is not part of this build */
  CFSIGN_ENGINE_UNAVAILABLE = 21,
  /** a canned policy cannot hold a wildcard */
  CFSIGN_WILDCARD_NEEDS_CUSTOM_POLICY = 30,
  /** the policy does not cover the URL */
  CFSIGN_POLICY_DOES_NOT_COVER_URL = 31,
  /** the resource cannot be used in a policy */
  CFSIGN_INVALID_RESOURCE = 32,
  /** the policy cannot be used */
  CFSIGN_INVALID_POLICY = 33,
  /** the IP range is not an IPv4 address or CIDR range */
  CFSIGN_INVALID_IP_RANGE = 34,
  /** CloudFront policies take IPv4 only */
  CFSIGN_IPV6_RANGE = 35,
  /** the time is not a usable number of epoch seconds */
  CFSIGN_INVALID_TIME = 36,
  /** the time looks like milliseconds, and CloudFront counts seconds */
  CFSIGN_TIME_IN_MILLISECONDS = 37,
  /** the signature would have expired already */
  CFSIGN_EXPIRES_IN_THE_PAST = 38,
  /** the policy begins at or after its end */
  CFSIGN_STARTS_AFTER_IT_EXPIRES = 39,
  /** the hash algorithm must be SHA1 or SHA256 */
  CFSIGN_INVALID_HASH_ALGORITHM = 40,
  /** an argument is outside of what it can be */
  CFSIGN_INVALID_ARGUMENT = 41,
  /** the URL must begin with http:// or https:// */
  CFSIGN_URL_SCHEME = 50,
  /** the host of the URL cannot be used */
  CFSIGN_URL_HOST = 51,
  /** clients would rewrite the path of the URL */
  CFSIGN_URL_PATH = 52,
  /** the URL has a character that clients rewrite */
  CFSIGN_URL_CHARACTER = 53,
  /** the URL has a fragment, which clients never send */
  CFSIGN_URL_FRAGMENT = 54,
  /** the URL ends with an empty query string */
  CFSIGN_URL_EMPTY_QUERY = 55,
  /** the URL already has a query parameter that CloudFront reserves */
  CFSIGN_RESERVED_PARAMETER = 56,
  /** this is a URL for Amazon S3, not for CloudFront */
  CFSIGN_S3_URL = 57,
  /** the signed URL is longer than CloudFront takes */
  CFSIGN_URL_TOO_LONG = 58,
  /** no browser would keep or send cookies with this Domain */
  CFSIGN_COOKIE_DOMAIN = 70,
  /** no browser would use this cookie Path as meant */
  CFSIGN_COOKIE_PATH = 71,
  /** browsers refuse this combination of cookie attributes */
  CFSIGN_COOKIE_ATTRIBUTES = 72,
  /** the resource of signed cookies must begin with http:// or https:// */
  CFSIGN_COOKIE_RESOURCE = 73,
  /** a cookie is longer than browsers keep */
  CFSIGN_COOKIE_TOO_LONG = 74,
  /** the signature could not be made */
  CFSIGN_SIGNING_FAILED = 90,
  /** the external signer did not give a signature */
  CFSIGN_EXTERNAL_SIGNER_FAILED = 91,
  /** the signature does not fit the key, and was withheld */
  CFSIGN_WRONG_SIGNATURE = 92,
  /** the batch was cancelled */
  CFSIGN_CANCELLED = 93,
  /** the request is not signed */
  CFSIGN_NOT_SIGNED = 100,
  /** the request names no key pair ID */
  CFSIGN_MISSING_KEY_PAIR_ID = 101,
  /** the key pair ID is not in the trusted key group */
  CFSIGN_UNKNOWN_KEY_PAIR_ID = 102,
  /** the request has no signature */
  CFSIGN_MISSING_SIGNATURE = 103,
  /** the signature is not CloudFront's Base64 */
  CFSIGN_MALFORMED_SIGNATURE = 104,
  /** the request has neither an expiry nor a policy */
  CFSIGN_MISSING_POLICY = 105,
  /** the policy cannot be read */
  CFSIGN_MALFORMED_POLICY = 106,
  /** the expiry is not a whole number of epoch seconds */
  CFSIGN_MALFORMED_EXPIRES = 107,
  /** the hash algorithm is neither SHA1 nor SHA256 */
  CFSIGN_UNKNOWN_HASH_ALGORITHM = 108,
  /** a signing parameter or cookie is there twice */
  CFSIGN_DUPLICATE_PARAMETER = 109,
  /** the signature is not one over this request */
  CFSIGN_SIGNATURE_MISMATCH = 110,
  /** the signature has expired */
  CFSIGN_EXPIRED = 111,
  /** the signature is not valid yet */
  CFSIGN_NOT_YET_VALID = 112,
  /** the viewer is outside the addresses of the policy */
  CFSIGN_IP_NOT_ALLOWED = 113,
  /** the policy is for another resource */
  CFSIGN_RESOURCE_MISMATCH = 114,
  /** the path has . or .. segments under a wildcard */
  CFSIGN_UNSAFE_PATH = 115,
  /** the request has both an expiry and a policy */
  CFSIGN_EXPIRES_BESIDE_POLICY = 116,
} cfsign_status;

/** A request that is let through, and why. Immutable. May be used by many threads at once. */
typedef struct cfsign_allowed cfsign_allowed;

/**
 * Where browsers keep cookies and when they send them. New ones are for this host alone, with `Path=/`,
 * `Secure`, `HttpOnly`, `SameSite=Lax`, and until the browser is closed.
 *
 * May be used by many threads at once; the functions that begin with cfsign_cookie_attributes_set change
 * it, and want it for themselves.
 */
typedef struct cfsign_cookie_attributes cfsign_cookie_attributes;

/**
 * The signed cookies of one policy: names and values. Made by cfsign_sign_cookies.
 *
 * Immutable. May be used by many threads at once. Values hold letters, digits and `-_~` only, and must go
 * out as they are: what percent-encodes them breaks them.
 */
typedef struct cfsign_cookies cfsign_cookies;

/**
 * Why a call failed: a status, its code, a sentence, and the correction where there is one.
 *
 * A call that fails makes one if it is given the address of a `cfsign_error *`, and writes nothing
 * there if it succeeds; what the pointer held before is not looked at. Free it with
 * cfsign_error_free. May be read by many threads at once.
 *
 * The texts hold no key, signature or policy, and may be logged; but see cfsign_error_suggestion.
 */
typedef struct cfsign_error cfsign_error;

/**
 * Why CloudFront lets a request through or refuses it: every check, and what was probably meant.
 *
 * It is for the person who has the URL: it may hold the whole of what was signed, but never a signature.
 * Immutable. May be used by many threads at once.
 */
typedef struct cfsign_explanation cfsign_explanation;

/**
 * What was found, in order: a code, a sentence and advice each. Immutable. May be used by many threads at
 * once.
 */
typedef struct cfsign_findings cfsign_findings;

/**
 * A policy signed once, for any number of URLs that it covers. Made by cfsign_sign_grant.
 *
 * Immutable. One grant may be used by many threads at once.
 */
typedef struct cfsign_grant cfsign_grant;

/**
 * The public keys that a distribution trusts, by their key pair IDs.
 *
 * May be used by many threads at once; cfsign_key_group_add changes it, and wants it for itself.
 */
typedef struct cfsign_key_group cfsign_key_group;

/**
 * A new private key and its public half, in PEM. Immutable. May be used by many threads at once. The private
 * key is zeroed when the pair is freed.
 */
typedef struct cfsign_key_pair cfsign_key_pair;

/**
 * What may be fetched, until when, from when on and from where.
 *
 * It is signed as a canned policy, which makes shorter URLs, if it is an exact URL and an end, and else
 * as a custom policy. May be used by many threads at once; the functions that begin with
 * cfsign_policy_set change it, and want it for themselves.
 */
typedef struct cfsign_policy cfsign_policy;

/**
 * A private key by itself, for programs that sign messages and not URLs; a cfsign_signer has its own.
 *
 * Immutable. May be used by many threads at once. Zeroed when it is freed.
 */
typedef struct cfsign_private_key cfsign_private_key;

/**
 * A public key: what CloudFront holds, in a trusted key group. Immutable. May be used by many threads at
 * once.
 */
typedef struct cfsign_public_key cfsign_public_key;

/**
 * What a viewer asked for: the bytes of its URL, its cookies, where it comes from.
 *
 * May be used by many threads at once; the functions that begin with cfsign_request_add or
 * cfsign_request_set change it, and want it for themselves.
 */
typedef struct cfsign_request cfsign_request;

/** Who wrote a response, what it means and what to do. Immutable. May be used by many threads at once. */
typedef struct cfsign_response_origin cfsign_response_origin;

/**
 * What came of a batch of cookies: one result for each policy, in their order. Immutable. May be used by many
 * threads at once.
 */
typedef struct cfsign_signed_cookies cfsign_signed_cookies;

/**
 * What came of a batch of grants: one result for each policy, in their order. Immutable. May be used by many threads
 * at once.
 */
typedef struct cfsign_signed_grants cfsign_signed_grants;

/**
 * What came of a batch: one result for each URL, in their order. Immutable. May be used by many threads
 * at once.
 */
typedef struct cfsign_signed_urls cfsign_signed_urls;

/**
 * A private key with its key pair ID and hash algorithm: signs URLs and cookies.
 *
 * Immutable. One signer may be used by many threads at once, and is made once, not for each URL:
 * reading a key takes longer than most other things here. The key is zeroed when the signer is freed.
 * After fork() the child may go on using it.
 */
typedef struct cfsign_signer cfsign_signer;

/** Some texts, in order. Immutable; may be used by many threads at once. */
typedef struct cfsign_strings cfsign_strings;

/**
 * Builds a URL that can be signed from file names and parameters as people write them. Everything but
 * letters, digits and `-._~` is percent-encoded, once.
 *
 * Belongs to one thread at a time.
 */
typedef struct cfsign_url_builder cfsign_url_builder;

/**
 * Lets requests through or refuses them, as a CloudFront distribution with a trusted key group does.
 *
 * Immutable. One verifier may be used by many threads at once.
 */
typedef struct cfsign_verifier cfsign_verifier;

/**
 * Is told every few URLs how many are done, those that are refused among them, and at the end how many there are.
 * Returns 0 to end the batch with CFSIGN_CANCELLED, and any other number to go on. It is called on the thread that
 * called. It must not throw or longjmp.
 */
typedef int (*cfsign_progress_callback)(void *context,
                                        size_t done);

/**
 * Signs `message` with a key that the caller holds.
 *
 * The message is whole, not hashed, and `hash_algorithm` says what to hash it with. The signature is
 * PKCS#1 v1.5 for RSA and ASN.1 DER for ECDSA; it is written to `signature`, which has room for
 * `signature_size` bytes, and its length to `signature_len`. Returns 0 if it
 * could not be made, and any other number if it was.
 *
 * It is called on the threads that sign, on several at once if several do. It must not throw or
 * longjmp, and must not keep the pointers.
 */
typedef int (*cfsign_sign_callback)(void *context,
                                    uint32_t hash_algorithm,
                                    const char *message,
                                    size_t message_len,
                                    char *signature,
                                    size_t signature_size,
                                    size_t *signature_len);

/** Frees a context, when nothing uses it any more. It must not throw or longjmp. */
typedef void (*cfsign_release_callback)(void *context);

/* Version, statuses, Base64, times ---------------------------------------------------------------- */

/** The version of the library that runs, such as `0.1.0`. CFSIGN_VERSION is that of the header. */
const char *cfsign_version(void);

/**
 * The stable word of a status, such as `expired`; `ok` for CFSIGN_OK; NULL for a number that is no
 * status. Static.
 */
const char *cfsign_status_code(uint32_t status);

/**
 * What a status is about: `ok`, `key`, `input`, `denied` (a request that CloudFront would refuse) or
 * `internal`; NULL for a number that is no status. Static. Bindings choose their exceptions by it.
 */
const char *cfsign_status_class(uint32_t status);

/**
 * Encodes `data` in CloudFront's Base64: the usual alphabet with `-`, `~` and `_` for `+`, `/` and `=`.
 * It is written to `buffer` with a NUL: four characters for each three bytes begun.
 */
cfsign_status cfsign_base64_encode(const char *data,
                                   size_t data_len,
                                   char *buffer,
                                   size_t buffer_size,
                                   size_t *len,
                                   cfsign_error **error);

/** Decodes CloudFront's Base64, strictly. The bytes are written to `buffer`, without a NUL. Error: 33. */
cfsign_status cfsign_base64_decode(const char *text,
                                   size_t text_len,
                                   char *buffer,
                                   size_t buffer_size,
                                   size_t *len,
                                   cfsign_error **error);

/**
 * Writes to `expires` the time `ttl` seconds after `now`, in seconds since 1970, rounded up to a multiple
 * of `bucket` seconds, unless that is 0.
 *
 * URLs signed for one file in one bucket are the same URL, so browsers and proxies keep what they have.
 * Errors: 36, 37.
 */
cfsign_status cfsign_expires_in(uint64_t ttl,
                                int64_t now,
                                uint64_t bucket,
                                int64_t *expires,
                                cfsign_error **error);

/* Errors ------------------------------------------------------------------------------------------ */

/** Frees an error; NULL is ignored. */
void cfsign_error_free(cfsign_error *error);

/** The status that the call returned; CFSIGN_NULL_POINTER for NULL. */
cfsign_status cfsign_error_status(const cfsign_error *error);

/** The stable word of the status, such as `expired`; see cfsign_status_code. NULL for NULL. */
const char *cfsign_error_code(const cfsign_error *error);

/**
 * What was found, what was wanted and how to fix it, in one line of UTF-8. Belongs to the error.
 * NULL for NULL.
 */
const char *cfsign_error_message(const cfsign_error *error);

/**
 * The corrected form of what was refused, where there is one: for a URL, the whole URL as it should
 * have been given. NULL where there is none. Belongs to the error. It may hold a query string, and so
 * may not be fit for logs.
 */
const char *cfsign_error_suggestion(const cfsign_error *error);

/**
 * The `Code` that CloudFront itself sends to the viewer for this reason, such as `AccessDenied`. NULL
 * for what is no refusal of a request. Belongs to the error.
 */
const char *cfsign_error_cloudfront_code(const cfsign_error *error);

/**
 * The `Message` that CloudFront itself sends to the viewer for this reason, such as `Access denied`.
 * NULL for what is no refusal of a request. Belongs to the error.
 */
const char *cfsign_error_cloudfront_message(const cfsign_error *error);

/* Signers ----------------------------------------------------------------------------------------- */

/**
 * Makes a signer from a private key: RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or PKCS#8, as PEM or
 * DER, encrypted or not.
 *
 * `private_key` is the content of the key file, not its name. `passphrase` is NULL if there is none; a
 * key that is not encrypted ignores it. `key_pair_id` is the ID that CloudFront gave the public key,
 * such as `K2JCJMDEHXQW5F`. `hash_algorithm` is CFSIGN_SHA1, what CloudFront assumes if nothing is
 * said, or CFSIGN_SHA256, which adds `Hash-Algorithm=SHA256` to URLs and a cookie to cookies. The
 * library keeps no pointer to what it was given.
 *
 * Free the signer with cfsign_signer_free. Errors: 10 to 21 for what is wrong with the key or the ID.
 */
cfsign_status cfsign_signer_new(const char *private_key,
                                size_t private_key_len,
                                const char *passphrase,
                                size_t passphrase_len,
                                const char *key_pair_id,
                                size_t key_pair_id_len,
                                uint32_t hash_algorithm,
                                cfsign_signer **signer,
                                cfsign_error **error);

/**
 * Makes another signer with the same key, which says how batches with an RSA 2048 key are signed. The signatures are
 * the same either way.
 *
 * `path` is CFSIGN_BATCH_IFMA for eight at once, with which every signature is refused (90) on a processor that has no
 * AVX-512 IFMA; CFSIGN_BATCH_ONE_BY_ONE; or CFSIGN_BATCH_AUTO, what signers do if nothing is said: eight at once
 * where the processor can, unless the environment says otherwise (see "Environment"). Other keys are signed with one
 * by one, whatever is asked for.
 *
 * Free it with cfsign_signer_free; neither needs the other. Error: 41 for another number.
 */
cfsign_status cfsign_signer_with_batch_path(const cfsign_signer *signer,
                                            uint32_t path,
                                            cfsign_signer **made,
                                            cfsign_error **error);

/** Frees a signer; NULL is ignored. Grants and cookies that it made live on. */
void cfsign_signer_free(cfsign_signer *signer);

/** The key pair ID of the signer, which it belongs to; NULL for NULL. */
const char *cfsign_signer_key_pair_id(const cfsign_signer *signer);

/** The kind of the key, such as `RSA 2048` or `ECDSA P-256`; belongs to the signer; NULL for NULL. */
const char *cfsign_signer_key_type(const cfsign_signer *signer);

/** CFSIGN_SHA1 or CFSIGN_SHA256; 0 for NULL. */
uint32_t cfsign_signer_hash_algorithm(const cfsign_signer *signer);

/* Signers with a key in an HSM, in KMS or in an agent --------------------------------------------- */

/**
 * Makes a signer for a private key that the caller holds: in an HSM, in KMS, in an agent.
 *
 * `public_key` is its public half, in PEM or DER. Every signature is checked with it before it is
 * used, so a wrong one never leaves. `context` is handed to the callbacks and may be NULL; `release`
 * may be NULL, and is called with it once, when the signer is freed. If this function fails, `release`
 * is not called, and the context is still the caller's.
 *
 * Errors: 10 to 21. Signing with it can also fail with CFSIGN_EXTERNAL_SIGNER_FAILED, if the callback
 * returns 0, and CFSIGN_WRONG_SIGNATURE.
 */
cfsign_status cfsign_signer_from_callback(cfsign_sign_callback sign,
                                          void *context,
                                          cfsign_release_callback release,
                                          const char *public_key,
                                          size_t public_key_len,
                                          const char *key_pair_id,
                                          size_t key_pair_id_len,
                                          uint32_t hash_algorithm,
                                          cfsign_signer **signer,
                                          cfsign_error **error);

/* Signing ----------------------------------------------------------------------------------------- */

/**
 * Signs `url` until `expires`, in seconds since 1970, with a canned policy: this URL and no other.
 *
 * The URL is signed and returned byte for byte. One that clients would rewrite on the way is refused,
 * and cfsign_error_suggestion has its corrected form.
 *
 * The signed URL and a NUL are written to `buffer`, and its length without the NUL to `len`. See
 * "Buffers" above for CFSIGN_BUFFER_TOO_SMALL. Other errors: 36 and 37 for the time, 50 to 58 for the
 * URL, 30 for a `*` in it, 90 to 92 for the signing itself.
 */
cfsign_status cfsign_sign_url(const cfsign_signer *signer,
                              const char *url,
                              size_t url_len,
                              int64_t expires,
                              char *buffer,
                              size_t buffer_size,
                              size_t *len,
                              cfsign_error **error);

/**
 * Signs `url` under `policy`, which must cover it: a wildcard, a start date, a range of addresses.
 *
 * To put many URLs under one policy, make a grant of it. Buffer and errors are those of
 * cfsign_sign_url; and 31 if the policy does not cover the URL.
 */
cfsign_status cfsign_sign_url_with(const cfsign_signer *signer,
                                   const char *url,
                                   size_t url_len,
                                   const cfsign_policy *policy,
                                   char *buffer,
                                   size_t buffer_size,
                                   size_t *len,
                                   cfsign_error **error);

/**
 * Signs `url` under a policy document that the caller wrote, which is signed and sent as it is.
 *
 * Nothing in it is checked but that there is something: CloudFront may refuse it, or read more into it
 * than was meant. Buffer and errors are those of cfsign_sign_url; and 33 for an empty policy.
 */
cfsign_status cfsign_sign_url_with_raw_policy(const cfsign_signer *signer,
                                              const char *url,
                                              size_t url_len,
                                              const char *policy,
                                              size_t policy_len,
                                              char *buffer,
                                              size_t buffer_size,
                                              size_t *len,
                                              cfsign_error **error);

/**
 * Signs `policy` for cookies. Free them with cfsign_cookies_free.
 *
 * Errors: 73 for a resource that does not begin with http:// or https://, 90 to 92.
 */
cfsign_status cfsign_sign_cookies(const cfsign_signer *signer,
                                  const cfsign_policy *policy,
                                  cfsign_cookies **cookies,
                                  cfsign_error **error);

/**
 * Signs, for cookies, a policy document that the caller wrote, as it is and unchecked. Free them with
 * cfsign_cookies_free. Errors: 33 for an empty policy, 90 to 92.
 */
cfsign_status cfsign_sign_cookies_with_raw_policy(const cfsign_signer *signer,
                                                  const char *policy,
                                                  size_t policy_len,
                                                  cfsign_cookies **cookies,
                                                  cfsign_error **error);

/**
 * Signs `policy` once, to be put on any number of URLs at the speed of copying. Free the grant with
 * cfsign_grant_free. Errors: 32 for an exact URL with a second question mark, 90 to 92.
 */
cfsign_status cfsign_sign_grant(const cfsign_signer *signer,
                                const cfsign_policy *policy,
                                cfsign_grant **grant,
                                cfsign_error **error);

/**
 * Signs `message` as it is, with the hash algorithm of the signer: PKCS#1 v1.5 for RSA, ASN.1 DER for
 * ECDSA. For programs that build policies and URLs themselves.
 *
 * The bytes are written to `buffer`, without a NUL, and their number to `len`: 256 for RSA of 2048 bits,
 * 72 at most for ECDSA. Errors: 90 to 92.
 */
cfsign_status cfsign_sign_message(const cfsign_signer *signer,
                                  const char *message,
                                  size_t message_len,
                                  char *buffer,
                                  size_t buffer_size,
                                  size_t *len,
                                  cfsign_error **error);

/* Policies ---------------------------------------------------------------------------------------- */

/**
 * Makes a policy for `resource` that ends at `date_less_than`, in seconds since 1970.
 *
 * `resource_kind` says how the resource is read:
 * CFSIGN_EXACT_URL: one URL, in which a `*` is refused, so that data of users cannot widen it.
 * CFSIGN_PATTERN: `*` stands for any number of characters and `?` for one. Never for data of users.
 * CFSIGN_BELOW: everything in this folder, whose URL is exact; it gets `*` at its end, after a `/` if it has none.
 *
 * Free it with cfsign_policy_free. Errors: 30 and 32 for the resource, 36 and 37 for the time, 41 for
 * another kind, 50 to 58 for a URL.
 */
cfsign_status cfsign_policy_new(const char *resource,
                                size_t resource_len,
                                uint32_t resource_kind,
                                int64_t date_less_than,
                                cfsign_policy **policy,
                                cfsign_error **error);

/** Frees a policy; NULL is ignored. */
void cfsign_policy_free(cfsign_policy *policy);

/**
 * Has the policy begin after `date_greater_than`, in seconds since 1970. Errors: 36, 37, and 39 if that
 * is not before its end.
 */
cfsign_status cfsign_policy_set_date_greater_than(cfsign_policy *policy,
                                                  int64_t date_greater_than,
                                                  cfsign_error **error);

/**
 * Allows viewers from `ip_address` only: an IPv4 address, or a range such as `192.0.2.0/24`. Turn IPv6
 * off for the distribution: a viewer who comes by IPv6 is in no range. Errors: 34, 35.
 */
cfsign_status cfsign_policy_set_ip_address(cfsign_policy *policy,
                                           const char *ip_address,
                                           size_t ip_address_len,
                                           cfsign_error **error);

/** Has the policy signed as a custom policy even where a canned one would say it all. */
cfsign_status cfsign_policy_set_always_custom(cfsign_policy *policy,
                                              cfsign_error **error);

/** Whether the policy is signed as a canned policy; false for NULL. */
bool cfsign_policy_is_canned(const cfsign_policy *policy);

/**
 * Writes to `covers` whether the resource of the policy is or matches `url`. A URL that cannot be signed
 * is covered by nothing.
 */
cfsign_status cfsign_policy_covers(const cfsign_policy *policy,
                                   const char *url,
                                   size_t url_len,
                                   bool *covers,
                                   cfsign_error **error);

/** Writes the policy document to `buffer`, with a NUL: JSON without blanks, the bytes that are signed. */
cfsign_status cfsign_policy_json(const cfsign_policy *policy,
                                 char *buffer,
                                 size_t buffer_size,
                                 size_t *len,
                                 cfsign_error **error);

/* Grants: one signature for many URLs ------------------------------------------------------------- */

/** Frees a grant; NULL is ignored. */
void cfsign_grant_free(cfsign_grant *grant);

/**
 * Puts the signature of the grant on `url`, without a private-key operation. Buffer and errors are those
 * of cfsign_sign_url_with.
 */
cfsign_status cfsign_grant_sign_url(const cfsign_grant *grant,
                                    const char *url,
                                    size_t url_len,
                                    char *buffer,
                                    size_t buffer_size,
                                    size_t *len,
                                    cfsign_error **error);

/**
 * The signing parameters as a query string, without `?` or `&` before them: for templates and image
 * loaders that add them in the browser. Belongs to the grant; NULL for NULL. Whoever has it has access.
 */
const char *cfsign_grant_query(const cfsign_grant *grant);

/** The grant as cookies. Free them with cfsign_cookies_free. Error: 73, as for cfsign_sign_cookies. */
cfsign_status cfsign_grant_cookies(const cfsign_grant *grant,
                                   cfsign_cookies **cookies,
                                   cfsign_error **error);

/* Batches: many signatures at once ---------------------------------------------------------------- */

/**
 * Signs `count` URLs as cfsign_sign_url does, on several threads.
 *
 * `url_lens` has their lengths, or is NULL if each ends with a NUL. `threads` is the most threads that
 * sign at once, this one among them; 0 for one for each core. `progress` may be NULL.
 *
 * A URL that is refused is no error of the batch: see cfsign_signed_urls_get. Nor is a signature that could not be
 * made, 90 to 92; 90 stands in the place of every URL where the path of the batch cannot be taken: see "Environment"
 * and cfsign_signer_with_batch_path. Free the result with cfsign_signed_urls_free. Errors: 36 and 37 for the time, 93
 * if `progress` ended it.
 */
cfsign_status cfsign_sign_urls(const cfsign_signer *signer,
                               const char *const *urls,
                               const size_t *url_lens,
                               size_t count,
                               int64_t expires,
                               size_t threads,
                               cfsign_progress_callback progress,
                               void *context,
                               cfsign_signed_urls **signed_urls,
                               cfsign_error **error);

/**
 * Puts `count` URLs under `policy` as cfsign_sign_url_with does. A custom policy is signed once for all of
 * them, and 90 to 92 are errors of the batch then. The rest is as for cfsign_sign_urls.
 */
cfsign_status cfsign_sign_urls_with(const cfsign_signer *signer,
                                    const char *const *urls,
                                    const size_t *url_lens,
                                    size_t count,
                                    const cfsign_policy *policy,
                                    size_t threads,
                                    cfsign_progress_callback progress,
                                    void *context,
                                    cfsign_signed_urls **signed_urls,
                                    cfsign_error **error);

/**
 * Puts `count` URLs under a policy document that the caller wrote, as cfsign_sign_url_with_raw_policy does; it is
 * signed once for all of them. The rest is as for cfsign_sign_urls; and 33 for an empty policy, 90 to 92 if it
 * could not be signed.
 */
cfsign_status cfsign_sign_urls_with_raw_policy(const cfsign_signer *signer,
                                               const char *const *urls,
                                               const size_t *url_lens,
                                               size_t count,
                                               const char *policy,
                                               size_t policy_len,
                                               size_t threads,
                                               cfsign_progress_callback progress,
                                               void *context,
                                               cfsign_signed_urls **signed_urls,
                                               cfsign_error **error);

/**
 * Puts each of `count` URLs under the policy of the same place, as cfsign_sign_url_with does: for URLs that end at
 * different times, or have different viewers. `policies` has `count` of them; one may stand there many times. The
 * rest is as for cfsign_sign_urls.
 */
cfsign_status cfsign_sign_urls_each(const cfsign_signer *signer,
                                    const char *const *urls,
                                    const size_t *url_lens,
                                    size_t count,
                                    const cfsign_policy *const *policies,
                                    size_t threads,
                                    cfsign_progress_callback progress,
                                    void *context,
                                    cfsign_signed_urls **signed_urls,
                                    cfsign_error **error);

/** Frees the results of a batch; NULL is ignored. */
void cfsign_signed_urls_free(cfsign_signed_urls *signed_urls);

/** How many results there are, which is how many URLs were given; 0 for NULL. */
size_t cfsign_signed_urls_count(const cfsign_signed_urls *signed_urls);

/**
 * Writes to `url` the signed URL at `index`, from 0, which belongs to the results. Or returns why this URL
 * was refused, as cfsign_sign_url would have: 41 for one that is not UTF-8. It is 41 for an index that there is
 * not, too; cfsign_signed_urls_count says which there are.
 */
cfsign_status cfsign_signed_urls_get(const cfsign_signed_urls *signed_urls,
                                     size_t index,
                                     const char **url,
                                     cfsign_error **error);

/* Batches of cookies ------------------------------------------------------------------------------ */

/**
 * Signs `count` policies for cookies as cfsign_sign_cookies does, on several threads. `threads`, `progress` and
 * `context` are those of cfsign_sign_urls.
 *
 * A policy that is refused is no error of the batch, and a signature that could not be made is none: see
 * cfsign_signed_cookies_get. Free the result with cfsign_signed_cookies_free. Error: 93 if `progress` ended it.
 */
cfsign_status cfsign_sign_cookies_each(const cfsign_signer *signer,
                                       const cfsign_policy *const *policies,
                                       size_t count,
                                       size_t threads,
                                       cfsign_progress_callback progress,
                                       void *context,
                                       cfsign_signed_cookies **signed_cookies,
                                       cfsign_error **error);

/** Frees the results of a batch; NULL is ignored. Cookies that were copied from them live on. */
void cfsign_signed_cookies_free(cfsign_signed_cookies *signed_cookies);

/** How many results there are, which is how many policies were given; 0 for NULL. */
size_t cfsign_signed_cookies_count(const cfsign_signed_cookies *signed_cookies);

/**
 * Makes a copy of the cookies at `index`, from 0. Free it with cfsign_cookies_free. Or returns why this policy was
 * refused, as cfsign_sign_cookies would have. Error: 41 for an index that there is not; cfsign_signed_cookies_count
 * says which there are.
 */
cfsign_status cfsign_signed_cookies_get(const cfsign_signed_cookies *signed_cookies,
                                        size_t index,
                                        cfsign_cookies **cookies,
                                        cfsign_error **error);

/* Batches of grants ------------------------------------------------------------------------------- */

/**
 * Signs each of `count` policies once, as cfsign_sign_grant does, on several threads. `threads`, `progress` and
 * `context` are those of cfsign_sign_urls.
 *
 * A policy that is refused is no error of the batch, and a signature that could not be made is none: see
 * cfsign_signed_grants_get. Free the result with cfsign_signed_grants_free. Error: 93 if `progress` ended it.
 */
cfsign_status cfsign_sign_grants(const cfsign_signer *signer,
                                 const cfsign_policy *const *policies,
                                 size_t count,
                                 size_t threads,
                                 cfsign_progress_callback progress,
                                 void *context,
                                 cfsign_signed_grants **signed_grants,
                                 cfsign_error **error);

/** Frees the results of a batch; NULL is ignored. Grants that were copied from them live on. */
void cfsign_signed_grants_free(cfsign_signed_grants *signed_grants);

/** How many results there are, which is how many policies were given; 0 for NULL. */
size_t cfsign_signed_grants_count(const cfsign_signed_grants *signed_grants);

/**
 * Makes a copy of the grant at `index`, from 0. Free it with cfsign_grant_free. Or returns why this policy was refused,
 * as cfsign_sign_grant would have. Error: 41 for an index that there is not; cfsign_signed_grants_count says which
 * there are.
 */
cfsign_status cfsign_signed_grants_get(const cfsign_signed_grants *signed_grants,
                                       size_t index,
                                       cfsign_grant **grant,
                                       cfsign_error **error);

/* Signed cookies ---------------------------------------------------------------------------------- */

/** Frees cookies; NULL is ignored. */
void cfsign_cookies_free(cfsign_cookies *cookies);

/** How many cookies there are: three or four; 0 for NULL. */
size_t cfsign_cookies_count(const cfsign_cookies *cookies);

/**
 * The name of the cookie at `index`, from 0, such as `CloudFront-Signature`. NULL where there is none.
 * Belongs to the cookies.
 */
const char *cfsign_cookies_name(const cfsign_cookies *cookies,
                                size_t index);

/** The value of the cookie at `index`. NULL where there is none. Belongs to the cookies. */
const char *cfsign_cookies_value(const cfsign_cookies *cookies,
                                 size_t index);

/**
 * The value of a `Cookie` request header, for players, native apps and curl. Belongs to the cookies; NULL
 * for NULL.
 */
const char *cfsign_cookies_header(const cfsign_cookies *cookies);

/**
 * The values of the `Set-Cookie` headers, one for each cookie. Free them with cfsign_strings_free.
 *
 * `attributes` may be NULL for the default ones. Attributes under which no browser would send the cookies
 * with the resource of their policy are refused. Errors: 70 to 72 for an attribute, 74 for a cookie that
 * is longer than browsers keep.
 */
cfsign_status cfsign_cookies_set_cookie_lines(const cfsign_cookies *cookies,
                                              const cfsign_cookie_attributes *attributes,
                                              cfsign_strings **lines,
                                              cfsign_error **error);

/**
 * The values of `Set-Cookie` headers that take every signed cookie away again, whichever were set. Free
 * them with cfsign_strings_free. `attributes` must be those that the cookies were set with; NULL for the
 * default ones. Errors: 72.
 */
cfsign_status cfsign_clear_cookie_lines(const cfsign_cookie_attributes *attributes,
                                        cfsign_strings **lines,
                                        cfsign_error **error);

/* Attributes of cookies --------------------------------------------------------------------------- */

/** Makes attributes with what is usual. Free them with cfsign_cookie_attributes_free. */
cfsign_status cfsign_cookie_attributes_new(cfsign_cookie_attributes **attributes,
                                           cfsign_error **error);

/** Frees attributes; NULL is ignored. */
void cfsign_cookie_attributes_free(cfsign_cookie_attributes *attributes);

/**
 * Sets `Domain`: this domain and all below it, and not just the host that sets the cookies. See
 * cfsign_shared_cookie_domain; where that gives an empty text no domain is to be set. Error: 70 for a domain that no
 * browser takes.
 */
cfsign_status cfsign_cookie_attributes_set_domain(cfsign_cookie_attributes *attributes,
                                                  const char *domain,
                                                  size_t domain_len,
                                                  cfsign_error **error);

/** Sets `Path`: this path and what is below it. Error: 71 for a path that would not work. */
cfsign_status cfsign_cookie_attributes_set_path(cfsign_cookie_attributes *attributes,
                                                const char *path,
                                                size_t path_len,
                                                cfsign_error **error);

/** Sets whether the cookies go over https only. */
cfsign_status cfsign_cookie_attributes_set_secure(cfsign_cookie_attributes *attributes,
                                                  bool secure,
                                                  cfsign_error **error);

/** Sets whether scripts of the page cannot read the cookies. */
cfsign_status cfsign_cookie_attributes_set_http_only(cfsign_cookie_attributes *attributes,
                                                     bool http_only,
                                                     cfsign_error **error);

/**
 * Sets which pages make the browser send the cookies: CFSIGN_SAME_SITE_LAX, CFSIGN_SAME_SITE_NONE,
 * CFSIGN_SAME_SITE_STRICT, or CFSIGN_SAME_SITE_UNSET to leave it to the browser. Error: 41 for another
 * number.
 */
cfsign_status cfsign_cookie_attributes_set_same_site(cfsign_cookie_attributes *attributes,
                                                     uint32_t same_site,
                                                     cfsign_error **error);

/**
 * Sets how many seconds browsers keep the cookies. Without it they keep them until they are closed; the
 * policy ends when it ends either way.
 */
cfsign_status cfsign_cookie_attributes_set_max_age(cfsign_cookie_attributes *attributes,
                                                   uint64_t seconds,
                                                   cfsign_error **error);

/**
 * Finds the narrowest domain that holds both the host that sets the cookies and the one that reads them,
 * for cfsign_cookie_attributes_set_domain. It is written to `buffer` with a NUL; an empty text means
 * that both are one host, and no domain is needed.
 *
 * Error: 70 where there is no such domain, as for `www.example.com` and
 * `d111111abcdef8.cloudfront.net`.
 */
cfsign_status cfsign_shared_cookie_domain(const char *app_host,
                                          size_t app_host_len,
                                          const char *cdn_host,
                                          size_t cdn_host_len,
                                          char *buffer,
                                          size_t buffer_size,
                                          size_t *len,
                                          cfsign_error **error);

/* Lists of texts ---------------------------------------------------------------------------------- */

/** Frees the texts; NULL is ignored. */
void cfsign_strings_free(cfsign_strings *strings);

/** How many there are; 0 for NULL. */
size_t cfsign_strings_count(const cfsign_strings *strings);

/** The text at `index`, from 0. NULL where there is none. Belongs to the strings. */
const char *cfsign_strings_get(const cfsign_strings *strings,
                               size_t index);

/* URLs from raw names ----------------------------------------------------------------------------- */

/**
 * Begins with the scheme and host of the distribution, such as `https://cdn.example.com`. Free the
 * builder with cfsign_url_builder_free. Errors: 50 to 53.
 */
cfsign_status cfsign_url_builder_new(const char *origin,
                                     size_t origin_len,
                                     cfsign_url_builder **builder,
                                     cfsign_error **error);

/** Frees a builder; NULL is ignored. */
void cfsign_url_builder_free(cfsign_url_builder *builder);

/** Appends path segments from a raw path, such as an S3 key; its slashes separate segments. */
cfsign_status cfsign_url_builder_path(cfsign_url_builder *builder,
                                      const char *path,
                                      size_t path_len,
                                      cfsign_error **error);

/** Appends one path segment from a raw name; a slash in it is encoded. */
cfsign_status cfsign_url_builder_segment(cfsign_url_builder *builder,
                                         const char *name,
                                         size_t name_len,
                                         cfsign_error **error);

/** Appends a query parameter from its raw name and value. */
cfsign_status cfsign_url_builder_query(cfsign_url_builder *builder,
                                       const char *name,
                                       size_t name_len,
                                       const char *value,
                                       size_t value_len,
                                       cfsign_error **error);

/** Asks S3 to send the file as a download called `name`, whatever its key is. Error: 53. */
cfsign_status cfsign_url_builder_download_as(cfsign_url_builder *builder,
                                             const char *name,
                                             size_t name_len,
                                             cfsign_error **error);

/** Asks S3 to send the file to be shown in place, and saved as `name`. Error: 53. */
cfsign_status cfsign_url_builder_show_as(cfsign_url_builder *builder,
                                         const char *name,
                                         size_t name_len,
                                         cfsign_error **error);

/** Writes the URL to `buffer`, with a NUL, ready to be signed. The builder can go on. Errors: 50 to 58. */
cfsign_status cfsign_url_builder_build(const cfsign_url_builder *builder,
                                       char *buffer,
                                       size_t buffer_size,
                                       size_t *len,
                                       cfsign_error **error);

/**
 * Writes to `buffer`, with a NUL, the resource of a policy for everything below this path: the names given
 * are exact, and the only wildcard is the `*` at the end. Give it to cfsign_policy_new as CFSIGN_PATTERN.
 * The builder can go on. Errors: 32, 50 to 58.
 */
cfsign_status cfsign_url_builder_build_below(const cfsign_url_builder *builder,
                                             char *buffer,
                                             size_t buffer_size,
                                             size_t *len,
                                             cfsign_error **error);

/* Trusted key groups ------------------------------------------------------------------------------ */

/** Makes a group that trusts nobody. Free it with cfsign_key_group_free. */
cfsign_status cfsign_key_group_new(cfsign_key_group **group,
                                   cfsign_error **error);

/** Frees a group; NULL is ignored. Verifiers that were made from it live on. */
void cfsign_key_group_free(cfsign_key_group *group);

/** Adds a public key, in PEM or DER, to the group; one of the same ID is replaced. Errors: 10 to 20. */
cfsign_status cfsign_key_group_add(cfsign_key_group *group,
                                   const char *key_pair_id,
                                   size_t key_pair_id_len,
                                   const char *public_key,
                                   size_t public_key_len,
                                   cfsign_error **error);

/* Requests ---------------------------------------------------------------------------------------- */

/**
 * Makes a request for an absolute URL, byte for byte as the viewer sent it. It is looked at when it is
 * verified or explained. Free it with cfsign_request_free.
 */
cfsign_status cfsign_request_new(const char *url,
                                 size_t url_len,
                                 cfsign_request **request,
                                 cfsign_error **error);

/**
 * Makes a request from what a server has: `https` or `http`, the value of the `Host` header, and the
 * target of the request line, a path with its query string. Behind a proxy, scheme and host must be those
 * that the viewer used. Free it with cfsign_request_free. Errors: 50 to 53, 58.
 */
cfsign_status cfsign_request_from_parts(const char *scheme,
                                        size_t scheme_len,
                                        const char *host,
                                        size_t host_len,
                                        const char *target,
                                        size_t target_len,
                                        cfsign_request **request,
                                        cfsign_error **error);

/** Frees a request; NULL is ignored. */
void cfsign_request_free(cfsign_request *request);

/** Adds the value of a `Cookie` header; a request may have several. */
cfsign_status cfsign_request_add_cookie_header(cfsign_request *request,
                                               const char *header,
                                               size_t header_len,
                                               cfsign_error **error);

/**
 * Sets where the viewer comes from: an IPv4 or IPv6 address. Without it, no policy with a range of
 * addresses allows anything. Error: 34 for what is no address.
 */
cfsign_status cfsign_request_set_viewer_ip(cfsign_request *request,
                                           const char *viewer_ip,
                                           size_t viewer_ip_len,
                                           cfsign_error **error);

/**
 * Adds a host that may have been signed by mistake in place of the one in the URL, for cfsign_explain:
 * the domain name of the distribution where viewers use another, a bucket, a staging host. The first
 * eight are tried.
 */
cfsign_status cfsign_request_add_other_host(cfsign_request *request,
                                            const char *host,
                                            size_t host_len,
                                            cfsign_error **error);

/* Verifying --------------------------------------------------------------------------------------- */

/**
 * Makes a verifier that trusts the keys of `group`, which it copies.
 *
 * `options` is 0 for what CloudFront does, or some of these added up: CFSIGN_VALID_AT_ITS_END,
 * CFSIGN_VALID_AT_ITS_START, CFSIGN_REFUSE_EXPIRES_BESIDE_POLICY, CFSIGN_EPOCH_TIME_WITHOUT_PREFIX,
 * CFSIGN_IGNORE_HOST_CASE. `cache_entries` is how many policies whose signatures were right it keeps, so
 * that the segments of a video cost one public-key operation; 0 for none.
 *
 * Free it with cfsign_verifier_free. Error: 41 for an option that there is not.
 */
cfsign_status cfsign_verifier_new(const cfsign_key_group *group,
                                  uint32_t options,
                                  size_t cache_entries,
                                  cfsign_verifier **verifier,
                                  cfsign_error **error);

/** Frees a verifier; NULL is ignored. */
void cfsign_verifier_free(cfsign_verifier *verifier);

/**
 * Decides about a request at the time `now`, in seconds since 1970.
 *
 * CFSIGN_OK means that CloudFront would let it through; `allowed` may be NULL, and else gets the reasons,
 * to be freed with cfsign_allowed_free. 100 to 116 say why it would not, and cfsign_error_cloudfront_code
 * and cfsign_error_cloudfront_message what CloudFront says. Other errors: 36 and 37 for the time, 50 to 58
 * for what is no request. The signature is checked before anything in the policy is believed.
 */
cfsign_status cfsign_verify(const cfsign_verifier *verifier,
                            const cfsign_request *request,
                            int64_t now,
                            cfsign_allowed **allowed,
                            cfsign_error **error);

/** Frees the reasons; NULL is ignored. */
void cfsign_allowed_free(cfsign_allowed *allowed);

/** The ID of the key that signed; belongs to the reasons; NULL for NULL. */
const char *cfsign_allowed_key_pair_id(const cfsign_allowed *allowed);

/**
 * The resource of the policy; NULL where the policy leaves it out and means every file. Belongs to the
 * reasons.
 */
const char *cfsign_allowed_resource(const cfsign_allowed *allowed);

/**
 * The URL without the signing parameters, every other byte as it was: what the origin should get.
 * (Cookies are the caller's to take out.) Belongs to the reasons; NULL for NULL.
 */
const char *cfsign_allowed_origin_url(const cfsign_allowed *allowed);

/** When the policy ends, in seconds since 1970; 0 for NULL. */
int64_t cfsign_allowed_expires(const cfsign_allowed *allowed);

/** What was signed: CFSIGN_SHA1 or CFSIGN_SHA256; 0 for NULL. */
uint32_t cfsign_allowed_hash_algorithm(const cfsign_allowed *allowed);

/** Whether it was signed cookies that let the request through, and not a signed URL; false for NULL. */
bool cfsign_allowed_by_cookies(const cfsign_allowed *allowed);

/** Whether the policy was canned; false for NULL. */
bool cfsign_allowed_is_canned(const cfsign_allowed *allowed);

/* Explaining -------------------------------------------------------------------------------------- */

/**
 * Explains what cfsign_verify says to a request at the time `now`, in seconds since 1970.
 *
 * The URL of cfsign_request_new may be as a person pasted it, with blanks, quotes, a fragment, no scheme, or no
 * URL at all: what is explained is the request that a browser would make of it, which can be allowed where the text
 * as it stands is refused. A request of cfsign_request_from_parts is explained as it is.
 *
 * That the request is refused is no error here: see cfsign_explanation_status. Free the explanation with
 * cfsign_explanation_free. Errors: 36 and 37 for the time.
 */
cfsign_status cfsign_explain(const cfsign_verifier *verifier,
                             const cfsign_request *request,
                             int64_t now,
                             cfsign_explanation **explanation,
                             cfsign_error **error);

/** Frees an explanation; NULL is ignored. */
void cfsign_explanation_free(cfsign_explanation *explanation);

/** What cfsign_verify says to the request that was explained; CFSIGN_NULL_POINTER for NULL. */
cfsign_status cfsign_explanation_status(const cfsign_explanation *explanation);

/** The explanation for people, in several lines; belongs to the explanation; NULL for NULL. */
const char *cfsign_explanation_text(const cfsign_explanation *explanation);

/**
 * The explanation for programs, as JSON: `allowed`, `code`, `message`, `cloudfront_error`, `checks`,
 * `findings`, `signed_text`. Belongs to the explanation; NULL for NULL.
 */
const char *cfsign_explanation_json(const cfsign_explanation *explanation);

/* Set-Cookie lines, as browsers read them --------------------------------------------------------- */

/**
 * Judges the `Set-Cookie` lines with which a page sets signed cookies: would a browser keep them, and send
 * them with the resource? Where all is well nothing is found, and the findings are empty.
 *
 * `lines` has the values of `count` headers, whoever made them; `line_lens` has their lengths, or is NULL if
 * each ends with a NUL. `page_origin` is the scheme and host of the page that sets the cookies and shows the
 * resource, such as `https://www.example.com`; `now` is in seconds since 1970.
 *
 * Free the findings with cfsign_findings_free. Errors: 36 and 37 for the time.
 */
cfsign_status cfsign_judge_set_cookie(const char *const *lines,
                                      const size_t *line_lens,
                                      size_t count,
                                      const char *page_origin,
                                      size_t page_origin_len,
                                      const char *resource_url,
                                      size_t resource_url_len,
                                      int64_t now,
                                      cfsign_findings **findings,
                                      cfsign_error **error);

/** Frees findings; NULL is ignored. */
void cfsign_findings_free(cfsign_findings *findings);

/** How many there are; 0 for NULL. */
size_t cfsign_findings_count(const cfsign_findings *findings);

/**
 * The stable word of the finding at `index`, from 0, such as `cookie-domain-foreign`. NULL where there is
 * none. Belongs to the findings.
 */
const char *cfsign_findings_code(const cfsign_findings *findings,
                                 size_t index);

/** The finding at `index` in one line for people. NULL where there is none. Belongs to the findings. */
const char *cfsign_findings_message(const cfsign_findings *findings,
                                    size_t index);

/** What to do about the finding at `index`. NULL where there is none. Belongs to the findings. */
const char *cfsign_findings_advice(const cfsign_findings *findings,
                                   size_t index);

/* Who answered ------------------------------------------------------------------------------------ */

/**
 * Says who wrote a response: CloudFront, S3 behind it, a firewall, something else. Made for the 403 that one
 * gets and did not expect.
 *
 * `http_status` is the number, such as 403, or 0 if it is not known. `headers` has the header lines as they
 * came, `Name: value` each, and is NULL if they are not known; a status line among them is skipped. `body` is
 * the body, or the beginning of it, any bytes, and may be empty: as much is said as can be known.
 *
 * Free the result with cfsign_response_origin_free. Error: 41 for a status that is none.
 */
cfsign_status cfsign_classify_response(uint32_t http_status,
                                       const char *headers,
                                       size_t headers_len,
                                       const char *body,
                                       size_t body_len,
                                       cfsign_response_origin **origin,
                                       cfsign_error **error);

/** Frees what cfsign_classify_response made; NULL is ignored. */
void cfsign_response_origin_free(cfsign_response_origin *origin);

/** A stable word, such as `cloudfront-unknown-key` or `s3-access-denied`. Belongs to the object; NULL for NULL. */
const char *cfsign_response_origin_code(const cfsign_response_origin *origin);

/**
 * Who wrote it: `cloudfront`, `s3`, `kms`, `waf`, `other-edge` or `unknown`. Belongs to the object; NULL for
 * NULL.
 */
const char *cfsign_response_origin_layer(const cfsign_response_origin *origin);

/** What it means. Belongs to the object; NULL for NULL. */
const char *cfsign_response_origin_meaning(const cfsign_response_origin *origin);

/** What to do. Belongs to the object; NULL for NULL. */
const char *cfsign_response_origin_advice(const cfsign_response_origin *origin);

/* Keys by themselves ------------------------------------------------------------------------------ */

/**
 * Reads a private key, in all the forms that cfsign_signer_new takes. `passphrase` is NULL if there is
 * none. Free it with cfsign_private_key_free. Errors: 10 to 19.
 */
cfsign_status cfsign_private_key_new(const char *private_key,
                                     size_t private_key_len,
                                     const char *passphrase,
                                     size_t passphrase_len,
                                     cfsign_private_key **key,
                                     cfsign_error **error);

/** Zeroes and frees a private key; NULL is ignored. */
void cfsign_private_key_free(cfsign_private_key *key);

/** The kind of the key, such as `RSA 2048` or `ECDSA P-256`; belongs to the key; NULL for NULL. */
const char *cfsign_private_key_type(const cfsign_private_key *key);

/**
 * Signs `message` as cfsign_sign_message does, with CFSIGN_SHA1 or CFSIGN_SHA256. Errors: 41 for another
 * hash algorithm, 90.
 */
cfsign_status cfsign_private_key_sign(const cfsign_private_key *key,
                                      uint32_t hash_algorithm,
                                      const char *message,
                                      size_t message_len,
                                      char *buffer,
                                      size_t buffer_size,
                                      size_t *len,
                                      cfsign_error **error);

/** Makes the public half of a private key. Free it with cfsign_public_key_free. */
cfsign_status cfsign_private_key_public_key(const cfsign_private_key *key,
                                            cfsign_public_key **public_key,
                                            cfsign_error **error);

/**
 * Reads a public key, in SPKI (`BEGIN PUBLIC KEY`) or PKCS#1 (`BEGIN RSA PUBLIC KEY`), as PEM or DER. Free
 * it with cfsign_public_key_free. Errors: 10 to 19.
 */
cfsign_status cfsign_public_key_new(const char *public_key,
                                    size_t public_key_len,
                                    cfsign_public_key **key,
                                    cfsign_error **error);

/** Frees a public key; NULL is ignored. */
void cfsign_public_key_free(cfsign_public_key *key);

/** The kind of the key, such as `RSA 2048` or `ECDSA P-256`; belongs to the key; NULL for NULL. */
const char *cfsign_public_key_type(const cfsign_public_key *key);

/**
 * Writes to `right` whether `signature` is one over `message` by the private half: PKCS#1 v1.5 for RSA,
 * ASN.1 DER for ECDSA. Error: 41 for a hash algorithm that is neither CFSIGN_SHA1 nor CFSIGN_SHA256.
 */
cfsign_status cfsign_public_key_verify(const cfsign_public_key *key,
                                       uint32_t hash_algorithm,
                                       const char *message,
                                       size_t message_len,
                                       const char *signature,
                                       size_t signature_len,
                                       bool *right,
                                       cfsign_error **error);

/** Writes the key in PEM to `buffer`, with a NUL, as it is uploaded to CloudFront. */
cfsign_status cfsign_public_key_pem(const cfsign_public_key *key,
                                    char *buffer,
                                    size_t buffer_size,
                                    size_t *len,
                                    cfsign_error **error);

/** Writes the key as SubjectPublicKeyInfo in DER to `buffer`, without a NUL. */
cfsign_status cfsign_public_key_der(const cfsign_public_key *key,
                                    char *buffer,
                                    size_t buffer_size,
                                    size_t *len,
                                    cfsign_error **error);

/* New keys ---------------------------------------------------------------------------------------- */

/**
 * Makes a key pair from the operating system's random numbers. `key_type` is CFSIGN_ECDSA_P256, which signs
 * many times faster and makes shorter URLs, or CFSIGN_RSA_2048, which every older tool can sign with.
 *
 * Free it with cfsign_key_pair_free. Errors: 41 for another kind, 90.
 */
cfsign_status cfsign_generate_key_pair(uint32_t key_type,
                                       cfsign_key_pair **pair,
                                       cfsign_error **error);

/** Zeroes and frees a pair; NULL is ignored. */
void cfsign_key_pair_free(cfsign_key_pair *pair);

/**
 * The private key, as PKCS#8 in PEM: for cfsign_signer_new, and for a file that nobody else can read. Belongs
 * to the pair; NULL for NULL.
 */
const char *cfsign_key_pair_private_pem(const cfsign_key_pair *pair);

/** The public key, as SPKI in PEM: what is uploaded to CloudFront. Belongs to the pair; NULL for NULL. */
const char *cfsign_key_pair_public_pem(const cfsign_key_pair *pair);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CFSIGN_H */
