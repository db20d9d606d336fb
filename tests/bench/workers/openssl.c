/* The worker of the bench for OpenSSL, called directly. */

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include "bench.h"

static EVP_PKEY *pkey;
static RSA *rsa;

/* OpenSSL's own RSA_sign, which is deprecated and the shortest way. */
static void sign_policy(const char *policy, size_t policy_len)
{
    unsigned char digest[20], signature[256];
    unsigned len;
    SHA1((const unsigned char *)policy, policy_len, digest);
    need(RSA_sign(NID_sha1, digest, sizeof digest, signature, &len, rsa), "RSA_sign");
    EVP_EncodeBlock((unsigned char *)made, signature, sizeof signature);
}

static void sign(void)
{
    sign_policy(canned, sizeof canned - 1);
}

static void load(void)
{
    BIO *bio = BIO_new_mem_buf(pem, (int)pem_len);
    EVP_PKEY *loaded = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    need(loaded != NULL, "PEM_read_bio_PrivateKey");
    EVP_PKEY_free(loaded);
    BIO_free(bio);
}

static void open_first(const char *keys)
{
    BIO *bio;
    read_file(keys, "rsa-2048.pkcs8.pem", pem, &pem_len);
    bio = BIO_new_mem_buf(pem, (int)pem_len);
    pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    need(pkey != NULL, "PEM_read_bio_PrivateKey");
    BIO_free(bio);
    rsa = EVP_PKEY_get1_RSA(pkey);
}

static void open_all(const char *keys)
{
    open_first(keys);
}

static work find(const char *name)
{
    if (strcmp(name, "sign") == 0) {
        return sign;
    }
    need(strcmp(name, "load") == 0, name);
    return load;
}

/* The signatures of a whole list, one by one: what every list of cfsign has to be. */
static void print_list(int count)
{
    static const char middle[] = "\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":" TEXT(END) "}}}]}";
    char policy[256];
    int at;
    for (at = 0; at < count; at++) {
        int len = snprintf(policy, sizeof policy, "{\"Statement\":[{\"Resource\":\"%s?page=%d%s", url, at, middle);
        sign_policy(policy, (size_t)len);
        printf(at == 0 ? "%s" : " %s", made);
    }
}

static void print(const char *name)
{
    if (strncmp(name, "list-", 5) == 0) {
        print_list(atoi(name + 5));
        return;
    }
    find(name)();
    fputs(made, stdout);
}

int main(int argc, char **argv)
{
    return bench(argc, argv);
}
