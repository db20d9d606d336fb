<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Handle;
use Cfsign\Internal\Library;
use Cfsign\Internal\Seconds;

/**
 * Lets requests through or refuses them, as a CloudFront distribution with a trusted key group does.
 *
 *     $verifier = new Verifier(['K2JCJMDEHXQW5F' => file_get_contents('public_key.pem')]);
 *     echo $verifier->explain($url);
 */
final class Verifier
{
    /** Those that CloudFront reads. */
    private const COOKIES = [
        'CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id', 'CloudFront-Expires',
        'CloudFront-Hash-Algorithm',
    ];

    private readonly Library $library;
    private readonly Handle $handle;

    /**
     * @param array<string, string> $publicKeys   PEM or DER by key pair ID: the trusted key group
     * @param bool $validAtItsEnd                 requests pass in the very second of DateLessThan
     * @param bool $validAtItsStart               requests pass in the very second of DateGreaterThan
     * @param bool $refuseExpiresBesidePolicy     requests with both are refused
     * @param bool $epochTimeWithoutPrefix        EpochTime is taken for AWS:EpochTime
     * @param bool $ignoreHostCase                the host is taken in small letters
     * @param int  $cacheEntries                  how many policies whose signatures were right are kept
     * @throws InvalidKeyException
     * @throws LibraryUnavailableException
     */
    public function __construct(
        #[\SensitiveParameter] array $publicKeys,
        bool $validAtItsEnd = false,
        bool $validAtItsStart = false,
        bool $refuseExpiresBesidePolicy = false,
        bool $epochTimeWithoutPrefix = false,
        bool $ignoreHostCase = false,
        int $cacheEntries = 0,
    ) {
        $library = $this->library = Library::get();
        $ffi = $library->ffi;
        $group = $library->handle('key_group', fn ($at, $errorAt) => $ffi->cfsign_key_group_new($at, $errorAt));
        foreach ($publicKeys as $id => $key) {
            // PHP makes numbers of keys that look like them.
            $id = (string) $id;
            if (!is_string($key)) {
                $found = get_debug_type($key);
                throw new \TypeError("wanted the public key of $id as a text, and found $found; could its file be read?");
            }
            $library->call(fn ($errorAt) => $ffi->cfsign_key_group_add(
                $group->pointer,
                $id,
                strlen($id),
                $key,
                strlen($key),
                $errorAt,
            ));
        }
        $options = ($validAtItsEnd ? 1 : 0) | ($validAtItsStart ? 2 : 0) | ($refuseExpiresBesidePolicy ? 4 : 0)
            | ($epochTimeWithoutPrefix ? 8 : 0) | ($ignoreHostCase ? 16 : 0);
        $this->handle = $library->handle('verifier', fn ($at, $errorAt) => $ffi->cfsign_verifier_new(
            $group->pointer,
            $options,
            max(0, $cacheEntries),
            $at,
            $errorAt,
        ));
    }

    /**
     * Decides about a request for `url`, byte for byte as the viewer sent it.
     *
     * @param string|array<mixed>|null          $cookies  a `Cookie` header, several joined with `; `, or `$_COOKIE`, of
     *                                                    which the texts called `CloudFront-…` are taken
     * @param string|null                       $viewerIp IPv4 or IPv6; without it no policy with a range allows
     *                                                    anything
     * @param int|\DateTimeInterface|null       $now      the clock's, if it is not given
     * @throws AccessDeniedException `errorCode` has the reason, `cloudFrontCode` what CloudFront says for it
     * @throws InvalidInputException for what is no request
     */
    public function verify(
        string $url,
        string|array|null $cookies = null,
        ?string $viewerIp = null,
        int|\DateTimeInterface|null $now = null,
    ): Allowed {
        $library = $this->library;
        $ffi = $library->ffi;
        $request = $this->request($url, $cookies, $viewerIp, []);
        $handle = $library->handle('allowed', fn ($at, $errorAt) => $ffi->cfsign_verify(
            $this->handle->pointer,
            $request->pointer,
            Seconds::of($now ?? time()),
            $at,
            $errorAt,
        ));
        $allowed = $handle->pointer;
        return new Allowed(
            $ffi->cfsign_allowed_key_pair_id($allowed),
            $ffi->cfsign_allowed_resource($allowed),
            $ffi->cfsign_allowed_origin_url($allowed),
            $ffi->cfsign_allowed_expires($allowed),
            $ffi->cfsign_allowed_hash_algorithm($allowed) === 2 ? 'SHA256' : 'SHA1',
            $ffi->cfsign_allowed_by_cookies($allowed),
            $ffi->cfsign_allowed_is_canned($allowed),
        );
    }

    /**
     * Why CloudFront lets a request through or refuses it: every check, and what was probably meant. The URL may
     * be as a person pasted it.
     *
     * @param string|array<mixed>|null          $cookies    as for `verify`
     * @param int|\DateTimeInterface|null       $now        the clock's, if it is not given
     * @param list<string>                      $otherHosts hosts that may have been signed in place of the one
     *                                                      in the URL
     * @throws InvalidInputException for a time or address that cannot be used
     */
    public function explain(
        string $url,
        string|array|null $cookies = null,
        ?string $viewerIp = null,
        int|\DateTimeInterface|null $now = null,
        array $otherHosts = [],
    ): Explanation {
        $library = $this->library;
        $request = $this->request($url, $cookies, $viewerIp, $otherHosts);
        $explanation = $library->handle('explanation', fn ($at, $errorAt) => $library->ffi->cfsign_explain(
            $this->handle->pointer,
            $request->pointer,
            Seconds::of($now ?? time()),
            $at,
            $errorAt,
        ));
        return new Explanation(
            $library->ffi->cfsign_explanation_text($explanation->pointer),
            $library->ffi->cfsign_explanation_json($explanation->pointer),
        );
    }

    /** @param list<string> $otherHosts */
    private function request(string $url, string|array|null $cookies, ?string $viewerIp, array $otherHosts): Handle
    {
        $library = $this->library;
        $ffi = $library->ffi;
        $request = $library->handle('request', fn ($at, $errorAt) => $ffi->cfsign_request_new(
            $url,
            strlen($url),
            $at,
            $errorAt,
        ));
        $header = self::header($cookies);
        if ($header !== null) {
            $library->call(fn ($errorAt) => $ffi->cfsign_request_add_cookie_header(
                $request->pointer,
                $header,
                strlen($header),
                $errorAt,
            ));
        }
        if ($viewerIp !== null) {
            $library->call(fn ($errorAt) => $ffi->cfsign_request_set_viewer_ip(
                $request->pointer,
                $viewerIp,
                strlen($viewerIp),
                $errorAt,
            ));
        }
        foreach ($otherHosts as $host) {
            $library->call(fn ($errorAt) => $ffi->cfsign_request_add_other_host(
                $request->pointer,
                $host,
                strlen($host),
                $errorAt,
            ));
        }
        return $request;
    }

    /**
     * The `Cookie` header that is meant. Clients choose what is in `$_COOKIE`, so nothing in it may become more than
     * the value of one cookie.
     */
    private static function header(string|array|null $cookies): ?string
    {
        if (!is_array($cookies)) {
            return $cookies;
        }
        $pairs = [];
        foreach (self::COOKIES as $name) {
            $value = $cookies[$name] ?? null;
            if (!is_string($value)) {
                continue;
            }
            if (preg_match('~[;\x00-\x1F\x7F]~', $value) === 1) {
                throw new InvalidInputException(
                    "the cookie $name has a semicolon or a control character; wanted its value as the browser sent it",
                    'invalid-argument',
                    41,
                );
            }
            $pairs[] = "$name=$value";
        }
        return $pairs === [] ? null : implode('; ', $pairs);
    }

    public function __serialize(): array
    {
        throw new \LogicException('a Verifier is not serialized; make one where it is used');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
