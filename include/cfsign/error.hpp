// Part of cfsign.hpp: errors as exceptions.

#ifndef CFSIGN_ERROR_HPP
#define CFSIGN_ERROR_HPP

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../cfsign.h"

namespace cfsign {

// Why a call failed; what() is the sentence. Copies share their texts, so that copying one, as throwing does, cannot
// throw.
class Error : public std::runtime_error {
public:
    // Copies what is told; the object stays the caller's.
    explicit Error(const cfsign_error *error)
        : std::runtime_error(text(cfsign_error_message(error)).value_or("no error")),
          status_(cfsign_error_status(error)),
          texts_(std::make_shared<const Texts>(Texts{text(cfsign_error_suggestion(error)),
                                                     text(cfsign_error_cloudfront_code(error)),
                                                     text(cfsign_error_cloudfront_message(error))})) {}

    // For what is found before the library is called.
    Error(cfsign_status status, const char *message)
        : std::runtime_error(message), status_(status), texts_(std::make_shared<const Texts>()) {}

    // Nothing is taken from one that is moved from, which so has its texts still.
    Error(const Error &) noexcept = default;
    Error &operator=(const Error &) noexcept = default;

    cfsign_status status() const noexcept { return status_; }
    // The stable word of the status, such as "expired".
    std::string_view code() const noexcept { return cfsign_status_code(status_); }
    // What the status is about: `key`, `input`, `denied` or `internal`.
    std::string_view error_class() const noexcept { return cfsign_status_class(status_); }
    // The corrected form of what was refused, where there is one.
    const std::optional<std::string> &suggestion() const & noexcept { return texts_->suggestion; }
    std::optional<std::string> suggestion() && { return texts_->suggestion; }
    // What CloudFront itself says to the viewer, where a request was refused.
    const std::optional<std::string> &cloudfront_code() const & noexcept { return texts_->cloudfront_code; }
    std::optional<std::string> cloudfront_code() && { return texts_->cloudfront_code; }
    const std::optional<std::string> &cloudfront_message() const & noexcept { return texts_->cloudfront_message; }
    std::optional<std::string> cloudfront_message() && { return texts_->cloudfront_message; }

private:
    struct Texts {
        std::optional<std::string> suggestion;
        std::optional<std::string> cloudfront_code;
        std::optional<std::string> cloudfront_message;
    };
    static std::optional<std::string> text(const char *text) {
        return text == nullptr ? std::nullopt : std::optional<std::string>(text);
    }

    cfsign_status status_;
    std::shared_ptr<const Texts> texts_;
};

} // namespace cfsign

#endif // CFSIGN_ERROR_HPP
