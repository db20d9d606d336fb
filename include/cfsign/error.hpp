// Part of cfsign.hpp: errors as exceptions.

#ifndef CFSIGN_ERROR_HPP
#define CFSIGN_ERROR_HPP

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../cfsign.h"

namespace cfsign {

// Why a call failed; what() is the sentence.
class Error : public std::runtime_error {
public:
    explicit Error(const cfsign_error *error)
        : std::runtime_error(optional(cfsign_error_message(error)).value_or("no error")), status_(cfsign_error_status(error)), suggestion_(optional(cfsign_error_suggestion(error))),
          cloudfront_code_(optional(cfsign_error_cloudfront_code(error))),
          cloudfront_message_(optional(cfsign_error_cloudfront_message(error))) {}

    // For what is found before the library is called.
    Error(cfsign_status status, const char *message) : std::runtime_error(message), status_(status) {}

    cfsign_status status() const noexcept { return status_; }
    // The stable word of the status, such as "expired".
    std::string_view code() const noexcept { return cfsign_status_code(status_); }
    // What the status is about: `key`, `input`, `denied` or `internal`.
    std::string_view error_class() const noexcept { return cfsign_status_class(status_); }
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

} // namespace cfsign

#endif // CFSIGN_ERROR_HPP
