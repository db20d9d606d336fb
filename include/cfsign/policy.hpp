// Part of cfsign.hpp: policies.

#ifndef CFSIGN_POLICY_HPP
#define CFSIGN_POLICY_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "detail.hpp"

namespace cfsign {

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

    Policy &date_greater_than(std::int64_t start) & {
        detail::check(cfsign_policy_set_date_greater_than, handle_.get(), start);
        return *this;
    }
    Policy date_greater_than(std::int64_t start) && { return std::move(this->date_greater_than(start)); }
    Policy &ip_address(std::string_view range) & {
        detail::check(cfsign_policy_set_ip_address, handle_.get(), detail::data(range), range.size());
        return *this;
    }
    Policy ip_address(std::string_view range) && { return std::move(this->ip_address(range)); }
    Policy &always_custom() & {
        detail::check(cfsign_policy_set_always_custom, handle_.get());
        return *this;
    }
    Policy always_custom() && { return std::move(this->always_custom()); }

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

} // namespace cfsign

#endif // CFSIGN_POLICY_HPP
