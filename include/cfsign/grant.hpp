// Part of cfsign.hpp: one signature for many URLs.

#ifndef CFSIGN_GRANT_HPP
#define CFSIGN_GRANT_HPP

#include <string>
#include <string_view>

#include "cookies.hpp"
#include "detail.hpp"

namespace cfsign {

// One signature for many URLs; see cfsign_grant.
class Grant {
public:
    // Takes ownership: frees it.
    explicit Grant(cfsign_grant *grant) noexcept : handle_(grant) {}

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

} // namespace cfsign

#endif // CFSIGN_GRANT_HPP
