// Part of cfsign.hpp: signing.

#ifndef CFSIGN_SIGNER_HPP
#define CFSIGN_SIGNER_HPP

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cookies.hpp"
#include "detail.hpp"
#include "grant.hpp"
#include "policy.hpp"

namespace cfsign {

// Signs URLs and cookies; see cfsign_signer. May be used by many threads at once.
class Signer {
public:
    // Gets the hash algorithm and the message, and returns the signature. What it throws becomes
    // CFSIGN_EXTERNAL_SIGNER_FAILED. Called by many threads at once if many sign.
    using Callback = std::function<std::string(std::uint32_t, std::string_view)>;
    // Gets how many are done; returns false to end the batch. What it throws ends the batch too, and comes
    // out of sign_urls.
    using Progress = std::function<bool(std::size_t)>;
    // A signed URL, or why it was refused.
    using Result = std::variant<std::string, Error>;
    // Signed cookies, or why their policy was refused.
    using CookiesResult = std::variant<SignedCookies, Error>;
    using GrantResult = std::variant<Grant, Error>;

    Signer(std::string_view private_key, std::string_view key_pair_id,
           std::uint32_t hash_algorithm = CFSIGN_SHA1,
           std::optional<std::string_view> passphrase = std::nullopt)
        : handle_(detail::make<H>(cfsign_signer_new, detail::data(private_key), private_key.size(),
                                  passphrase ? detail::data(*passphrase) : nullptr,
                                  passphrase ? passphrase->size() : 0, detail::data(key_pair_id),
                                  key_pair_id.size(), hash_algorithm)) {}
    // A signer whose key is in an HSM, in KMS or in an agent.
    static Signer from_callback(Callback sign, std::string_view public_key, std::string_view key_pair_id,
                                std::uint32_t hash_algorithm = CFSIGN_SHA1) {
        auto context = std::make_unique<Callback>(std::move(sign));
        Signer made(detail::make<H>(cfsign_signer_from_callback, call, context.get(), release,
                                    detail::data(public_key), public_key.size(), detail::data(key_pair_id),
                                    key_pair_id.size(), hash_algorithm));
        static_cast<void>(context.release());
        return made;
    }

    // Another signer with the same key, whose batches take a path: one of the constants CFSIGN_BATCH_….
    Signer with_batch_path(std::uint32_t path) const {
        return Signer(detail::make<H>(cfsign_signer_with_batch_path, handle_.get(), path));
    }

    std::string sign_url(std::string_view url, std::int64_t expires) const {
        return detail::to_string(cfsign_sign_url, handle_.get(), detail::data(url), url.size(), expires);
    }
    std::string sign_url(std::string_view url, const Policy &policy) const {
        return detail::to_string(cfsign_sign_url_with, handle_.get(), detail::data(url), url.size(),
                                 policy.get());
    }
    std::string sign_url_with_raw_policy(std::string_view url, std::string_view policy) const {
        return detail::to_string(cfsign_sign_url_with_raw_policy, handle_.get(), detail::data(url),
                                 url.size(), detail::data(policy), policy.size());
    }
    // Signs many URLs on several threads; 0 for one for each core.
    std::vector<Result> sign_urls(const std::vector<std::string> &urls, std::int64_t expires,
                                  std::size_t threads = 0, Progress progress = nullptr) const {
        const detail::TextArray texts(urls);
        return results(run<cfsign_signed_urls>(std::move(progress), cfsign_sign_urls, texts.starts(), texts.lens(),
                                               texts.count(), expires, threads));
    }
    std::vector<Result> sign_urls(const std::vector<std::string> &urls, const Policy &policy,
                                  std::size_t threads = 0, Progress progress = nullptr) const {
        const detail::TextArray texts(urls);
        return results(run<cfsign_signed_urls>(std::move(progress), cfsign_sign_urls_with, texts.starts(),
                                               texts.lens(), texts.count(), policy.get(), threads));
    }
    std::vector<Result> sign_urls_with_raw_policy(const std::vector<std::string> &urls, std::string_view policy,
                                                  std::size_t threads = 0, Progress progress = nullptr) const {
        const detail::TextArray texts(urls);
        return results(run<cfsign_signed_urls>(std::move(progress), cfsign_sign_urls_with_raw_policy, texts.starts(),
                                               texts.lens(), texts.count(), detail::data(policy), policy.size(),
                                               threads));
    }
    // Signs each URL under the policy of its place.
    std::vector<Result> sign_urls_each(const std::vector<std::string> &urls,
                                       const std::vector<std::reference_wrapper<const Policy>> &policies,
                                       std::size_t threads = 0, Progress progress = nullptr) const {
        if (urls.size() != policies.size()) {
            throw Error(CFSIGN_INVALID_ARGUMENT, "there are more URLs than policies, or fewer");
        }
        const detail::TextArray texts(urls);
        const auto pointers = pointers_to(policies);
        return results(run<cfsign_signed_urls>(std::move(progress), cfsign_sign_urls_each, texts.starts(), texts.lens(),
                                               texts.count(), pointers.data(), threads));
    }
    std::vector<CookiesResult> sign_cookies_each(const std::vector<std::reference_wrapper<const Policy>> &policies,
                                                 std::size_t threads = 0, Progress progress = nullptr) const {
        const auto pointers = pointers_to(policies);
        const detail::Handle<cfsign_signed_cookies, cfsign_signed_cookies_free> made(
            run<cfsign_signed_cookies>(std::move(progress), cfsign_sign_cookies_each, pointers.data(),
                                       policies.size(), threads));
        return copies<SignedCookies, cfsign_cookies>(cfsign_signed_cookies_get, made.get(),
                                                     cfsign_signed_cookies_count(made.get()));
    }
    // Signs each policy once.
    std::vector<GrantResult> grants(const std::vector<std::reference_wrapper<const Policy>> &policies,
                                    std::size_t threads = 0, Progress progress = nullptr) const {
        const auto pointers = pointers_to(policies);
        const detail::Handle<cfsign_signed_grants, cfsign_signed_grants_free> made(run<cfsign_signed_grants>(
            std::move(progress), cfsign_sign_grants, pointers.data(), policies.size(), threads));
        return copies<Grant, cfsign_grant>(cfsign_signed_grants_get, made.get(),
                                           cfsign_signed_grants_count(made.get()));
    }
    SignedCookies sign_cookies(const Policy &policy) const {
        cfsign_cookies *cookies = nullptr;
        detail::check(cfsign_sign_cookies, handle_.get(), policy.get(), &cookies);
        return SignedCookies(cookies);
    }
    SignedCookies sign_cookies_with_raw_policy(std::string_view policy) const {
        cfsign_cookies *cookies = nullptr;
        detail::check(cfsign_sign_cookies_with_raw_policy, handle_.get(), detail::data(policy), policy.size(),
                      &cookies);
        return SignedCookies(cookies);
    }
    Grant grant(const Policy &policy) const {
        cfsign_grant *grant = nullptr;
        detail::check(cfsign_sign_grant, handle_.get(), policy.get(), &grant);
        return Grant(grant);
    }
    // The bare signature.
    std::string sign_message(std::string_view message) const {
        return detail::to_string(cfsign_sign_message, handle_.get(), detail::data(message), message.size());
    }
    std::string key_pair_id() const { return cfsign_signer_key_pair_id(detail::present(handle_.get())); }
    // Such as "RSA 2048" or "ECDSA P-256".
    std::string key_type() const { return cfsign_signer_key_type(detail::present(handle_.get())); }
    // CFSIGN_SHA1 or CFSIGN_SHA256.
    std::uint32_t hash_algorithm() const { return cfsign_signer_hash_algorithm(detail::present(handle_.get())); }
    const cfsign_signer *get() const noexcept { return handle_.get(); }

private:
    using H = detail::Handle<cfsign_signer, cfsign_signer_free>;
    explicit Signer(H handle) : handle_(std::move(handle)) {}

    static int call(void *context, std::uint32_t hash_algorithm, const char *message,
                     std::size_t message_len, char *signature, std::size_t signature_size,
                     std::size_t *signature_len) noexcept {
        try {
            const auto &sign = *static_cast<const Callback *>(context);
            const std::string made = sign(hash_algorithm, std::string_view(message, message_len));
            if (made.size() > signature_size) {
                return 0;
            }
            *signature_len = made.copy(signature, signature_size);
            return 1;
        } catch (...) {
            return 0;
        }
    }
    static void release(void *context) noexcept { delete static_cast<Callback *>(context); }

    struct Watched {
        Progress progress;
        std::exception_ptr thrown;
    };
    static int tell(void *context, std::size_t done) noexcept {
        auto &watched = *static_cast<Watched *>(context);
        try {
            return !watched.progress || watched.progress(done) ? 1 : 0;
        } catch (...) {
            watched.thrown = std::current_exception();
            return 0;
        }
    }
    static std::vector<const cfsign_policy *>
    pointers_to(const std::vector<std::reference_wrapper<const Policy>> &policies) {
        // One more than there are, so that the array is never nothing.
        std::vector<const cfsign_policy *> pointers;
        pointers.reserve(policies.size() + 1);
        for (const Policy &policy : policies) {
            pointers.push_back(policy.get());
        }
        pointers.push_back(nullptr);
        return pointers;
    }
    // Runs a batch; what `progress` throws comes out.
    template <typename Made, typename Function, typename... Arguments>
    Made *run(Progress progress, Function function, Arguments... arguments) const {
        Watched watched{std::move(progress), nullptr};
        Made *made = nullptr;
        try {
            detail::check(function, handle_.get(), arguments..., tell, &watched, &made);
        } catch (const Error &) {
            if (watched.thrown) {
                std::rethrow_exception(watched.thrown);
            }
            throw;
        }
        return made;
    }
    template <typename Copy, typename Raw, typename Function, typename Made>
    static std::vector<std::variant<Copy, Error>> copies(Function get, const Made *made, std::size_t count) {
        std::vector<std::variant<Copy, Error>> all;
        all.reserve(count);
        for (std::size_t i = 0; i < count; i++) {
            Raw *copy = nullptr;
            cfsign_error *error = nullptr;
            if (get(made, i, &copy, &error) == CFSIGN_OK) {
                all.emplace_back(Copy(copy));
            } else {
                detail::ErrorHandle reason(error);
                all.emplace_back(Error(reason.get()));
            }
        }
        return all;
    }
    static std::vector<Result> results(cfsign_signed_urls *made) {
        detail::Handle<cfsign_signed_urls, cfsign_signed_urls_free> owned(made);
        std::vector<Result> results;
        for (std::size_t i = 0; i < cfsign_signed_urls_count(made); i++) {
            const char *url = nullptr;
            cfsign_error *error = nullptr;
            if (cfsign_signed_urls_get(made, i, &url, &error) == CFSIGN_OK) {
                results.emplace_back(std::string(url));
            } else {
                detail::ErrorHandle reason(error);
                results.emplace_back(Error(reason.get()));
            }
        }
        return results;
    }

    H handle_;
};

} // namespace cfsign

#endif // CFSIGN_SIGNER_HPP
