<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\InternalErrorException;
use Cfsign\InvalidKeyException;
use Cfsign\LibraryUnavailableException;

/**
 * A private key in ext-openssl, which can fail to sign where the host's policy forbids SHA-1. Every signature
 * is checked before it is used, so that none is ever empty or wrong.
 *
 * @internal
 */
final class OpenSslKey implements Key
{
    private readonly \OpenSSLAsymmetricKey $key;
    private readonly \OpenSSLAsymmetricKey $publicKey;
    private readonly string $type;

    public function __construct(
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase,
    ) {
        if (!extension_loaded('openssl')) {
            throw new LibraryUnavailableException(
                'neither libcfsign nor ext-openssl can be used here, and one of them must sign; install libcfsign',
                'engine-unavailable',
                21,
            );
        }
        if (trim($privateKey) === '') {
            throw new InvalidKeyException('the key is empty; wanted a private key in PEM', 'empty-key', 11);
        }
        // With this beginning, OpenSSL would open a file.
        if (!str_contains($privateKey, '-----BEGIN ')) {
            throw new InvalidKeyException('this is no PEM; wanted the text of a private key, from its '
                . '-----BEGIN line to its -----END line', 'invalid-key', 10);
        }
        self::forgetErrors();
        $key = openssl_pkey_get_private(ltrim($privateKey), $passphrase ?? '');
        if ($key === false) {
            throw self::unread($privateKey, $passphrase);
        }
        $details = openssl_pkey_get_details($key);
        $this->type = self::kind($details);
        $this->key = $key;
        $this->publicKey = openssl_pkey_get_public($details['key']);
    }

    public function type(): string
    {
        return $this->type;
    }

    public function sign(string $message, string $hashAlgorithm): string
    {
        Hash::number($hashAlgorithm);
        self::forgetErrors();
        $signature = '';
        $made = @openssl_sign($message, $signature, $this->key, $hashAlgorithm);
        if (!$made || $signature === '') {
            $why = openssl_error_string() ?: 'no reason given';
            throw new InternalErrorException(
                "OpenSSL did not sign with $hashAlgorithm ($why)" . ($hashAlgorithm === 'SHA1'
                    ? '; where the policy of the host forbids SHA-1, install libcfsign, which does not ask it, or '
                        . 'sign with SHA256'
                    : ''),
                'signing-failed',
                90,
            );
        }
        if (openssl_verify($message, $signature, $this->publicKey, $hashAlgorithm) !== 1) {
            throw new InternalErrorException(
                "OpenSSL made a signature with $hashAlgorithm that its own public key refuses; install libcfsign",
                'wrong-signature',
                92,
            );
        }
        return $signature;
    }

    private static function unread(
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase,
    ): InvalidKeyException {
        $encrypted = str_contains($privateKey, 'ENCRYPTED');
        return match (true) {
            $encrypted && ($passphrase ?? '') === '' => new InvalidKeyException(
                'the private key is encrypted; wanted its passphrase too',
                'passphrase-required',
                12,
            ),
            $encrypted => new InvalidKeyException('the passphrase does not open the private key', 'wrong-passphrase', 13),
            default => new InvalidKeyException('OpenSSL cannot read the private key; wanted RSA or ECDSA P-256 in PEM, '
                . 'as openssl genrsa or openssl ecparam write it', 'invalid-key', 10),
        };
    }

    /** @param array<string, mixed> $details */
    private static function kind(array $details): string
    {
        $curve = $details['ec']['curve_name'] ?? null;
        if ($curve === 'prime256v1') {
            return 'ECDSA P-256';
        }
        if ($details['type'] === OPENSSL_KEYTYPE_RSA && $details['bits'] >= 1024) {
            return "RSA {$details['bits']}";
        }
        $found = $curve !== null ? "a key on the curve $curve" : "a key of {$details['bits']} bits";
        throw new InvalidKeyException(
            "found $found; CloudFront signs with RSA of 1024 bits or more and with ECDSA P-256 (prime256v1) only",
            'unsupported-key',
            14,
        );
    }

    private static function forgetErrors(): void
    {
        while (openssl_error_string() !== false) {
        }
    }
}
