// Prints the Set-Cookie headers that open a folder of videos to a visitor who has logged in, and checks, as
// CloudFront will, that they open it.
//
//     login_cookies PRIVATE_KEY_FILE PUBLIC_KEY_FILE KEY_PAIR_ID APP_HOST CDN_HOST
//
// A server would make the signer once, and call set_cookie_lines for each visitor.

#include <cfsign.hpp>

#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>

static std::string read_file(const char *name) {
    std::ifstream file(name, std::ios::binary);
    if (!file) {
        throw std::runtime_error(std::string("cannot read ") + name);
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

int main(int argc, char **argv) try {
    if (argc != 6) {
        std::cerr << "usage: " << argv[0] << " PRIVATE_KEY PUBLIC_KEY KEY_PAIR_ID APP_HOST CDN_HOST\n";
        return 2;
    }
    const std::string key_pair_id = argv[3], app_host = argv[4], cdn_host = argv[5];
    const std::int64_t now = std::time(nullptr);
    const cfsign::Signer signer(read_file(argv[1]), key_pair_id, CFSIGN_SHA256);

    const auto policy = cfsign::Policy::below("https://" + cdn_host + "/videos", now + 3600);
    const auto cookies = signer.sign_cookies(policy);
    cfsign::CookieAttributes attributes;
    if (const auto domain = cfsign::shared_cookie_domain(app_host, cdn_host); !domain.empty()) {
        attributes.domain(domain);
    }
    for (const auto &line : cookies.set_cookie_lines(attributes)) {
        std::cout << "Set-Cookie: " << line << '\n';
    }

    const cfsign::Verifier verifier({{key_pair_id, read_file(argv[2])}});
    cfsign::Request request("https", cdn_host, "/videos/1/segment-7.ts");
    request.cookie_header(cookies.header());
    const auto allowed = verifier.verify(request, now);
    std::cout << "They open " << allowed.origin_url << " until " << allowed.expires << '\n';
    return 0;
} catch (const cfsign::Error &error) {
    std::cerr << error.code() << ": " << error.what() << '\n';
    return 1;
} catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
