/* The vectors of keys, of RFC 6979 and of Base64. */

#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t from_hex(const char *hex, char *out)
{
    size_t len = strlen(hex) / 2, i;

    for (i = 0; i < len; i++) {
        unsigned byte;
        sscanf(hex + 2 * i, "%2x", &byte);
        out[i] = (char)byte;
    }
    return len;
}

static void base64(const json_t *vector)
{
    char data[4096], out[8192];
    size_t data_len = from_hex(text_of(vector, "hex"), data), len;

    CHECK(cfsign_base64_encode(data, data_len, out, sizeof out, &len, NULL) == CFSIGN_OK);
    CHECK(strcmp(out, text_of(vector, "base64")) == 0 && len == strlen(out));
    CHECK(cfsign_base64_decode(text_of(vector, "base64"), CFSIGN_NTS, out, sizeof out, &len, NULL) ==
          CFSIGN_OK);
    CHECK(len == data_len && memcmp(out, data, len) == 0);
}

static void rfc6979(const json_t *vector)
{
    cfsign_private_key *key = NULL;
    char made[100], wanted[100];
    size_t len = 0, wanted_len = from_hex(text_of(vector, "signature_der_hex"), wanted);

    CHECK(cfsign_private_key_new(text_of(vector, "private_key_pem"), CFSIGN_NTS, NULL, 0, &key, NULL) ==
          CFSIGN_OK);
    CHECK(cfsign_private_key_sign(key, hash_of(vector), text_of(vector, "message"), CFSIGN_NTS, made,
                                  sizeof made, &len, NULL) == CFSIGN_OK);
    CHECK(len == wanted_len && memcmp(made, wanted, len) == 0);
    cfsign_private_key_free(key);
}

/* `text` with every `from` written as `to`. */
static bytes replaced(bytes text, const char *from, const char *to)
{
    bytes out = {calloc(text.len * 4 + 64, 1), 0};
    size_t i = 0;

    while (i < text.len) {
        if (strncmp(text.start + i, from, strlen(from)) == 0) {
            memcpy(out.start + out.len, to, strlen(to));
            out.len += strlen(to);
            i += strlen(from);
        } else {
            out.start[out.len++] = text.start[i++];
        }
    }
    free(text.start);
    return out;
}

static bytes around(bytes text, const char *before, const char *after)
{
    bytes out = {calloc(text.len + strlen(before) + strlen(after) + 1, 1), 0};

    out.len = strlen(before) + text.len + strlen(after);
    memcpy(out.start, before, strlen(before));
    memcpy(out.start + strlen(before), text.start, text.len);
    memcpy(out.start + strlen(before) + text.len, after, strlen(after));
    free(text.start);
    return out;
}

static bytes in_base64(bytes content)
{
    bytes out = {calloc(content.len * 2 + 8, 1), 0};

    CHECK(cfsign_base64_encode(content.start, content.len, out.start, content.len * 2 + 8, &out.len, NULL) ==
          CFSIGN_OK);
    to_mime(out.start);
    free(content.start);
    return out;
}

/* Blanks before every line that has something in it. */
static bytes indented(bytes text)
{
    bytes out = around(replaced(text, "\n", "\n    "), "    ", "");

    while (out.len > 0 && out.start[out.len - 1] == ' ') {
        out.start[--out.len] = '\0';
    }
    return out;
}

static bytes in_json(bytes text, const char *kind)
{
    char name[32];
    json_t *object = json_object();
    bytes out;

    snprintf(name, sizeof name, "%s_key", kind);
    json_object_set_new(object, name, json_stringn(text.start, text.len));
    out.start = json_dumps(object, 0);
    out.len = strlen(out.start);
    json_decref(object);
    free(text.start);
    return out;
}

/* What the case says is done to the file before it is read. */
static bytes material(const json_t *vector)
{
    const char *transform = has(vector, "transform") ? text_of(vector, "transform") : "none";
    bytes content = {NULL, 0};

    if (has(vector, "text")) {
        content.len = text_len(vector, "text");
        content.start = calloc(content.len + 1, 1);
        memcpy(content.start, text_of(vector, "text"), content.len);
        return content;
    }
    content = test_file("keys", text_of(vector, "file"));
    if (strcmp(transform, "none") == 0) {
        return content;
    }
    if (strcmp(transform, "crlf") == 0) {
        return replaced(content, "\n", "\r\n");
    }
    if (strcmp(transform, "literal-newlines") == 0) {
        return replaced(content, "\n", "\\n");
    }
    if (strcmp(transform, "spaces-for-newlines") == 0) {
        return replaced(content, "\n", " ");
    }
    if (strcmp(transform, "bom") == 0) {
        return around(content, "\xef\xbb\xbf", "");
    }
    if (strcmp(transform, "quoted") == 0) {
        return around(content, "\"", "\"");
    }
    if (strcmp(transform, "base64") == 0) {
        return in_base64(content);
    }
    if (strcmp(transform, "json") == 0) {
        return in_json(content, text_of(vector, "kind"));
    }
    if (strcmp(transform, "leading-blanks") == 0) {
        return indented(content);
    }
    CHECK(strcmp(transform, "no-final-newline") == 0);
    content.start[--content.len] = '\0';
    return content;
}

static void key(const json_t *vector)
{
    bytes given = material(vector);
    cfsign_private_key *private_key = NULL;
    cfsign_public_key *public_key = NULL, *again = NULL;
    cfsign_error *error = NULL;
    cfsign_status status;
    char der[2048], encoded[4096], pem[4096];
    size_t len = 0, encoded_len;

    if (strcmp(text_of(vector, "kind"), "public") == 0) {
        status = cfsign_public_key_new(given.start, given.len, &public_key, &error);
    } else {
        status = cfsign_private_key_new(given.start, given.len, text_of(vector, "passphrase"),
                                        text_len(vector, "passphrase"), &private_key, &error);
        if (status == CFSIGN_OK) {
            CHECK(strcmp(cfsign_private_key_type(private_key), text_of(vector, "key_kind")) == 0);
            status = cfsign_private_key_public_key(private_key, &public_key, &error);
        }
    }
    if (has(vector, "error")) {
        CHECK(strcmp(cfsign_status_class(status), "key") == 0);
        CHECK(failed_with(status, error, text_of(vector, "error")));
    } else if (CHECK(status == CFSIGN_OK)) {
        CHECK(strcmp(cfsign_public_key_type(public_key), text_of(vector, "key_kind")) == 0);
        CHECK(cfsign_public_key_der(public_key, der, sizeof der, &len, NULL) == CFSIGN_OK);
        CHECK(cfsign_base64_encode(der, len, encoded, sizeof encoded, &encoded_len, NULL) == CFSIGN_OK);
        to_mime(encoded);
        CHECK(strcmp(encoded, text_of(vector, "public_key_spki_base64")) == 0);
        CHECK(cfsign_public_key_pem(public_key, pem, sizeof pem, &len, NULL) == CFSIGN_OK);
        CHECK(cfsign_public_key_new(pem, CFSIGN_NTS, &again, NULL) == CFSIGN_OK);
    }
    cfsign_public_key_free(again);
    cfsign_public_key_free(public_key);
    cfsign_private_key_free(private_key);
    free(given.start);
}

static void all_base64(void)
{
    every_case("base64", 30, base64);
}

static void all_rfc6979(void)
{
    every_case("rfc6979", 4, rfc6979);
}

static void all_keys(void)
{
    every_case("keys", 250, key);
}

void key_vectors(void)
{
    run("base64", all_base64);
    run("rfc6979", all_rfc6979);
    run("keys", all_keys);
}
