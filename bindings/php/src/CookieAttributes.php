<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Handle;
use Cfsign\Internal\Library;
use Cfsign\Internal\PlainCookies;

/**
 * Where browsers keep cookies and when they send them. New ones are for this host alone, with `Path=/`,
 * `Secure`, `HttpOnly`, `SameSite=Lax`, and until the browser is closed. What browsers would refuse is refused.
 */
final class CookieAttributes
{
    private readonly ?Handle $handle;

    /**
     * @param string|null $domain this domain and all below it; see `sharedDomain`
     * @param string      $path   this path and what is below it
     * @param int|null    $maxAge how many seconds browsers keep the cookies; the policy ends when it ends
     *                            either way
     * @throws InvalidInputException
     */
    public function __construct(
        public readonly ?string $domain = null,
        public readonly string $path = '/',
        public readonly bool $secure = true,
        public readonly bool $httpOnly = true,
        public readonly SameSite $sameSite = SameSite::Lax,
        public readonly ?int $maxAge = null,
    ) {
        if ($maxAge !== null && $maxAge < 0) {
            throw new InvalidInputException("found a maxAge of $maxAge; wanted seconds from now on", 'invalid-argument', 41);
        }
        $library = Library::orNull();
        $this->handle = $library === null ? null : $this->inLibrary($library);
        if ($library === null) {
            PlainCookies::checkAttributes($this);
        }
    }

    /**
     * The narrowest domain that both the host that sets the cookies and the one that reads them belong to; null
     * where both are one host, and no domain is needed.
     *
     * @throws InvalidInputException where there is none, as for `www.example.com` and a distribution without a
     *                               CNAME
     * @throws LibraryUnavailableException
     */
    public static function sharedDomain(string $appHost, string $cdnHost): ?string
    {
        $library = Library::get();
        $domain = $library->text(fn ($buffer, $size, $lenAt, $errorAt) => $library->ffi->cfsign_shared_cookie_domain(
            $appHost,
            strlen($appHost),
            $cdnHost,
            strlen($cdnHost),
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
        return $domain === '' ? null : $domain;
    }

    /** @internal */
    public function handle(): ?Handle
    {
        // The library takes NULL for the usual attributes.
        if ($this->handle !== null && \FFI::isNull($this->handle->pointer)) {
            throw Library::freed();
        }
        return $this->handle;
    }

    /** @internal What stands after a value in Set-Cookie, in the order of the library. */
    public function line(?int $maxAge): string
    {
        return ($this->domain === null ? '' : "; Domain=$this->domain") . "; Path=$this->path"
            . ($maxAge === null ? '' : "; Max-Age=$maxAge") . ($this->secure ? '; Secure' : '')
            . ($this->httpOnly ? '; HttpOnly' : '')
            . ($this->sameSite === SameSite::Unset ? '' : "; SameSite={$this->sameSite->name}");
    }

    private function inLibrary(Library $library): Handle
    {
        $ffi = $library->ffi;
        $handle = $library->handle(
            'cookie_attributes',
            fn ($at, $errorAt) => $ffi->cfsign_cookie_attributes_new($at, $errorAt),
        );
        $set = fn (string $what, mixed ...$values) => $library->call(
            fn ($errorAt) => $ffi->{"cfsign_cookie_attributes_set_$what"}($handle->pointer, ...[...$values, $errorAt]),
        );
        if ($this->domain !== null) {
            $set('domain', $this->domain, strlen($this->domain));
        }
        $set('path', $this->path, strlen($this->path));
        $set('secure', $this->secure);
        $set('http_only', $this->httpOnly);
        $set('same_site', $this->sameSite->value);
        if ($this->maxAge !== null) {
            $set('max_age', $this->maxAge);
        }
        return $handle;
    }
}
