<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Key;
use Cfsign\Internal\Library;
use Cfsign\Internal\LibraryKey;

/**
 * A private key by itself, for programs that sign messages and not URLs. It is read once, and zeroed when it
 * is freed.
 */
final class PrivateKey
{
    private function __construct(private readonly LibraryKey $key)
    {
    }

    /**
     * Reads RSA in PKCS#1 or PKCS#8 or ECDSA P-256 in SEC1 or PKCS#8, as PEM or DER, encrypted or not.
     *
     * @throws InvalidKeyException
     * @throws LibraryUnavailableException
     */
    public static function fromPem(
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase = null,
    ): self {
        return new self(new LibraryKey(Library::get(), $privateKey, $passphrase));
    }

    /** The kind of the key, such as `RSA 2048` or `ECDSA P-256`. */
    public function keyType(): string
    {
        return $this->key->type();
    }

    /**
     * The bytes of the signature over `message`: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA.
     *
     * @param string $hashAlgorithm `SHA1` or `SHA256`
     * @throws CfsignException
     */
    public function sign(string $message, string $hashAlgorithm = 'SHA1'): string
    {
        return $this->key->sign($message, $hashAlgorithm);
    }

    /** The public half. */
    public function publicKey(): PublicKey
    {
        return PublicKey::half($this->key->handle);
    }
}
