// Part of cfsign.hpp: requests, verdicts and explanations.

#ifndef CFSIGN_VERIFIER_HPP
#define CFSIGN_VERIFIER_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detail.hpp"

namespace cfsign {

// What a viewer asked for; see cfsign_request.
class Request {
public:
    explicit Request(std::string_view url)
        : handle_(detail::make<H>(cfsign_request_new, detail::data(url), url.size())) {}
    Request(std::string_view scheme, std::string_view host, std::string_view target)
        : handle_(detail::make<H>(cfsign_request_from_parts, detail::data(scheme), scheme.size(),
                                  detail::data(host), host.size(), detail::data(target), target.size())) {}
    Request &cookie_header(std::string_view header) & { return add(cfsign_request_add_cookie_header, header); }
    Request cookie_header(std::string_view header) && { return std::move(this->cookie_header(header)); }
    Request &viewer_ip(std::string_view address) & { return add(cfsign_request_set_viewer_ip, address); }
    Request viewer_ip(std::string_view address) && { return std::move(this->viewer_ip(address)); }
    Request &other_host(std::string_view host) & { return add(cfsign_request_add_other_host, host); }
    Request other_host(std::string_view host) && { return std::move(this->other_host(host)); }
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

} // namespace cfsign

#endif // CFSIGN_VERIFIER_HPP
