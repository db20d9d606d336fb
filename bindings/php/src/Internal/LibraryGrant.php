<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\SignedCookies;

/**
 * A grant in libcfsign.
 *
 * @internal
 */
final class LibraryGrant implements GrantEngine
{
    public function __construct(private readonly Library $library, private readonly Handle $handle)
    {
    }

    public function signUrl(string $url): string
    {
        $library = $this->library;
        $status = $library->ffi->cfsign_grant_sign_url(
            $this->handle->pointer,
            $url,
            strlen($url),
            $library->buffer,
            Library::ROOM,
            $library->lenAt,
            $library->errorAt,
        );
        if ($status !== 0) {
            throw $library->failure($status);
        }
        return \FFI::string($library->buffer, $library->len->cdata);
    }

    public function query(): string
    {
        return $this->library->ffi->cfsign_grant_query($this->handle->pointer);
    }

    public function cookies(): SignedCookies
    {
        return SignedCookies::ofLibrary($this->library, $this->library->handle(
            'cookies',
            fn ($at) => $this->library->ffi->cfsign_grant_cookies(
                $this->handle->pointer,
                $at,
                $this->library->errorAt,
            ),
        ));
    }
}
