// Part of cfsign.hpp: signed cookies and their attributes.

#ifndef CFSIGN_COOKIES_HPP
#define CFSIGN_COOKIES_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detail.hpp"

namespace cfsign {

// What a browser is told to do with cookies; see cfsign_cookie_attributes.
class CookieAttributes {
public:
    CookieAttributes() : handle_(detail::make<H>(cfsign_cookie_attributes_new)) {}
    CookieAttributes &domain(std::string_view domain) & {
        return set(cfsign_cookie_attributes_set_domain, detail::data(domain), domain.size());
    }
    CookieAttributes domain(std::string_view domain) && { return std::move(this->domain(domain)); }
    CookieAttributes &path(std::string_view path) & {
        return set(cfsign_cookie_attributes_set_path, detail::data(path), path.size());
    }
    CookieAttributes path(std::string_view path) && { return std::move(this->path(path)); }
    CookieAttributes &secure(bool secure) & { return set(cfsign_cookie_attributes_set_secure, secure); }
    CookieAttributes secure(bool secure) && { return std::move(this->secure(secure)); }
    CookieAttributes &http_only(bool http_only) & {
        return set(cfsign_cookie_attributes_set_http_only, http_only);
    }
    CookieAttributes http_only(bool http_only) && { return std::move(this->http_only(http_only)); }
    // One of the constants CFSIGN_SAME_SITE_….
    CookieAttributes &same_site(std::uint32_t same_site) & {
        return set(cfsign_cookie_attributes_set_same_site, same_site);
    }
    CookieAttributes same_site(std::uint32_t same_site) && { return std::move(this->same_site(same_site)); }
    CookieAttributes &max_age(std::uint64_t seconds) & {
        return set(cfsign_cookie_attributes_set_max_age, seconds);
    }
    CookieAttributes max_age(std::uint64_t seconds) && { return std::move(this->max_age(seconds)); }
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

// Signed cookies: names and values; see cfsign_cookies.
class SignedCookies {
public:
    // Takes ownership: frees it.
    explicit SignedCookies(cfsign_cookies *cookies) noexcept : handle_(cookies) {}

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

// The narrowest domain for cookies that both hosts share; nothing if they are one host, and no domain is to be set then.
inline std::string shared_cookie_domain(std::string_view app_host, std::string_view cdn_host) {
    return detail::to_string(cfsign_shared_cookie_domain, detail::data(app_host), app_host.size(),
                             detail::data(cdn_host), cdn_host.size());
}

} // namespace cfsign

#endif // CFSIGN_COOKIES_HPP
