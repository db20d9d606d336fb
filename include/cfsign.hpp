// cfsign for C++17: the objects of cfsign.h, freed by themselves, and errors as exceptions.
//
//     cfsign::Signer signer(private_key_pem, "K2JCJMDEHXQW5F");
//     std::string url = signer.sign_url("https://d111111abcdef8.cloudfront.net/image.jpg", std::time(nullptr) + 3600);
//
// cfsign.h is the manual: what is said there of units, errors and threads holds here. Objects can be moved
// and not copied. One that was moved from can be assigned to and destroyed; anything else throws
// CFSIGN_NULL_POINTER. Setters can be chained, also from a new object: Policy::below(…).ip_address(…). Text
// is UTF-8 and goes in as std::string_view; keys and messages are any bytes.

#ifndef CFSIGN_HPP
#define CFSIGN_HPP

#include "cfsign/cookies.hpp"
#include "cfsign/error.hpp"
#include "cfsign/explain.hpp"
#include "cfsign/functions.hpp"
#include "cfsign/grant.hpp"
#include "cfsign/key.hpp"
#include "cfsign/policy.hpp"
#include "cfsign/signer.hpp"
#include "cfsign/url.hpp"
#include "cfsign/verifier.hpp"

#endif // CFSIGN_HPP
