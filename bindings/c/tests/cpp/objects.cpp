// What the objects of cfsign.hpp are to C++, and what only they do.

#include <cfsign.hpp>

#include <iostream>
#include <type_traits>
#include <utility>

#include "check.hpp"

namespace {

// One signature for each policy, and both paths of batches.
void grants_and_paths() {
    const cfsign::Signer signer(read("keys/rsa-2048.pkcs8.pem"), "K2JCJMDEHXQW5F");
    const std::string host = "https://d111111abcdef8.cloudfront.net";
    const auto below = cfsign::Policy::below(host + "/", 1767290400);
    std::size_t told = 0;
    const auto grants = signer.grants({below, below}, 2, [&](std::size_t done) { return told = done, true; });
    check(grants.size() == 2 && told == 2 && signer.grants({}).empty(), "grants");
    check(std::get<cfsign::Grant>(grants.at(1)).query() == signer.grant(below).query(), "a grant of many");
    const auto one_by_one = signer.with_batch_path(CFSIGN_BATCH_ONE_BY_ONE);
    const std::vector<std::string> urls{host + "/1", host + "/\xe4", host + "/2"};
    const auto results = one_by_one.sign_urls(urls, 1767290400, 1, [&](std::size_t done) { return told = done, true; });
    check(std::get<std::string>(results.at(2)) == signer.sign_url(urls[2], 1767290400) && told == 3, "one by one");
    check(std::get<cfsign::Error>(results.at(1)).status() == CFSIGN_INVALID_ARGUMENT, "no UTF-8");
    check(code_of([&] { signer.with_batch_path(3); }) == "invalid-argument", "no such path");
}

template <typename T, typename = void> struct HasPem : std::false_type {};
template <typename T> struct HasPem<T, std::void_t<decltype(std::declval<T>().private_pem())>> : std::true_type {};

// What objects are to C++.
void objects() {
    // Else throwing a copy could end the program.
    static_assert(std::is_nothrow_copy_constructible_v<cfsign::Error>);
    static_assert(std::is_nothrow_copy_assignable_v<cfsign::Error>);
    static_assert(std::is_nothrow_move_constructible_v<cfsign::Signer>);
    static_assert(HasPem<cfsign::KeyPair &>::value && !HasPem<cfsign::KeyPair>::value,
                  "no view into a pair that is gone");
    static_assert(!HasPem<const cfsign::KeyPair>::value);
    std::optional<cfsign::Error> kept;
    try {
        cfsign::Policy::exact("https://cdn.example.com/a b", 1767290400);
    } catch (const cfsign::Error &error) {
        kept = error;
    }
    const cfsign::Error moved = std::move(*kept);
    check(moved.suggestion() == "https://cdn.example.com/a%20b" && kept->suggestion() == moved.suggestion(), "copies");

    const auto policy = cfsign::Policy::below("https://cdn.example.com/", 1767290400)
                            .ip_address("192.0.2.0/24")
                            .date_greater_than(1767290000)
                            .always_custom();
    check(policy.json().find("192.0.2.0/24") != std::string::npos, "a policy in one expression");
    auto changed = cfsign::Policy::exact("https://cdn.example.com/a", 1767290400);
    changed.always_custom().ip_address("192.0.2.1");
    check(!changed.is_canned(), "a policy with a name");
    const auto attributes =
        cfsign::CookieAttributes().domain("example.com").path("/a").secure(true).http_only(true).max_age(60).same_site(
            CFSIGN_SAME_SITE_NONE);
    const auto lines = cfsign::SignedCookies::clear_lines(attributes);
    check(lines.at(0).find("; Domain=example.com; Path=/a; ") != std::string::npos, "attributes in one expression");
    const auto request = cfsign::Request("https://cdn.example.com/a").viewer_ip("192.0.2.1").cookie_header("a=b").other_host(
        "d111111abcdef8.cloudfront.net");
    check(code_of([&] { cfsign::Verifier({}).verify(request, 1767290400); }) == "not-signed", "a request in one");
    const auto builder = cfsign::UrlBuilder("https://cdn.example.com").path("a b").segment("c/d").query("e", "f&g").show_as("h");
    check(builder.build().rfind("https://cdn.example.com/a%20b/c%2Fd?e=f%26g&", 0) == 0, "a URL in one expression");
    check(cfsign::UrlBuilder("https://cdn.example.com").segment("i").download_as("j").build().find("attachment") !=
              std::string::npos,
          "or without a name");
}

int failed = 0;

void run(const char *name, void (*test)()) {
    try {
        test();
        std::cout << "test " << name << " ... ok\n";
    } catch (const std::exception &error) {
        failed++;
        std::cout << "test " << name << " ... FAILED: " << error.what() << '\n';
    }
}

} // namespace

int main() {
    run("grants and paths of batches", grants_and_paths);
    run("objects", objects);
    std::cout << "test result: " << (failed == 0 ? "ok" : "FAILED") << ". " << 2 - failed << " passed; " << failed
              << " failed; 0 ignored\n";
    return failed == 0 ? 0 : 1;
}
