<?php

declare(strict_types=1);

namespace Cfsign\Aws;

/**
 * Stands in for `Aws\CloudFront\CookieSigner` of aws-sdk-php: change the `use` line and keep every byte.
 *
 *     use Cfsign\Aws\CookieSigner;
 *
 *     $signer = new CookieSigner('K2JCJMDEHXQW5F', '/etc/app/private_key.pem');
 *     foreach ($signer->getSignedCookie(policy: $policy) as $name => $value) {
 *         setrawcookie($name, (string) $value, ['path' => '/', 'secure' => true, 'httponly' => true]);
 *     }
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
 */
class CookieSigner
{
    private readonly Signer $signer;

    /**
     * @param string     $keyPairId  ID of the key pair
     * @param string     $privateKey path of the private key, or its text
     * @param int|string $algorithm  `SHA1`, `SHA256`, `OPENSSL_ALGO_SHA1` or `OPENSSL_ALGO_SHA256`
     * @throws \InvalidArgumentException for a key or algorithm that cannot be used
     */
    public function __construct(
        $keyPairId,
        #[\SensitiveParameter] $privateKey,
        int|string $algorithm = 'SHA1',
    ) {
        $this->signer = new Signer((string) $keyPairId, (string) $privateKey, null, $algorithm);
    }

    /**
     * @param string|null     $url     with its query string and wildcards; not needed with a policy
     * @param string|int|null $expires epoch seconds, for a canned policy
     * @param string|null     $policy  the JSON of a custom policy
     * @return array<string, string|int> values by the names of the cookies
     * @throws \InvalidArgumentException for a URL that cannot be used
     * @throws \RuntimeException         if the signature cannot be made
     */
    public function getSignedCookie($url = null, $expires = null, $policy = null)
    {
        $scheme = strtolower(str_replace('*', '', explode('://', (string) $url)[0]));
        if ($url && !in_array($scheme, ['http', 'https'], true)) {
            throw new \InvalidArgumentException('Invalid or missing URI scheme');
        }
        $cookies = [];
        foreach ($this->signer->getSignature($url, $expires, $policy) as $name => $value) {
            $cookies["CloudFront-$name"] = $value;
        }
        return $cookies;
    }
}
