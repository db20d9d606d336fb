<?php

declare(strict_types=1);

namespace Cfsign\Aws;

use Cfsign\InvalidKeyException;
use Cfsign\Internal\Base64;
use Cfsign\Internal\Key;
use Cfsign\Internal\KeyText;
use Cfsign\Internal\Library;
use Cfsign\Internal\LibraryKey;
use Cfsign\Internal\OpenSslKey;

/**
 * Makes the parameters that UrlSigner and CookieSigner send, as `Aws\CloudFront\Signer` makes them.
 *
 * @internal
 */
final class Signer
{
    private readonly Key $key;
    private readonly string $algorithm;

    public function __construct(
        private readonly string $keyPairId,
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase,
        int|string $algorithm,
    ) {
        $this->algorithm = self::named($algorithm);
        $this->key = self::read($privateKey, $passphrase === '' ? null : $passphrase);
    }

    /**
     * @param string|null     $resource what is signed with `expires`
     * @param string|int|null $expires  epoch seconds
     * @param string|null     $policy   a policy document, signed without its white space
     * @return array<string, string|int>
     */
    public function getSignature($resource, $expires, $policy): array
    {
        if ($policy) {
            $policy = preg_replace('/\s/', '', (string) $policy);
            foreach (self::resources($policy) as $found) {
                self::checkCharacters($found);
            }
            $signed = ['Policy' => Base64::encode($policy)];
        } elseif ($resource && $expires) {
            self::checkCharacters((string) $resource);
            $expires = (int) $expires;
            $policy = self::canned((string) $resource, $expires);
            $signed = ['Expires' => $expires];
        } else {
            throw new \InvalidArgumentException(
                'Either a policy or a resource and an expiration time must be provided.'
            );
        }
        $signed['Signature'] = Base64::encode($this->key->sign($policy, $this->algorithm));
        $signed['Key-Pair-Id'] = $this->keyPairId;
        return $signed + ($this->algorithm === 'SHA1' ? [] : ['Hash-Algorithm' => $this->algorithm]);
    }

    private static function named(int|string $algorithm): string
    {
        // OPENSSL_ALGO_SHA1 and OPENSSL_ALGO_SHA256, which are not there without ext-openssl.
        $name = strtoupper((string) ([1 => 'SHA1', 7 => 'SHA256'][$algorithm] ?? $algorithm));
        return in_array($name, ['SHA1', 'SHA256'], true) ? $name : throw new \InvalidArgumentException(
            "Unsupported signature algorithm: $name. Supported algorithms are: SHA1, SHA256."
        );
    }

    /** The text of a key, the path of a key file, or the path after `file://`. */
    private static function read(
        #[\SensitiveParameter] string $given,
        #[\SensitiveParameter] ?string $passphrase,
    ): Key {
        $isText = str_contains($given, '-----BEGIN ');
        $path = preg_replace('~^file://~', '', $given);
        // What holds a NUL is no path, and file_exists would say so in another exception.
        if (!$isText && (str_contains($path, "\0") || !is_file($path))) {
            throw new \InvalidArgumentException('PK file not found' . (KeyText::isSecret($given) ? '' : ": $given"));
        }
        $privateKey = $isText ? $given : (string) file_get_contents($path);
        $library = Library::orNull();
        try {
            return $library === null
                ? new OpenSslKey($privateKey, $passphrase)
                : new LibraryKey($library, $privateKey, $passphrase);
        } catch (InvalidKeyException $refused) {
            throw new \InvalidArgumentException(
                $refused->errorCode === 'unsupported-key'
                    ? self::unsupported($privateKey, $passphrase)
                    : $refused->getMessage(),
            );
        }
    }

    private static function unsupported(
        #[\SensitiveParameter] string $privateKey,
        #[\SensitiveParameter] ?string $passphrase,
    ): string {
        $key = extension_loaded('openssl') ? openssl_pkey_get_private($privateKey, $passphrase ?? '') : false;
        $details = $key === false ? [] : openssl_pkey_get_details($key);
        $curve = $details['ec']['curve_name'] ?? 'unknown';
        return $details === [] || $details['type'] !== OPENSSL_KEYTYPE_EC
            ? 'Unsupported CloudFront key type. CloudFront requires an RSA or ECDSA P-256 (prime256v1) private key.'
            : "Unsupported CloudFront key type: ECDSA on curve '$curve'. CloudFront requires ECDSA keys to be on the "
                . 'P-256 curve (prime256v1 / secp256r1).';
    }

    private static function canned(string $resource, int $expires): string
    {
        $statement = ['Resource' => $resource, 'Condition' => ['DateLessThan' => ['AWS:EpochTime' => $expires]]];
        // Aws\CloudFront\Signer signs nothing at all where this fails.
        $policy = json_encode(['Statement' => [$statement]], JSON_UNESCAPED_SLASHES);
        return $policy === false ? throw new \InvalidArgumentException('the URL is not valid UTF-8') : $policy;
    }

    /** @return list<string> */
    private static function resources(string $policy): array
    {
        $statements = json_decode($policy, true)['Statement'] ?? [];
        return array_values(array_filter(array_column(is_array($statements) ? $statements : [], 'Resource'), 'is_string'));
    }

    private static function checkCharacters(string $resource): void
    {
        if (preg_match('/["\\\\\x00-\x1F]/', $resource) === 1) {
            throw new \InvalidArgumentException('URL contains invalid characters: ", \\, or control characters');
        }
    }

    public function __debugInfo(): array
    {
        return ['keyPairId' => $this->keyPairId, 'algorithm' => $this->algorithm];
    }

    public function __serialize(): array
    {
        throw new \LogicException('a signer holds a private key and is not serialized; make one where it is used');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
