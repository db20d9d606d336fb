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
        $room = $library->room();
        $status = $library->ffi->cfsign_grant_sign_url(
            $this->handle->pointer,
            $url,
            strlen($url),
            $room->buffer,
            Room::SIZE,
            $room->lenAt,
            $room->errorAt,
        );
        if ($status !== 0) {
            throw $library->failure($status, $room);
        }
        $signed = \FFI::string($room->buffer, $room->len->cdata);
        $library->rooms[] = $room;
        return $signed;
    }

    public function query(): string
    {
        return $this->library->ffi->cfsign_grant_query($this->handle->pointer) ?? throw Library::freed();
    }

    public function cookies(): SignedCookies
    {
        return SignedCookies::ofLibrary($this->library, $this->library->handle(
            'cookies',
            fn ($at, $errorAt) => $this->library->ffi->cfsign_grant_cookies(
                $this->handle->pointer,
                $at,
                $errorAt,
            ),
        ));
    }
}
