// Every vector, through the objects of C++.

#include <cfsign.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "check.hpp"

using nlohmann::json;

namespace {

std::uint32_t hash(const json &vector) {
    return vector["hash_algorithm"] == "SHA256" ? CFSIGN_SHA256 : CFSIGN_SHA1;
}

std::optional<std::string> find(const json &vector, const char *name) {
    return vector.contains(name) && vector[name].is_string()
               ? std::optional<std::string>(vector[name].get<std::string>())
               : std::nullopt;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::vector<std::string> parameters(const json &vector, const std::string &signed_url) {
    std::istringstream rest(signed_url.substr(vector["url"].get<std::string>().size() + 1));
    const bool escaped = vector["peer"] == "aws_cloudfront_sign";
    std::vector<std::string> parts;
    for (std::string part; std::getline(rest, part, '&');) {
        if (!escaped || part.rfind("Expires=", 0) != 0) {
            parts.push_back(escaped ? replaced(part, "%7E", "~") : part);
        }
    }
    std::sort(parts.begin(), parts.end());
    return parts;
}

void signing(const json &vector) {
    std::optional<std::string> passphrase;
    if (vector.contains("peer_arguments")) {
        passphrase = find(vector["peer_arguments"], "passphrase");
    }
    const std::string key = read("keys/" + vector["key"].get<std::string>());
    // With an ID of ours: some packages sign with IDs that we refuse.
    const cfsign::Signer signs(key, "K2JCJMDEHXQW5F", hash(vector), passphrase);
    const std::string policy = vector["policy"];
    check(cfsign::base64_encode(signs.sign_message(policy)) == vector["signature_base64"], "signature");
    if (!vector.value("plain", false)) {
        return;
    }
    const cfsign::Signer signer(key, vector["key_pair_id"].get<std::string>(), hash(vector), passphrase);
    const bool custom = vector["custom"] == true || vector.contains("raw_policy");
    // The package signs with SHA-256 and cannot say so; we do.
    const bool unsaid = vector.value("hash_algorithm_sent", true) == false;
    if (vector["operation"] == "cookies") {
        const auto cookies =
            custom ? signer.sign_cookies_with_raw_policy(policy)
                   : signer.sign_cookies(
                         cfsign::Policy::exact(vector["url"].get<std::string>(), vector["date_less_than"]));
        std::map<std::string, std::string> found, wanted = vector["cookies"];
        for (const auto &[name, value] : cookies.pairs()) {
            found[name] = value;
        }
        check(!unsaid || found.erase("CloudFront-Hash-Algorithm") == 1, "the hash is said");
        check(found == wanted, "cookies");
        return;
    }
    const std::string url = vector["url"];
    const std::string signed_url = custom ? signer.sign_url_with_raw_policy(url, policy)
                                          : signer.sign_url(url, vector["date_less_than"].get<std::int64_t>());
    check(signed_url.rfind(url, 0) == 0, "the URL itself");
    auto found = parameters(vector, signed_url);
    if (unsaid) {
        const auto said = std::find(found.begin(), found.end(), "Hash-Algorithm=SHA256");
        check(said != found.end(), "the hash is said");
        found.erase(said);
    }
    check(found == parameters(vector, vector["signed_url"]), "parameters");
}

cfsign::Policy policy_of(const json &vector) {
    const auto resource = find(vector, "policy_resource");
    const std::int64_t until = vector.value("date_less_than", std::int64_t{0});
    const bool pattern =
        resource && (vector.contains("url") || resource->find_first_of("*?") != std::string::npos);
    auto policy = pattern    ? cfsign::Policy::pattern(*resource, until)
                  : resource ? cfsign::Policy::exact(*resource, until)
                             : cfsign::Policy::exact(vector["url"].get<std::string>(), until);
    if (vector.contains("date_greater_than")) {
        policy.date_greater_than(vector["date_greater_than"]);
    }
    if (const auto range = find(vector, "ip_address")) {
        policy.ip_address(*range);
    }
    return policy;
}

cfsign::CookieAttributes attributes_of(const json &vector) {
    cfsign::CookieAttributes attributes;
    if (const auto domain = find(vector, "domain")) {
        attributes.domain(*domain);
    }
    if (const auto path = find(vector, "path")) {
        attributes.path(*path);
    }
    if (vector.contains("secure")) {
        attributes.secure(vector["secure"]);
    }
    if (vector.contains("http_only")) {
        attributes.http_only(vector["http_only"]);
    }
    if (vector.contains("max_age")) {
        attributes.max_age(vector["max_age"]);
    }
    if (const auto same_site = find(vector, "same_site")) {
        const std::map<std::string, std::uint32_t> known = {{"Lax", CFSIGN_SAME_SITE_LAX},
                                                            {"None", CFSIGN_SAME_SITE_NONE},
                                                            {"Strict", CFSIGN_SAME_SITE_STRICT}};
        attributes.same_site(known.count(*same_site) != 0 ? known.at(*same_site) : CFSIGN_SAME_SITE_UNSET);
    }
    return attributes;
}

cfsign::Signer a_signer(const std::string &id = "K2JCJMDEHXQW5F") {
    return cfsign::Signer(read("keys/p256.pkcs8.pem"), id);
}

void refused(const json &vector) {
    const std::string operation = vector["operation"];
    const auto signer = a_signer();
    const auto text = [&](const char *name) { return vector[name].get<std::string>(); };
    try {
        if (operation == "sign_url") {
            signer.sign_url(text("url"), vector["date_less_than"].get<std::int64_t>());
        } else if (operation == "sign_url_with") {
            signer.sign_url(text("url"), policy_of(vector));
        } else if (operation == "sign_url_with_raw_policy") {
            signer.sign_url_with_raw_policy(text("url"), text("raw_policy"));
        } else if (operation == "sign_cookies") {
            signer.sign_cookies(policy_of(vector)).set_cookie_lines(attributes_of(vector));
        } else if (operation == "cookie_domain") {
            cfsign::shared_cookie_domain(text("app_host"), text("cdn_host"));
        } else if (operation == "key_pair_id") {
            a_signer(text("key_pair_id"));
        }
    } catch (const cfsign::Error &error) {
        check(error.code() == text("error"), error.what());
        check(text("error") == "wildcard-needs-custom-policy" ||
                  error.suggestion() == find(vector, "suggestion"),
              "suggestion");
        return;
    }
    check(false, "it is refused");
}

void cookies(const json &vector) {
    if (vector["operation"] == "cookie_domain") {
        const auto found = cfsign::shared_cookie_domain(vector["app_host"].get<std::string>(),
                                                        vector["cdn_host"].get<std::string>());
        check(found == find(vector, "domain").value_or(""), "domain");
        return;
    }
    const auto signed_cookies = a_signer().sign_cookies(policy_of(vector));
    std::vector<std::string> wanted;
    for (const auto &[name, value] : signed_cookies.pairs()) {
        wanted.push_back(name + "=" + value + vector["attributes"].get<std::string>());
    }
    check(signed_cookies.set_cookie_lines(attributes_of(vector)) == wanted, "lines");
}

std::string build(const json &vector) {
    cfsign::UrlBuilder url(vector["origin"].get<std::string>());
    if (const auto path = find(vector, "path")) {
        url.path(*path);
    } else {
        for (const std::string path : vector.value("paths", json::array())) {
            url.path(path);
        }
    }
    for (const std::string segment : vector.value("segments", json::array())) {
        url.segment(segment);
    }
    for (const auto &pair : vector.value("query", json::array())) {
        url.query(pair[0].get<std::string>(), pair[1].get<std::string>());
    }
    if (const auto name = find(vector, "download_as")) {
        url.download_as(*name);
    }
    if (const auto name = find(vector, "show_as")) {
        url.show_as(*name);
    }
    return vector["operation"] == "build_below" ? url.build_below() : url.build();
}

void urls(const json &vector) {
    if (vector["operation"] == "covers") {
        const auto pattern = cfsign::Policy::pattern(vector["resource"].get<std::string>(), 1767290400);
        check(pattern.covers(vector["url"].get<std::string>()) == vector["covers"], "covers");
    } else if (const auto error = find(vector, "error")) {
        check(code_of([&] { build(vector); }) == *error, "error");
    } else {
        check(build(vector) == vector[vector["operation"] == "build_below" ? "resource" : "url"], "URL");
    }
}

void base64(const json &vector) {
    const std::string hex = vector["hex"], text = vector["base64"];
    std::string data;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        data.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    check(cfsign::base64_encode(data) == text && cfsign::base64_decode(text) == data, "both ways");
}

void rfc6979(const json &vector) {
    const cfsign::Signer signer(vector["private_key_pem"].get<std::string>(), "K2JCJMDEHXQW5F", hash(vector));
    std::ostringstream hex;
    for (const unsigned char byte : signer.sign_message(vector["message"].get<std::string>())) {
        hex << "0123456789abcdef"[byte >> 4] << "0123456789abcdef"[byte & 15];
    }
    check(hex.str() == vector["signature_der_hex"], "signature");
}

// What the case says is done to the file before it is read.
std::string material(const json &vector) {
    if (const auto text = find(vector, "text")) {
        return *text;
    }
    std::string text = read("keys/" + vector["file"].get<std::string>());
    const std::string transform = find(vector, "transform").value_or("none");
    const std::map<std::string, std::string> newlines = {
        {"crlf", "\r\n"}, {"literal-newlines", "\\n"}, {"spaces-for-newlines", " "}};
    if (newlines.count(transform) != 0) {
        return replaced(text, "\n", newlines.at(transform));
    }
    if (transform == "leading-blanks") {
        text = "    " + replaced(text, "\n", "\n    ");
        return text.erase(text.find_last_not_of(' ') + 1);
    }
    if (transform == "base64") {
        text = replaced(replaced(cfsign::base64_encode(text), "-", "+"), "~", "/");
        return replaced(text, "_", "=");
    }
    if (transform == "no-final-newline") {
        text.pop_back();
    }
    return transform == "bom"      ? "\xef\xbb\xbf" + text
           : transform == "quoted" ? '"' + text + '"'
           : transform == "json"   ? json{{vector["kind"].get<std::string>() + "_key", text}}.dump()
                                   : text;
}

void keys(const json &vector) {
    const std::string given = material(vector);
    const auto code = code_of([&] {
        if (vector["kind"] == "public") {
            cfsign::Verifier({{"K2JCJMDEHXQW5F", given}});
        } else {
            const auto passphrase = find(vector, "passphrase");
            cfsign::Signer(given, "K2JCJMDEHXQW5F", CFSIGN_SHA1, passphrase).sign_message("message");
        }
    });
    check(code == find(vector, "error").value_or(""), "error: " + code);
}

void verdicts(const json &vector) {
    const std::vector<std::string> names = {"valid-at-its-end", "valid-at-its-start",
                                            "refuse-expires-beside-policy", "epoch-time-without-prefix",
                                            "ignore-host-case"};
    std::uint32_t options = 0;
    for (const std::string option : vector.value("options", json::array())) {
        options |= std::uint32_t{1} << (std::find(names.begin(), names.end(), option) - names.begin());
    }
    cfsign::TrustedKeyGroup keys;
    for (const auto &[id, file] : vector["keys"].items()) {
        keys.emplace_back(id, read("keys/" + file.get<std::string>()));
    }
    cfsign::Request request(vector["url"].get<std::string>());
    for (const std::string header : vector.value("cookies", json::array())) {
        request.cookie_header(header);
    }
    if (const auto address = find(vector, "viewer_ip")) {
        request.viewer_ip(*address);
    }
    const cfsign::Verifier verifier(keys, options, 8);
    const std::int64_t now = vector["now"];
    try {
        const auto allowed = verifier.verify(request, now);
        check(vector["verdict"] == "allowed", "it is denied");
        check(allowed.origin_url == find(vector, "origin_url").value_or(allowed.origin_url), "origin URL");
    } catch (const cfsign::Error &error) {
        check(error.code() == find(vector, "reason").value_or("allowed"), error.what());
        check(error.cloudfront_code().has_value() && error.cloudfront_message().has_value(), "CloudFront's");
    }
    check(!json::parse(verifier.explain(request, now).json)["checks"].empty(), "explanation");
}

int passed = 0, failed = 0;

template <typename One> void every_case(const std::string &name, std::size_t least, One one) {
    const json document = json::parse(read("vectors/" + name + ".json"));
    std::size_t ran = 0, wrong = 0;
    for (const auto &vector : document["cases"]) {
        ran++;
        try {
            one(vector);
        } catch (const std::exception &error) {
            wrong++;
            std::cerr << vector["id"] << ": " << error.what() << '\n';
        }
    }
    const bool good = wrong == 0 && ran >= least && document["format"] == 1;
    (good ? passed : failed)++;
    std::cout << "test " << name << ": " << ran << " cases ... " << (good ? "ok" : "FAILED") << '\n';
}

// What was moved from throws, and never stands for something empty or for what is usual.
void moved_from() {
    const cfsign::Signer signer(read("keys/p256.pkcs8.pem"), "K2JCJMDEHXQW5F");
    auto grant = signer.grant(cfsign::Policy::below("https://d111111abcdef8.cloudfront.net/", 1767290400));
    auto cookies = grant.cookies();
    cfsign::CookieAttributes attributes;
    const auto moved_grant = std::move(grant);
    const auto moved_cookies = std::move(cookies);
    const auto moved_attributes = std::move(attributes);
    check(code_of([&] { grant.query(); }) == "null-pointer", "a grant that was moved from");
    check(code_of([&] { cookies.header(); }) == "null-pointer", "cookies that were moved from");
    check(code_of([&] { cookies.pairs(); }) == "null-pointer", "pairs of what was moved from");
    check(code_of([&] { moved_cookies.set_cookie_lines(attributes); }) == "null-pointer", "attributes");
    check(code_of([&] { cfsign::SignedCookies::clear_lines(attributes); }) == "null-pointer", "no attributes");
    check(cfsign::Error(nullptr).status() == CFSIGN_NULL_POINTER, "an error of nothing");
    check(moved_grant.query().find("Key-Pair-Id=K2JCJMDEHXQW5F") != std::string::npos, "a grant that was moved");
    check(!cfsign::SignedCookies::clear_lines(moved_attributes).empty(), "attributes that were moved");
}

// What has no vectors: callbacks that throw, batches, moving.
void behaviour() {
    const auto key = read("keys/rsa-2048.pkcs8.pem"), public_key = read("keys/rsa-2048.public.pem");
    const cfsign::Signer local(key, "K2JCJMDEHXQW5F");
    const std::string url = "https://d111111abcdef8.cloudfront.net/image.jpg";
    bool throws = false;
    auto external = cfsign::Signer::from_callback(
        [&](std::uint32_t, std::string_view message) {
            return throws ? throw std::runtime_error("the HSM is gone") : local.sign_message(message);
        },
        public_key, "K2JCJMDEHXQW5F");
    auto moved = std::move(external);
    check(moved.sign_url(url, 1767290400) == local.sign_url(url, 1767290400), "callback");
    check(code_of([&] { external.sign_url(url, 1767290400); }) == "null-pointer", "moved from");
    throws = true;
    check(code_of([&] { moved.sign_url(url, 1767290400); }) == "external-signer-failed", "it throws");

    const std::vector<std::string> urls(50, url);
    std::size_t told = 0;
    const auto results = local.sign_urls(urls, 1767290400, 2, [&](std::size_t done) {
        told = done;
        return true;
    });
    check(results.size() == 50 && told == 50, "batch");
    check(std::get<std::string>(results[49]) == local.sign_url(url, 1767290400), "the last of them");
    check(std::holds_alternative<cfsign::Error>(local.sign_urls({"no URL"}, 1767290400)[0]), "refused");
    check(local.sign_urls({}, cfsign::Policy::below("https://x.example/a", 1767290400)).empty(), "none");
    check(code_of([&] { local.sign_urls(urls, 1767290400, 1, [](std::size_t) { return false; }); }) ==
              "cancelled",
          "cancelled");
    bool through = false;
    try {
        local.sign_urls(urls, 1767290400, 1, [](std::size_t) -> bool { throw std::out_of_range("mine"); });
    } catch (const std::out_of_range &) {
        through = true;
    }
    check(through, "what progress throws comes out");
    const auto grant = local.grant(cfsign::Policy::below("https://d111111abcdef8.cloudfront.net/", 1767290400));
    check(grant.sign_url(url) == url + "?" + grant.query(), "grant");
    check(grant.cookies().header().find("CloudFront-Policy=") == 0, "cookies of a grant");
    check(cfsign::SignedCookies::clear_lines().size() == 5, "lines that clear");
    check(cfsign::expires_in(60, 1767290400) == 1767290460, "times");
    check(cfsign::expires_in(60, 1767290393, 900) == 1767290400 + 900, "buckets");
    check(cfsign::version() == CFSIGN_VERSION, "version");
    check(local.key_pair_id() == "K2JCJMDEHXQW5F" && local.key_type() == "RSA 2048", "what a signer is");
    check(local.hash_algorithm() == CFSIGN_SHA1, "its hash");
}

// Batches with policies of their own.
void batches_of_policies() {
    const cfsign::Signer signer(read("keys/p256.pkcs8.pem"), "K2JCJMDEHXQW5F");
    const std::string url = "https://d111111abcdef8.cloudfront.net/image.jpg";
    const auto below = cfsign::Policy::below("https://d111111abcdef8.cloudfront.net/", 1767290400);
    const auto any = cfsign::Policy::pattern("*://d111111abcdef8.cloudfront.net/*", 1767290400);
    const auto urls = signer.sign_urls_each({url, url + " "}, {below, any});
    check(std::get<std::string>(urls.at(0)) == signer.sign_url(url, below), "URLs under policies");
    check(std::get<cfsign::Error>(urls.at(1)).status() == CFSIGN_URL_CHARACTER, "a URL that is refused");
    check(code_of([&] { signer.sign_urls_each({url}, {}); }) == "invalid-argument", "no policy for it");
    check(signer.sign_urls_each({}, {}).empty() && signer.sign_cookies_each({}).empty(), "none");
    const auto raw = signer.sign_urls_with_raw_policy(std::vector<std::string>{url}, "{}");
    check(std::get<std::string>(raw.at(0)) == signer.sign_url_with_raw_policy(url, "{}"), "a policy document");
    std::optional<cfsign::SignedCookies> kept;
    {
        auto cookies = signer.sign_cookies_each({below, any});
        check(std::get<cfsign::Error>(cookies.at(1)).status() == CFSIGN_COOKIE_RESOURCE, "cookies that are refused");
        kept = std::get<cfsign::SignedCookies>(std::move(cookies.at(0)));
    }
    // It outlives the batch.
    check(kept->header() == signer.sign_cookies(below).header(), "cookies");
}

// Keys by themselves, which the vectors of keys read, and new ones.
void keys_by_themselves() {
    const cfsign::KeyPair pair(CFSIGN_ECDSA_P256);
    const cfsign::PrivateKey fresh(pair.private_pem());
    const cfsign::PublicKey half(pair.public_pem());
    check(fresh.key_type() == "ECDSA P-256" && half.key_type() == fresh.key_type(), "kinds");
    check(half.pem() == pair.public_pem() && fresh.public_key().der() == half.der(), "halves");
    const std::string message("any\0bytes", 9);
    const auto signature = fresh.sign(CFSIGN_SHA256, message);
    check(half.verify(CFSIGN_SHA256, message, signature), "signed and verified");
    check(!half.verify(CFSIGN_SHA1, message, signature) && !half.verify(CFSIGN_SHA256, "", ""), "not verified");
    check(code_of([] { cfsign::KeyPair{3}; }) == "invalid-argument", "a kind that there is not");
    check(code_of([&] { cfsign::PrivateKey{half.pem()}; }) == "public-key-given", "the wrong half");
    const cfsign::KeyPair rsa(CFSIGN_RSA_2048);
    check(rsa.private_pem().find("BEGIN PRIVATE KEY") != std::string::npos, "RSA");
    const cfsign::PrivateKey locked(read("keys/rsa-2048.legacy-aes256.pem"), "correct horse");
    check(locked.sign(CFSIGN_SHA1, "m") == cfsign::PrivateKey(read("keys/rsa-2048.pkcs8.pem")).sign(CFSIGN_SHA1, "m"),
          "with a passphrase");
}

// Browsers and responses.
void elsewhere() {
    const auto key = read("keys/p256.pkcs8.pem");
    const cfsign::Signer signer(key, "K2JCJMDEHXQW5F");
    const auto lines = signer.sign_cookies(cfsign::Policy::below("https://cdn.example.com/", 1767290400))
                           .set_cookie_lines(cfsign::CookieAttributes().domain("example.com"));
    const std::string resource = "https://cdn.example.com/a.jpg";
    check(cfsign::judge_set_cookie(lines, "https://www.example.com", resource, 1767290000).empty(), "all is well");
    const auto findings = cfsign::judge_set_cookie(lines, "https://www.example.org", resource, 1767290000);
    check(!findings.empty() && findings[0].code == "cookie-domain-foreign", "a foreign domain");
    check(!findings[0].message.empty() && !findings[0].advice.empty(), "in words");
    check(!cfsign::judge_set_cookie({}, "https://www.example.com", resource, 1767290000).empty(), "no cookies");
    const auto origin = cfsign::classify_response(403, "Server: AmazonS3\r\n", "");
    check(origin.code == "s3-other" && origin.layer == "s3", "S3");
    check(!origin.meaning.empty() && !origin.advice.empty(), "what to do");
    check(cfsign::classify_response(403, {}, "<Error><Code>InvalidKey</Code><Message>Unknown Key</Message></Error>\xc3").code ==
              "cloudfront-unknown-key",
          "a body that is cut");
    check(cfsign::classify_response(0, {}, {}).layer == "unknown", "nobody knows");
    try {
        cfsign::Signer("", "K2JCJMDEHXQW5F");
        check(false, "an empty key");
    } catch (const cfsign::Error &error) {
        check(error.error_class() == "key", "classes");
    }
}

} // namespace

int main() {
    for (const char *name : {"botocore", "botocore_ecdsa", "boto2", "m2crypto", "aws_sdk_js_v3",
                             "aws_sdk_js_v2", "aws_cloudfront_sign"}) {
        every_case(name, 50, signing);
    }
    every_case("refused", 200, refused);
    every_case("cookies", 20, cookies);
    every_case("urls", 80, urls);
    every_case("base64", 30, base64);
    every_case("rfc6979", 4, rfc6979);
    every_case("keys", 250, keys);
    every_case("verify", 350, verdicts);
    try {
        behaviour();
        moved_from();
        batches_of_policies();
        keys_by_themselves();
        elsewhere();
        passed++;
        std::cout << "test behaviour ... ok\n";
    } catch (const std::exception &error) {
        failed++;
        std::cout << "test behaviour ... FAILED: " << error.what() << '\n';
    }
    std::cout << "test result: " << (failed == 0 ? "ok" : "FAILED") << ". " << passed << " passed; " << failed
              << " failed; 0 ignored\n";
    return failed == 0 ? 0 : 1;
}
