// Part of cfsign.hpp: URLs from raw names.

#ifndef CFSIGN_URL_HPP
#define CFSIGN_URL_HPP

#include <string>
#include <string_view>
#include <utility>

#include "detail.hpp"

namespace cfsign {

// Builds URLs from raw names; see cfsign_url_builder.
class UrlBuilder {
public:
    explicit UrlBuilder(std::string_view origin)
        : handle_(detail::make<H>(cfsign_url_builder_new, detail::data(origin), origin.size())) {}
    UrlBuilder &path(std::string_view path) & { return append(cfsign_url_builder_path, path); }
    UrlBuilder path(std::string_view path) && { return std::move(this->path(path)); }
    UrlBuilder &segment(std::string_view name) & { return append(cfsign_url_builder_segment, name); }
    UrlBuilder segment(std::string_view name) && { return std::move(this->segment(name)); }
    UrlBuilder &download_as(std::string_view name) & { return append(cfsign_url_builder_download_as, name); }
    UrlBuilder download_as(std::string_view name) && { return std::move(this->download_as(name)); }
    UrlBuilder &show_as(std::string_view name) & { return append(cfsign_url_builder_show_as, name); }
    UrlBuilder show_as(std::string_view name) && { return std::move(this->show_as(name)); }
    UrlBuilder &query(std::string_view name, std::string_view value) & {
        detail::check(cfsign_url_builder_query, handle_.get(), detail::data(name), name.size(),
                      detail::data(value), value.size());
        return *this;
    }
    UrlBuilder query(std::string_view name, std::string_view value) && { return std::move(this->query(name, value)); }
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

} // namespace cfsign

#endif // CFSIGN_URL_HPP
