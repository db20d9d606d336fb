<?php

declare(strict_types=1);

namespace Cfsign\Internal;

/**
 * A private key in libcfsign.
 *
 * @internal
 */
final class LibraryKey implements Key
{
    public readonly Handle $handle;

    public function __construct(
        private readonly Library $library,
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase,
    ) {
        $this->handle = $library->handle('private_key', fn ($at, $errorAt) => $library->ffi->cfsign_private_key_new(
            $privateKey,
            strlen($privateKey),
            $passphrase,
            strlen($passphrase ?? ''),
            $at,
            $errorAt,
        ));
    }

    public function type(): string
    {
        return $this->library->ffi->cfsign_private_key_type($this->handle->pointer) ?? throw Library::freed();
    }

    public function sign(string $message, string $hashAlgorithm): string
    {
        $hash = Hash::number($hashAlgorithm);
        return $this->library->text(fn ($buffer, $size, $lenAt, $errorAt) => $this->library->ffi->cfsign_private_key_sign(
            $this->handle->pointer,
            $hash,
            $message,
            strlen($message),
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }
}
