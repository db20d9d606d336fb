//! What explain can find: one table, with what to do about each.

use std::fmt;

/// One thing that was found, and what to do about it.
///
/// [`Finding::kind`] and its code are for programs and never change; the text is for people. It has
/// no signature in it, but may name a path or a host.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    kind: FindingKind,
    detail: String,
}

impl Finding {
    pub(super) fn new(kind: FindingKind, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { kind, detail }
    }

    /// The kind of finding.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        self.kind
    }

    /// The stable word of the kind, such as `other-hash`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// What was found in this case; empty where the sentence of the kind says it all.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        self.kind.advice()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.sentence())?;
        if self.detail.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.detail)
        }
    }
}

impl fmt::Debug for Finding {
    /// The detail stays out: it may name what is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Finding").field(&self.code()).finish()
    }
}

/// Makes everything that is known of a kind from one entry each.
macro_rules! finding_kinds {
    ($($name:ident $code:literal $sentence:literal => $advice:literal;)*) => {
        /// What explain can find, for programs. Codes are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FindingKind {
            $(#[doc = concat!("`", $code, "`: ", $sentence, ".")] $name,)*
        }

        impl FindingKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable word of the kind.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What was found, in general.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }

            /// What to do.
            #[must_use]
            pub fn advice(self) -> &'static str {
                match self { $(Self::$name => $advice,)* }
            }
        }
    };
}

finding_kinds! {
    // Proven by a signature that is right for something else.
    OtherKey "other-key" "the signature is by another key of the group"
        => "send the key pair ID of the key that signs, or sign with the key that the ID belongs to";
    OtherHash "other-hash" "the signature is over the other hash than the request says"
        => "with SHA-256 send Hash-Algorithm=SHA256 (the cookie CloudFront-Hash-Algorithm); with SHA-1 leave it out";
    OtherScheme "other-scheme" "another scheme was signed than the viewer uses"
        => "sign https:// if viewers are redirected to it, or sign a custom policy whose resource begins with http*://";
    OtherHost "other-host" "another host was signed than the viewer uses"
        => "sign the URL with the host, and the port if there is one, that stands in the viewer's address bar";
    PercentEncoding "percent-encoding" "the URL was percent-encoded or decoded after it was signed"
        => "percent-encode the URL first, sign the outcome, and hand it out unchanged";
    Tilde "tilde" "~ and %7E were exchanged in the URL after it was signed"
        => "sign the URL as it is sent; ~ needs no encoding";
    Plus "plus" "+, %20 and %2B were exchanged in the URL after it was signed"
        => "write a blank as %20 and a plus as %2B, and sign the outcome";
    EscapeCase "escape-case" "the letters of percent-escapes were changed after signing"
        => "write escapes with capital letters, as %2F, before signing";
    QueryAdded "query-added" "query parameters were added after signing"
        => "add them before signing, or sign a custom policy whose resource ends with *";
    QueryMoved "query-moved" "query parameters were put in another order after signing"
        => "sign the query string in the order in which it is sent";
    EmptyQuery "empty-query" "the URL was signed with an empty query string"
        => "take the ? or & off that nothing follows, and sign again";
    TrailingNewline "trailing-newline" "the signed policy ends with a line break that CloudFront does not have"
        => "sign the policy without it: printf instead of echo, trim what is read from a file";
    PolicyBlanks "policy-blanks" "the signed policy differs in blanks or line breaks"
        => "sign the policy without any blanks, and send the very bytes that were signed";
    PolicyOrder "policy-order" "the signed policy has its members in another order"
        => "write Resource before Condition, as CloudFront does when it rebuilds a canned policy";
    JsonEscapes "json-escapes" "the signed policy has characters escaped that CloudFront writes plain"
        => "write / and & as they are: JSON_UNESCAPED_SLASHES in PHP, SetEscapeHTML(false) in Go";
    TimeAsText "time-as-text" "a time of the policy is in quotes"
        => "write AWS:EpochTime as a number without quotes";
    WildcardAsCanned "wildcard-as-canned" "a wildcard was signed as a canned policy"
        => "send the policy itself (Policy, or the cookie CloudFront-Policy) in place of Expires; CloudFront rebuilds canned policies from the exact URL";
    Milliseconds "milliseconds" "a time is in milliseconds"
        => "divide it by 1000 and drop the fraction: CloudFront counts seconds";
    Base64Alphabet "base64-alphabet" "a value is in another Base64 than CloudFront's"
        => "encode with + / = and then write - for +, ~ for / and _ for =; this is not the URL-safe Base64 of RFC 4648";
    RawEcdsa "raw-ecdsa-signature" "the ECDSA signature is the bare numbers r and s"
        => "send it in ASN.1 DER: the default of OpenSSL and Node, encode_dss_signature in Python, not the IEEE P1363 form";
    TrailingSlash "trailing-slash" "the slash at the end of the path was added or removed after signing"
        => "sign the path as viewers request it";
    DoubleSlash "double-slash" "a doubled slash in the path is not the same in what was signed"
        => "join domain and file name with one slash before signing";
    IndexHtml "index-html" "index.html was added or removed after signing"
        => "sign the URL as viewers request it; the signature is checked before the default root object or a function is applied";
    RelativeResource "relative-resource" "the path alone was signed"
        => "sign the whole URL, with scheme and host";
    SignedFragment "signed-fragment" "the URL was signed with its fragment, which browsers do not send"
        => "take the # and what follows it off before signing";
    NotThePolicy "not-the-policy" "something else than the policy was signed"
        => "sign the bytes of the policy, before Base64";
    CannedAsCustom "canned-as-custom" "the canned policy was signed, and another policy is sent"
        => "send Expires in place of Policy, or sign the policy that is sent";
    NoNearMiss "no-near-miss" "no near miss was found"
        => "if another host name was signed (a distribution has its own and its alternate ones), name it as another host; it may also be a key whose public half is not in this group, or a value that was changed after signing; sign the string that CloudFront verifies and compare";

    // Seen in the request.
    NoKeys "no-keys" "no public key was given"
        => "give the public keys of the trusted key group; without them no signature can be checked";
    EscapedAmpersand "escaped-ampersand" "the & between parameters is escaped, as in &amp;"
        => "take the URL out of HTML or JSON with a decoder; write &amp; in HTML only, and once only";
    CutAtAmpersand "cut-at-ampersand" "the URL ends after its first signing parameter"
        => "quote the URL in the shell with '…': an & without quotes ends the command";
    SignatureCut "signature-cut" "the signature is shorter than signatures of the key are"
        => "look where the URL or cookie was cut: a column of a database, a limit on cookies, a line break in a mail";
    ParameterName "parameter-name" "a signing parameter or cookie has its name misspelled"
        => "write the names as CloudFront does, with the same capital letters and hyphens";
    CookiesIgnored "cookies-ignored" "the cookies are not looked at, since the URL has signing parameters"
        => "take Expires, Policy, Signature, Key-Pair-Id and Hash-Algorithm out of the URL, or sign it in full";
    CookieEncoded "cookie-encoded" "a cookie value is percent-encoded"
        => "send cookie values as they are: setrawcookie in PHP, encode: String in Express; cookies are not decoded by CloudFront";
    CookieQuoted "cookie-quoted" "a cookie value is in quotes"
        => "send cookie values without quotes";
    ParametersInFragment "parameters-in-fragment" "the signing parameters stand after a #, and browsers do not send them"
        => "take the fragment off before signing and put it at the very end, or write # as %23 if it is part of a name";
    Fragment "fragment" "the URL has a fragment, which browsers do not send"
        => "take it off before signing, or write # as %23 if it is part of a name";
    Blanks "blanks" "the URL has blanks, line breaks or quotes in it or around it"
        => "copy the URL in one piece; percent-encode blanks as %20 before signing";
    NoScheme "no-scheme" "the URL has no scheme, so https:// was taken"
        => "give the whole URL";
    SignedTwice "signed-twice" "the URL has been signed twice"
        => "sign the bare URL; the first signing parameters are part of what the second signature covers";
    S3Presigned "s3-presigned" "this is a URL for Amazon S3"
        => "sign the URL of the distribution, with a CloudFront key pair; S3 and CloudFront know nothing of each other's signatures";
    KeyIdOfSomethingElse "key-id-of-something-else" "the key pair ID is the ID of something else"
        => "take the ID from CloudFront, Public keys; it begins with K";
    KeyIdSpelling "key-id-spelling" "the key pair ID differs from one of the group in blanks or capital letters"
        => "send the ID exactly as CloudFront shows it";
    Placeholder "placeholder" "a value is the name of an unset variable"
        => "set the variable where the URL is signed";
    HashName "hash-name" "the hash algorithm is not spelled as CloudFront does"
        => "write SHA256, or leave it out for SHA-1";

    // Seen in the policy.
    PolicyNotJson "policy-not-json" "the policy is no JSON"
        => "write it with a JSON library, and send the bytes that were signed";
    TimeWithFraction "time-with-fraction" "a time has a fraction"
        => "round it to whole seconds: int(time.time()), Math.floor(Date.now() / 1000)";
    EpochTimeWithoutPrefix "epoch-time-without-prefix" "the policy has EpochTime in place of AWS:EpochTime"
        => "write AWS:EpochTime for CloudFront; edges that take EpochTime are not CloudFront";
    SeveralStatements "several-statements" "the policy has more than one statement"
        => "write one statement, with a wildcard if it is for several files";
    BucketPolicy "bucket-policy" "the policy is one for S3 or IAM"
        => "write a CloudFront policy: Resource is a URL, and there is no Effect, Principal, Action or Version";
    Ipv6Range "ipv6-range" "the policy has an IPv6 range"
        => "CloudFront policies take IPv4 only: leave the condition out";
    DurationAsTime "duration-as-time" "a time is so small that it is a duration"
        => "add the duration to the time of now: CloudFront takes seconds since 1970";

    // Times, addresses and resources.
    Expired "expired" "the signature has expired"
        => "sign anew; give what is fetched later (pages in a cache, the segments of a video) more time";
    NotYetValid "not-yet-valid" "the signature is not valid yet"
        => "leave DateGreaterThan out unless access must begin later";
    ClockSkew "clock-skew" "it is a matter of minutes, so a clock may be wrong"
        => "set the clock of the signing host by NTP, and begin a few minutes earlier";
    OtherAddress "other-address" "the viewer has another address than the policy allows"
        => "sign for the address that CloudFront sees, which is that of a proxy or NAT; leave the condition out for mobile viewers";
    Ipv6Viewer "ipv6-viewer" "the viewer comes by IPv6, and policies know IPv4 only"
        => "turn IPv6 off for the distribution, or leave IpAddress out";
    NoViewerAddress "no-viewer-address" "the policy has an address, and that of the viewer was not given"
        => "give the address of the viewer to have it checked";
    ResourceScheme "resource-scheme" "the policy is for another scheme"
        => "write the resource with the scheme that viewers use, or http*:// for both";
    ResourceHost "resource-host" "the policy is for another host"
        => "write the resource with the host that viewers use: the alternate domain name, if they use it";
    ResourcePath "resource-path" "the policy is for another path"
        => "write the path with a wildcard, as in /videos/*; a directory without * covers nothing below it";
    ResourceQuery "resource-query" "the policy is for another query string"
        => "end the resource with * to cover any query string";
    ResourceForm "resource-form" "the resource of the policy has no form that matches anything"
        => "write it as https://domain/path, with wildcards where they are meant";
    DotSegment "dot-segment" "the path has . or .. segments"
        => "resolve them before the request is made, as browsers do";

    // What a browser does with Set-Cookie.
    CookieDomainForeign "cookie-domain-foreign" "the browser drops the cookie, since its Domain is not that of the page or a parent of it"
        => "set Domain to a domain that both the page and the distribution are in";
    CookieDomainOutside "cookie-domain-outside" "the browser does not send the cookie, since the resource is outside of its Domain"
        => "give the distribution an alternate domain name below the domain of the page, and set Domain to what both share";
    CookieDomainCloudFront "cookie-domain-cloudfront" "no browser lets a page set cookies for cloudfront.net"
        => "give the distribution an alternate domain name below the domain of the page, and set Domain to what both share";
    CookieDomainPublicSuffix "cookie-domain-public-suffix" "the browser drops the cookie, since its Domain is a public suffix or an IP address"
        => "set Domain to the domain that is registered, or to one below it";
    CookieHostOnly "cookie-host-only" "the browser sends the cookie to the host of the page only, since it has no Domain"
        => "set Domain to a domain that both the page and the distribution are in";
    CookiePathStar "cookie-path-star" "the Path has a *, which browsers take for itself"
        => "leave the * off: a Path covers what is below it";
    CookiePathOutside "cookie-path-outside" "the browser does not send the cookie, since the resource is not below its Path"
        => "set Path=/, or the directory of the resource";
    CookieSecure "cookie-secure" "a Secure cookie is neither taken from nor sent to plain http"
        => "serve page and resource over https";
    CookieSameSiteNone "cookie-same-site-none" "the browser drops a cookie with SameSite=None and without Secure"
        => "add Secure";
    CookieSameSite "cookie-same-site" "the resource is on another site, and SameSite keeps the cookie from it"
        => "serve the resource below the domain of the page, by the same scheme; or set SameSite=None and Secure";
    CookieThirdParty "cookie-third-party" "page and resource are on different sites, and browsers block third-party cookies"
        => "give the distribution an alternate domain name below the domain of the page, or use signed URLs";
    CookieExpired "cookie-expired" "the browser removes the cookie at once, since it has expired"
        => "leave Expires and Max-Age out: the policy ends when it ends";
    CookieMissing "cookie-missing" "a cookie of the set is missing"
        => "set CloudFront-Signature, CloudFront-Key-Pair-Id and one of CloudFront-Policy and CloudFront-Expires, each in a Set-Cookie line of its own";
    CookieUnreadable "cookie-unreadable" "this is no Set-Cookie line, page origin or resource URL that can be judged"
        => "give lines as name=value; Path=/, the page as https://www.example.com and the resource as a whole URL";
}
