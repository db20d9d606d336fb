// Part of cfsign.hpp: Base64, times, the version.

#ifndef CFSIGN_FUNCTIONS_HPP
#define CFSIGN_FUNCTIONS_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "detail.hpp"

namespace cfsign {

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
    detail::check(cfsign_expires_in, ttl, now, bucket, &expires);
    return expires;
}

// The version of the library that runs; CFSIGN_VERSION is that of the headers.
inline std::string_view version() noexcept { return cfsign_version(); }

} // namespace cfsign

#endif // CFSIGN_FUNCTIONS_HPP
