// Part of cfsign.hpp: keys by themselves, and new ones.

#ifndef CFSIGN_KEY_HPP
#define CFSIGN_KEY_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "detail.hpp"

namespace cfsign {

// A public key: what CloudFront holds; see cfsign_public_key_new.
class PublicKey {
public:
    // SPKI or PKCS#1, as PEM or DER.
    explicit PublicKey(std::string_view public_key)
        : handle_(detail::make<H>(cfsign_public_key_new, detail::data(public_key), public_key.size())) {}
    // Takes ownership: frees it.
    explicit PublicKey(cfsign_public_key *key) noexcept : handle_(key) {}

    // Such as "RSA 2048" or "ECDSA P-256".
    std::string key_type() const { return cfsign_public_key_type(detail::present(handle_.get())); }
    // Whether `signature` is one over `message` by the private half.
    bool verify(std::uint32_t hash_algorithm, std::string_view message, std::string_view signature) const {
        bool right = false;
        detail::check(cfsign_public_key_verify, handle_.get(), hash_algorithm, detail::data(message), message.size(),
                      detail::data(signature), signature.size(), &right);
        return right;
    }
    // As it is uploaded to CloudFront.
    std::string pem() const { return detail::to_string(cfsign_public_key_pem, handle_.get()); }
    // SubjectPublicKeyInfo, in bytes.
    std::string der() const { return detail::to_string(cfsign_public_key_der, handle_.get()); }
    const cfsign_public_key *get() const noexcept { return handle_.get(); }

private:
    using H = detail::Handle<cfsign_public_key, cfsign_public_key_free>;
    H handle_;
};

// A private key by itself, for programs that sign messages and not URLs; see cfsign_private_key_new.
class PrivateKey {
public:
    explicit PrivateKey(std::string_view private_key, std::optional<std::string_view> passphrase = std::nullopt)
        : handle_(detail::make<H>(cfsign_private_key_new, detail::data(private_key), private_key.size(),
                                  passphrase ? detail::data(*passphrase) : nullptr,
                                  passphrase ? passphrase->size() : 0)) {}

    // Such as "RSA 2048" or "ECDSA P-256".
    std::string key_type() const { return cfsign_private_key_type(detail::present(handle_.get())); }
    // The signature in bytes: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA.
    std::string sign(std::uint32_t hash_algorithm, std::string_view message) const {
        return detail::to_string(cfsign_private_key_sign, handle_.get(), hash_algorithm, detail::data(message),
                                 message.size());
    }
    PublicKey public_key() const {
        cfsign_public_key *key = nullptr;
        detail::check(cfsign_private_key_public_key, handle_.get(), &key);
        return PublicKey(key);
    }
    const cfsign_private_key *get() const noexcept { return handle_.get(); }

private:
    using H = detail::Handle<cfsign_private_key, cfsign_private_key_free>;
    H handle_;
};

// A new key pair in PEM; see cfsign_generate_key_pair. The texts belong to it, and the private one is zeroed with it.
class KeyPair {
public:
    // CFSIGN_ECDSA_P256 or CFSIGN_RSA_2048.
    explicit KeyPair(std::uint32_t key_type) : handle_(detail::make<H>(cfsign_generate_key_pair, key_type)) {}

    std::string_view private_pem() const & { return cfsign_key_pair_private_pem(detail::present(handle_.get())); }
    std::string_view public_pem() const & { return cfsign_key_pair_public_pem(detail::present(handle_.get())); }
    // Views into a pair that is gone with the expression: give it a name.
    std::string_view private_pem() const && = delete;
    std::string_view public_pem() const && = delete;

private:
    using H = detail::Handle<cfsign_key_pair, cfsign_key_pair_free>;
    H handle_;
};

} // namespace cfsign

#endif // CFSIGN_KEY_HPP
