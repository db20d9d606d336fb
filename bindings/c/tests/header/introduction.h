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
