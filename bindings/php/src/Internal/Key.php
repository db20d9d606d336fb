<?php

declare(strict_types=1);

namespace Cfsign\Internal;

/**
 * A private key that signs messages.
 *
 * @internal
 */
interface Key
{
    /** Such as `RSA 2048` or `ECDSA P-256`. */
    public function type(): string;

    /** PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA. */
    public function sign(string $message, string $hashAlgorithm): string;
}
