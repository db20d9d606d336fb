<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Handle;
use Cfsign\Internal\Hash;
use Cfsign\Internal\Library;

/** A public key: what CloudFront holds, in a trusted key group. */
final class PublicKey
{
    private function __construct(private readonly Library $library, private readonly Handle $handle)
    {
    }

    /**
     * Reads SPKI (`BEGIN PUBLIC KEY`) or PKCS#1 (`BEGIN RSA PUBLIC KEY`), as PEM or DER. A private key that is given
     * by mistake is in no stack trace either.
     *
     * @throws InvalidKeyException
     * @throws LibraryUnavailableException
     */
    public static function fromPem(#[\SensitiveParameter] string $publicKey): self
    {
        $library = Library::get();
        return new self($library, $library->handle('public_key', fn ($at, $errorAt) => $library->ffi->cfsign_public_key_new(
            $publicKey,
            strlen($publicKey),
            $at,
            $errorAt,
        )));
    }

    /** @internal */
    public static function half(Handle $privateKey): self
    {
        $library = Library::get();
        return new self($library, $library->handle(
            'public_key',
            fn ($at, $errorAt) => $library->ffi->cfsign_private_key_public_key($privateKey->pointer, $at, $errorAt),
        ));
    }

    /** The kind of the key, such as `RSA 2048` or `ECDSA P-256`. */
    public function keyType(): string
    {
        return $this->library->ffi->cfsign_public_key_type($this->handle->pointer) ?? throw Library::freed();
    }

    /**
     * Whether `signature` is one over `message` by the private half.
     *
     * @param string $hashAlgorithm `SHA1` or `SHA256`
     */
    public function verify(string $message, string $signature, string $hashAlgorithm = 'SHA1'): bool
    {
        $right = $this->library->ffi->new('bool');
        $this->library->call(fn ($errorAt) => $this->library->ffi->cfsign_public_key_verify(
            $this->handle->pointer,
            Hash::number($hashAlgorithm),
            $message,
            strlen($message),
            $signature,
            strlen($signature),
            \FFI::addr($right),
            $errorAt,
        ));
        return $right->cdata;
    }

    /** The key in PEM, as it is uploaded to CloudFront. */
    public function toPem(): string
    {
        return $this->written('cfsign_public_key_pem');
    }

    /** The key as SubjectPublicKeyInfo in DER. */
    public function toDer(): string
    {
        return $this->written('cfsign_public_key_der');
    }

    private function written(string $function): string
    {
        $library = $this->library;
        return $library->text(fn ($buffer, $size, $lenAt, $errorAt) => $library->ffi->$function(
            $this->handle->pointer,
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }
}
