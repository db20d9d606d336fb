<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Handle;
use Cfsign\Internal\Library;

/**
 * A new private key and its public half, in PEM. What prints it prints no private key: that is in the library, which
 * zeroes it when this is freed, and out of it by `privatePem()` alone.
 */
final class KeyPair
{
    private function __construct(
        private readonly Library $library,
        private readonly Handle $handle,
        /** SPKI: what is uploaded to CloudFront. */
        public readonly string $publicPem,
    ) {
    }

    /**
     * Makes one from the operating system's random numbers: `ecdsa` (P-256), which signs many times faster and makes
     * shorter URLs, or `rsa` (2048), which every older tool can sign with.
     *
     * @throws InvalidInputException for another kind
     * @throws LibraryUnavailableException
     */
    public static function generate(string $keyType = 'ecdsa'): self
    {
        $number = match ($keyType) {
            'ecdsa' => 1,
            'rsa' => 2,
            default => throw new InvalidInputException("found $keyType as the kind of key; wanted ecdsa or rsa", 'invalid-argument', 41),
        };
        $library = Library::get();
        $ffi = $library->ffi;
        $pair = $library->handle('key_pair', fn ($at, $errorAt) => $ffi->cfsign_generate_key_pair($number, $at, $errorAt));
        return new self($library, $pair, $ffi->cfsign_key_pair_public_pem($pair->pointer));
    }

    /** PKCS#8, for `Signer::fromPem` and for a file that nobody else can read. */
    public function privatePem(): string
    {
        return $this->library->ffi->cfsign_key_pair_private_pem($this->handle->pointer) ?? throw Library::freed();
    }

    public function __debugInfo(): array
    {
        return ['publicPem' => $this->publicPem];
    }

    public function __serialize(): array
    {
        throw new \LogicException('a KeyPair holds a private key and is not serialized; write privatePem() where it belongs');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
