// Part of cfsign.hpp: what its classes share, and nobody else uses.

#ifndef CFSIGN_DETAIL_HPP
#define CFSIGN_DETAIL_HPP

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace cfsign {

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

inline std::vector<std::string> to_vector(cfsign_strings *strings) {
    Handle<cfsign_strings, cfsign_strings_free> owned(strings);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < cfsign_strings_count(strings); i++) {
        texts.emplace_back(cfsign_strings_get(strings, i));
    }
    return texts;
}

// An empty view may have no pointer, and to the library that would be an error.
inline const char *data(std::string_view text) { return text.empty() ? "" : text.data(); }

// Texts as C takes them. One more than there are, so that the arrays are never nothing.
class TextArray {
public:
    explicit TextArray(const std::vector<std::string> &texts)
        : count_(texts.size()), starts_(count_ + 1, ""), lens_(count_ + 1, 0) {
        for (std::size_t i = 0; i < count_; i++) {
            starts_[i] = texts[i].data();
            lens_[i] = texts[i].size();
        }
    }
    const char *const *starts() const noexcept { return starts_.data(); }
    const std::size_t *lens() const noexcept { return lens_.data(); }
    std::size_t count() const noexcept { return count_; }

private:
    std::size_t count_;
    std::vector<const char *> starts_;
    std::vector<std::size_t> lens_;
};

} // namespace detail

} // namespace cfsign

#endif // CFSIGN_DETAIL_HPP
