// cfsign for C++17: the objects of cfsign.h, freed by themselves, and errors as exceptions.
//
//     cfsign::Signer signer(private_key_pem, "K2JCJMDEHXQW5F");
//     std::string url = signer.sign_url("https://d111111abcdef8.cloudfront.net/image.jpg", 1767290400);
//
// cfsign.h is the manual: what is said there of units, errors and threads holds here. Objects can be moved
// and not copied. One that was moved from can be assigned to and destroyed; anything else throws
// CFSIGN_NULL_POINTER. Text is UTF-8 and goes in as std::string_view; keys and messages are any bytes.

#ifndef CFSIGN_HPP
#define CFSIGN_HPP

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cfsign.h"

namespace cfsign {

// Why a call failed; what() is the sentence.
class Error : public std::runtime_error {
public:
    explicit Error(const cfsign_error *error)
        : std::runtime_error(optional(cfsign_error_message(error)).value_or("no error")), status_(cfsign_error_status(error)),
          suggestion_(optional(cfsign_error_suggestion(error))),
          cloudfront_code_(optional(cfsign_error_cloudfront_code(error))),
          cloudfront_message_(optional(cfsign_error_cloudfront_message(error))) {}

    // For what is found before the library is called.
    Error(cfsign_status status, const char *message) : std::runtime_error(message), status_(status) {}

    cfsign_status status() const noexcept { return status_; }
    // The stable word of the status, such as "expired".
    std::string_view code() const noexcept { return cfsign_status_code(status_); }
    // The corrected form of what was refused, where there is one.
    const std::optional<std::string> &suggestion() const noexcept { return suggestion_; }
    // What CloudFront itself says to the viewer, where a request was refused.
    const std::optional<std::string> &cloudfront_code() const noexcept { return cloudfront_code_; }
    const std::optional<std::string> &cloudfront_message() const noexcept { return cloudfront_message_; }

private:
    static std::optional<std::string> optional(const char *text) {
        return text == nullptr ? std::nullopt : std::optional<std::string>(text);
    }

    cfsign_status status_;
    std::optional<std::string> suggestion_;
    std::optional<std::string> cloudfront_code_;
    std::optional<std::string> cloudfront_message_;
};

namespace detail {

template <auto Free> struct Freer {
    template <typename T> void operator()(T *object) const noexcept { Free(object); }
};
template <typename T, auto Free> using Handle = std::unique_ptr<T, Freer<Free>>;
using ErrorHandle = Handle<cfsign_error, cfsign_error_free>;

[[noreturn]] inline void raise(cfsign_error *error) {
    ErrorHandle owned(error);
    throw Error(error);
}

// The object itself, where a call that returns a field of it would make nothing of NULL.
template <typename T> T *present(T *object) {
    if (object == nullptr) {
        throw Error(CFSIGN_NULL_POINTER, "the object was moved from");
    }
    return object;
}

// Calls a function whose last argument is the address for its error, and throws that.
template <typename Function, typename... Arguments> void check(Function function, Arguments... arguments) {
    cfsign_error *error = nullptr;
    if (function(arguments..., &error) != CFSIGN_OK) {
        raise(error);
    }
}

// Calls a function that makes an object.
template <typename H, typename Function, typename... Arguments>
H make(Function function, Arguments... arguments) {
    typename H::pointer object = nullptr;
    check(function, arguments..., &object);
    return H(object);
}

// Calls a function that writes to a buffer, and once more with a larger one if that is needed.
template <typename Function, typename... Arguments>
std::string to_string(Function function, Arguments... arguments) {
    std::string text(1024, '\0');
    std::size_t len = 0;
    cfsign_error *error = nullptr;
    const cfsign_status status = function(arguments..., &text[0], text.size(), &len, &error);
    if (status == CFSIGN_BUFFER_TOO_SMALL) {
        cfsign_error_free(error);
        text.resize(len + 1);
        check(function, arguments..., &text[0], text.size(), &len);
    } else if (status != CFSIGN_OK) {
        raise(error);
    }
    text.resize(len);
    return text;
}

// An empty view may have no pointer, and to the library that would be an error.
inline const char *data(std::string_view text) { return text.empty() ? "" : text.data(); }

} // namespace detail

// A policy; see cfsign_policy_new.
class Policy {
public:
    // One URL, exactly.
    static Policy exact(std::string_view url, std::int64_t date_less_than) {
        return Policy(url, CFSIGN_EXACT_URL, date_less_than);
    }
    // Everything that fits a pattern, which must not come from users.
    static Policy pattern(std::string_view pattern, std::int64_t date_less_than) {
        return Policy(pattern, CFSIGN_PATTERN, date_less_than);
    }
    // Everything below an exact URL.
    static Policy below(std::string_view prefix, std::int64_t date_less_than) {
        return Policy(prefix, CFSIGN_BELOW, date_less_than);
    }

    Policy &date_greater_than(std::int64_t start) {
        detail::check(cfsign_policy_set_date_greater_than, handle_.get(), start);
        return *this;
    }
    Policy &ip_address(std::string_view range) {
        detail::check(cfsign_policy_set_ip_address, handle_.get(), detail::data(range), range.size());
        return *this;
    }
    Policy &always_custom() {
        detail::check(cfsign_policy_set_always_custom, handle_.get());
        return *this;
    }

    bool is_canned() const { return cfsign_policy_is_canned(detail::present(handle_.get())); }
    bool covers(std::string_view url) const {
        bool covers = false;
        detail::check(cfsign_policy_covers, handle_.get(), detail::data(url), url.size(), &covers);
        return covers;
    }
    std::string json() const { return detail::to_string(cfsign_policy_json, handle_.get()); }
    const cfsign_policy *get() const noexcept { return handle_.get(); }

private:
    using H = detail::Handle<cfsign_policy, cfsign_policy_free>;
    Policy(std::string_view resource, std::uint32_t kind, std::int64_t date_less_than)
        : handle_(detail::make<H>(cfsign_policy_new, detail::data(resource), resource.size(), kind,
                                  date_less_than)) {}
    H handle_;
};

// What a browser is told to do with cookies; see cfsign_cookie_attributes.
class CookieAttributes {
public:
    CookieAttributes() : handle_(detail::make<H>(cfsign_cookie_attributes_new)) {}
    CookieAttributes &domain(std::string_view domain) {
        return set(cfsign_cookie_attributes_set_domain, detail::data(domain), domain.size());
    }
    CookieAttributes &path(std::string_view path) {
        return set(cfsign_cookie_attributes_set_path, detail::data(path), path.size());
    }
    CookieAttributes &secure(bool secure) { return set(cfsign_cookie_attributes_set_secure, secure); }
    CookieAttributes &http_only(bool http_only) {
        return set(cfsign_cookie_attributes_set_http_only, http_only);
    }
    // One of the constants CFSIGN_SAME_SITE_….
    CookieAttributes &same_site(std::uint32_t same_site) {
        return set(cfsign_cookie_attributes_set_same_site, same_site);
    }
    CookieAttributes &max_age(std::uint64_t seconds) {
        return set(cfsign_cookie_attributes_set_max_age, seconds);
    }
    const cfsign_cookie_attributes *get() const noexcept { return handle_.get(); }

private:
    template <typename Function, typename... Arguments>
    CookieAttributes &set(Function function, Arguments... arguments) {
        detail::check(function, handle_.get(), arguments...);
        return *this;
    }
    using H = detail::Handle<cfsign_cookie_attributes, cfsign_cookie_attributes_free>;
    H handle_;
};

namespace detail {

inline std::vector<std::string> to_vector(cfsign_strings *strings) {
    Handle<cfsign_strings, cfsign_strings_free> owned(strings);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < cfsign_strings_count(strings); i++) {
        texts.emplace_back(cfsign_strings_get(strings, i));
    }
    return texts;
}

} // namespace detail

// Signed cookies: names and values; see cfsign_cookies.
class SignedCookies {
public:
    explicit SignedCookies(cfsign_cookies *cookies) : handle_(cookies) {}

    std::vector<std::pair<std::string, std::string>> pairs() const {
        detail::present(handle_.get());
        std::vector<std::pair<std::string, std::string>> pairs;
        for (std::size_t i = 0; i < cfsign_cookies_count(handle_.get()); i++) {
            pairs.emplace_back(cfsign_cookies_name(handle_.get(), i), cfsign_cookies_value(handle_.get(), i));
        }
        return pairs;
    }
    // The value of a Cookie header.
    std::string header() const {
        return cfsign_cookies_header(detail::present(handle_.get()));
    }
    // The values of the Set-Cookie headers.
    std::vector<std::string> set_cookie_lines(const CookieAttributes &attributes = {}) const {
        cfsign_strings *lines = nullptr;
        detail::check(cfsign_cookies_set_cookie_lines, handle_.get(), detail::present(attributes.get()), &lines);
        return detail::to_vector(lines);
    }
    // The values of Set-Cookie headers that take all signed cookies away again.
    static std::vector<std::string> clear_lines(const CookieAttributes &attributes = {}) {
        cfsign_strings *lines = nullptr;
        detail::check(cfsign_clear_cookie_lines, detail::present(attributes.get()), &lines);
        return detail::to_vector(lines);
    }

private:
    detail::Handle<cfsign_cookies, cfsign_cookies_free> handle_;
};

// One signature for many URLs; see cfsign_grant.
class Grant {
public:
    explicit Grant(cfsign_grant *grant) : handle_(grant) {}

    std::string sign_url(std::string_view url) const {
        return detail::to_string(cfsign_grant_sign_url, handle_.get(), detail::data(url), url.size());
    }
    std::string query() const {
        return cfsign_grant_query(detail::present(handle_.get()));
    }
    SignedCookies cookies() const {
        cfsign_cookies *cookies = nullptr;
        detail::check(cfsign_grant_cookies, handle_.get(), &cookies);
        return SignedCookies(cookies);
    }

private:
    detail::Handle<cfsign_grant, cfsign_grant_free> handle_;
};

// Signs URLs and cookies; see cfsign_signer. May be used by many threads at once.
class Signer {
public:
    // Gets the hash algorithm and the message, and returns the signature. What it throws becomes
    // CFSIGN_EXTERNAL_SIGNER_FAILED. Called by many threads at once if many sign.
    using Callback = std::function<std::string(std::uint32_t, std::string_view)>;
    // Gets how many are done; returns false to end the batch. What it throws ends the batch too, and comes
    // out of sign_urls.
    using Progress = std::function<bool(std::size_t)>;
    // A signed URL, or why it was refused.
    using Result = std::variant<std::string, Error>;

    Signer(std::string_view private_key, std::string_view key_pair_id,
           std::uint32_t hash_algorithm = CFSIGN_SHA1,
           std::optional<std::string_view> passphrase = std::nullopt)
        : handle_(detail::make<H>(cfsign_signer_new, detail::data(private_key), private_key.size(),
                                  passphrase ? detail::data(*passphrase) : nullptr,
                                  passphrase ? passphrase->size() : 0, detail::data(key_pair_id),
                                  key_pair_id.size(), hash_algorithm)) {}
    // A signer whose key is in an HSM, in KMS or in an agent.
    static Signer from_callback(Callback sign, std::string_view public_key, std::string_view key_pair_id,
                                std::uint32_t hash_algorithm = CFSIGN_SHA1) {
        auto context = std::make_unique<Callback>(std::move(sign));
        Signer made(detail::make<H>(cfsign_signer_from_callback, call, context.get(), release,
                                    detail::data(public_key), public_key.size(), detail::data(key_pair_id),
                                    key_pair_id.size(), hash_algorithm));
        static_cast<void>(context.release());
        return made;
    }

    std::string sign_url(std::string_view url, std::int64_t expires) const {
        return detail::to_string(cfsign_sign_url, handle_.get(), detail::data(url), url.size(), expires);
    }
    std::string sign_url(std::string_view url, const Policy &policy) const {
        return detail::to_string(cfsign_sign_url_with, handle_.get(), detail::data(url), url.size(),
                                 policy.get());
    }
    std::string sign_url_with_raw_policy(std::string_view url, std::string_view policy) const {
        return detail::to_string(cfsign_sign_url_with_raw_policy, handle_.get(), detail::data(url),
                                 url.size(), detail::data(policy), policy.size());
    }
    // Signs many URLs on several threads; 0 for one for each core.
    std::vector<Result> sign_urls(const std::vector<std::string> &urls, std::int64_t expires,
                                  std::size_t threads = 0, Progress progress = nullptr) const {
        return batch(cfsign_sign_urls, expires, urls, threads, std::move(progress));
    }
    std::vector<Result> sign_urls(const std::vector<std::string> &urls, const Policy &policy,
                                  std::size_t threads = 0, Progress progress = nullptr) const {
        return batch(cfsign_sign_urls_with, policy.get(), urls, threads, std::move(progress));
    }
    SignedCookies sign_cookies(const Policy &policy) const {
        cfsign_cookies *cookies = nullptr;
        detail::check(cfsign_sign_cookies, handle_.get(), policy.get(), &cookies);
        return SignedCookies(cookies);
    }
    SignedCookies sign_cookies_with_raw_policy(std::string_view policy) const {
        cfsign_cookies *cookies = nullptr;
        detail::check(cfsign_sign_cookies_with_raw_policy, handle_.get(), detail::data(policy), policy.size(),
                      &cookies);
        return SignedCookies(cookies);
    }
    Grant grant(const Policy &policy) const {
        cfsign_grant *grant = nullptr;
        detail::check(cfsign_sign_grant, handle_.get(), policy.get(), &grant);
        return Grant(grant);
    }
    // The bare signature.
    std::string sign_message(std::string_view message) const {
        return detail::to_string(cfsign_sign_message, handle_.get(), detail::data(message), message.size());
    }
    const cfsign_signer *get() const noexcept { return handle_.get(); }

private:
    using H = detail::Handle<cfsign_signer, cfsign_signer_free>;
    explicit Signer(H handle) : handle_(std::move(handle)) {}

    static bool call(void *context, std::uint32_t hash_algorithm, const char *message,
                     std::size_t message_len, char *signature, std::size_t signature_size,
                     std::size_t *signature_len) noexcept {
        try {
            const auto &sign = *static_cast<const Callback *>(context);
            const std::string made = sign(hash_algorithm, std::string_view(message, message_len));
            if (made.size() > signature_size) {
                return false;
            }
            *signature_len = made.copy(signature, signature_size);
            return true;
        } catch (...) {
            return false;
        }
    }
    static void release(void *context) noexcept { delete static_cast<Callback *>(context); }

    struct Watched {
        Progress progress;
        std::exception_ptr thrown;
    };
    static bool tell(void *context, std::size_t done) noexcept {
        auto &watched = *static_cast<Watched *>(context);
        try {
            return !watched.progress || watched.progress(done);
        } catch (...) {
            watched.thrown = std::current_exception();
            return false;
        }
    }
    template <typename Function, typename Terms>
    std::vector<Result> batch(Function function, Terms terms, const std::vector<std::string> &urls,
                              std::size_t threads, Progress progress) const {
        // One more than there are, so that the arrays are never nothing.
        std::vector<const char *> starts(urls.size() + 1, "");
        std::vector<std::size_t> lens(urls.size() + 1, 0);
        for (std::size_t i = 0; i < urls.size(); i++) {
            starts[i] = urls[i].data();
            lens[i] = urls[i].size();
        }
        Watched watched{std::move(progress), nullptr};
        cfsign_signed_urls *made = nullptr;
        try {
            detail::check(function, handle_.get(), starts.data(), lens.data(), urls.size(), terms, threads,
                          tell, &watched, &made);
        } catch (const Error &) {
            if (watched.thrown) {
                std::rethrow_exception(watched.thrown);
            }
            throw;
        }
        detail::Handle<cfsign_signed_urls, cfsign_signed_urls_free> owned(made);
        std::vector<Result> results;
        for (std::size_t i = 0; i < cfsign_signed_urls_count(made); i++) {
            const char *url = nullptr;
            cfsign_error *error = nullptr;
            if (cfsign_signed_urls_get(made, i, &url, &error) == CFSIGN_OK) {
                results.emplace_back(std::string(url));
            } else {
                detail::ErrorHandle reason(error);
                results.emplace_back(Error(reason.get()));
            }
        }
        return results;
    }

    H handle_;
};

// Builds URLs from raw names; see cfsign_url_builder.
class UrlBuilder {
public:
    explicit UrlBuilder(std::string_view origin)
        : handle_(detail::make<H>(cfsign_url_builder_new, detail::data(origin), origin.size())) {}
    UrlBuilder &path(std::string_view path) { return append(cfsign_url_builder_path, path); }
    UrlBuilder &segment(std::string_view name) { return append(cfsign_url_builder_segment, name); }
    UrlBuilder &download_as(std::string_view name) { return append(cfsign_url_builder_download_as, name); }
    UrlBuilder &show_as(std::string_view name) { return append(cfsign_url_builder_show_as, name); }
    UrlBuilder &query(std::string_view name, std::string_view value) {
        detail::check(cfsign_url_builder_query, handle_.get(), detail::data(name), name.size(),
                      detail::data(value), value.size());
        return *this;
    }
    std::string build() const { return finish(cfsign_url_builder_build); }
    // The resource of a pattern for everything below this path.
    std::string build_below() const { return finish(cfsign_url_builder_build_below); }

private:
    template <typename Function> UrlBuilder &append(Function function, std::string_view text) {
        detail::check(function, handle_.get(), detail::data(text), text.size());
        return *this;
    }
    template <typename Function> std::string finish(Function function) const {
        return detail::to_string(function, handle_.get());
    }
    using H = detail::Handle<cfsign_url_builder, cfsign_url_builder_free>;
    H handle_;
};

// What a viewer asked for; see cfsign_request.
class Request {
public:
    explicit Request(std::string_view url)
        : handle_(detail::make<H>(cfsign_request_new, detail::data(url), url.size())) {}
    Request(std::string_view scheme, std::string_view host, std::string_view target)
        : handle_(detail::make<H>(cfsign_request_from_parts, detail::data(scheme), scheme.size(),
                                  detail::data(host), host.size(), detail::data(target), target.size())) {}
    Request &cookie_header(std::string_view header) { return add(cfsign_request_add_cookie_header, header); }
    Request &viewer_ip(std::string_view address) { return add(cfsign_request_set_viewer_ip, address); }
    Request &other_host(std::string_view host) { return add(cfsign_request_add_other_host, host); }
    const cfsign_request *get() const noexcept { return handle_.get(); }

private:
    template <typename Function> Request &add(Function function, std::string_view text) {
        detail::check(function, handle_.get(), detail::data(text), text.size());
        return *this;
    }
    using H = detail::Handle<cfsign_request, cfsign_request_free>;
    H handle_;
};

// Why a request is let through.
struct Allowed {
    std::string key_pair_id;
    std::optional<std::string> resource;
    std::string origin_url;
    std::int64_t expires;
    std::uint32_t hash_algorithm;
    bool by_cookies;
    bool is_canned;
};

// Why a request is let through or refused, for people and for programs.
struct Explanation {
    cfsign_status status;
    std::string text;
    std::string json;
};

// Public keys by their key pair IDs.
using TrustedKeyGroup = std::vector<std::pair<std::string, std::string>>;

// Lets requests through or refuses them; see cfsign_verifier. May be used by many threads at once.
class Verifier {
public:
    explicit Verifier(const TrustedKeyGroup &keys, std::uint32_t options = 0, std::size_t cache_entries = 0) {
        using Group = detail::Handle<cfsign_key_group, cfsign_key_group_free>;
        auto group = detail::make<Group>(cfsign_key_group_new);
        for (const auto &[id, key] : keys) {
            detail::check([&, &id = id, &key = key](cfsign_error **error) {
                return cfsign_key_group_add(group.get(), id.data(), id.size(), key.data(), key.size(), error);
            });
        }
        handle_ = detail::make<H>(cfsign_verifier_new, group.get(), options, cache_entries);
    }

    // Throws an Error with the reason and CloudFront's own words, if the request is refused.
    Allowed verify(const Request &request, std::int64_t now) const {
        using Found = detail::Handle<cfsign_allowed, cfsign_allowed_free>;
        auto found = detail::make<Found>(cfsign_verify, handle_.get(), request.get(), now);
        const char *resource = cfsign_allowed_resource(found.get());
        return Allowed{cfsign_allowed_key_pair_id(found.get()),
                       resource == nullptr ? std::nullopt : std::optional<std::string>(resource),
                       cfsign_allowed_origin_url(found.get()),
                       cfsign_allowed_expires(found.get()),
                       cfsign_allowed_hash_algorithm(found.get()),
                       cfsign_allowed_by_cookies(found.get()),
                       cfsign_allowed_is_canned(found.get())};
    }
    Explanation explain(const Request &request, std::int64_t now) const {
        using Found = detail::Handle<cfsign_explanation, cfsign_explanation_free>;
        auto found = detail::make<Found>(cfsign_explain, handle_.get(), request.get(), now);
        return Explanation{cfsign_explanation_status(found.get()), cfsign_explanation_text(found.get()),
                           cfsign_explanation_json(found.get())};
    }

private:
    using H = detail::Handle<cfsign_verifier, cfsign_verifier_free>;
    H handle_;
};

// The narrowest domain for cookies that both hosts share; nothing if they are one host.
inline std::string shared_cookie_domain(std::string_view app_host, std::string_view cdn_host) {
    return detail::to_string(cfsign_shared_cookie_domain, detail::data(app_host), app_host.size(),
                             detail::data(cdn_host), cdn_host.size());
}

// CloudFront's Base64.
inline std::string base64_encode(std::string_view data) {
    return detail::to_string(cfsign_base64_encode, detail::data(data), data.size());
}
inline std::string base64_decode(std::string_view text) {
    return detail::to_string(cfsign_base64_decode, detail::data(text), text.size());
}

// The time `ttl` seconds after `now`, rounded up to a multiple of `bucket` seconds.
inline std::int64_t expires_in(std::uint64_t ttl, std::int64_t now, std::uint64_t bucket = 0) {
    std::int64_t expires = 0;
    detail::check(cfsign_expires_in, ttl, bucket, now, &expires);
    return expires;
}

} // namespace cfsign

#endif // CFSIGN_HPP
