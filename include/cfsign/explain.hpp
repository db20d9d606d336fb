// Part of cfsign.hpp: what becomes of cookies and requests elsewhere: in browsers, and behind CloudFront.

#ifndef CFSIGN_EXPLAIN_HPP
#define CFSIGN_EXPLAIN_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detail.hpp"

namespace cfsign {

// Something that is wrong with signed cookies.
struct Finding {
    std::string code;
    std::string message;
    std::string advice;
};

// Whether a browser would keep the cookies of these Set-Cookie lines and send them with the resource; see
// cfsign_judge_set_cookie. Nothing is found where all is well.
inline std::vector<Finding> judge_set_cookie(const std::vector<std::string> &lines, std::string_view page_origin,
                                             std::string_view resource_url, std::int64_t now) {
    using Found = detail::Handle<cfsign_findings, cfsign_findings_free>;
    const detail::TextArray texts(lines);
    const auto found = detail::make<Found>(cfsign_judge_set_cookie, texts.starts(), texts.lens(), texts.count(),
                                           detail::data(page_origin), page_origin.size(),
                                           detail::data(resource_url), resource_url.size(), now);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < cfsign_findings_count(found.get()); i++) {
        findings.push_back({cfsign_findings_code(found.get(), i), cfsign_findings_message(found.get(), i),
                            cfsign_findings_advice(found.get(), i)});
    }
    return findings;
}

// Who wrote a response.
struct ResponseOrigin {
    std::string code;
    // `cloudfront`, `s3`, `kms`, `waf`, `other-edge` or `unknown`.
    std::string layer;
    std::string meaning;
    std::string advice;
};

// Who answered, from the status (0 if it is not known), the header lines and the body; see cfsign_classify_response.
inline ResponseOrigin classify_response(std::uint32_t http_status, std::string_view headers,
                                        std::string_view body) {
    using Found = detail::Handle<cfsign_response_origin, cfsign_response_origin_free>;
    const auto found = detail::make<Found>(cfsign_classify_response, http_status, detail::data(headers),
                                           headers.size(), detail::data(body), body.size());
    return {cfsign_response_origin_code(found.get()), cfsign_response_origin_layer(found.get()),
            cfsign_response_origin_meaning(found.get()), cfsign_response_origin_advice(found.get())};
}

} // namespace cfsign

#endif // CFSIGN_EXPLAIN_HPP
