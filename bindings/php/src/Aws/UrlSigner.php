<?php

declare(strict_types=1);

namespace Cfsign\Aws;

/**
 * Stands in for `Aws\CloudFront\UrlSigner` of aws-sdk-php: change the `use` line and keep every byte.
 *
 *     use Cfsign\Aws\UrlSigner;
 *
 *     $signer = new UrlSigner('K2JCJMDEHXQW5F', '/etc/app/private_key.pem');
 *     $url = $signer->getSignedUrl('https://d111111abcdef8.cloudfront.net/a.jpg', time() + 3600);
 *
 * As the original does, it rewrites what a URL may not hold, signs `*` in canned policies and takes any
 * policy; Cfsign\Signer does neither. It signs over libcfsign where that can be used, and else over
 * ext-openssl, and never returns an empty signature.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
 */
class UrlSigner
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
     * @param string          $url     with its query string and wildcards
     * @param string|int|null $expires epoch seconds, for a canned policy
     * @param string|null     $policy  the JSON of a custom policy
     * @return string the URL with its signing parameters; of an rtmp URL, path and parameters
     * @throws \InvalidArgumentException for a URL that cannot be used
     * @throws \RuntimeException         if the signature cannot be made
     */
    public function getSignedUrl($url, $expires = null, $policy = null)
    {
        $sections = explode('://', (string) $url);
        if (count($sections) < 2) {
            throw new \InvalidArgumentException("Invalid URL: $url");
        }
        $scheme = str_replace('*', '', $sections[0]);
        $uri = Uri::parse("$scheme://$sections[1]");
        $signed = $this->signer->getSignature(self::resource($scheme, $uri), $expires, $policy);
        $uri = $uri->withQuery(http_build_query(self::query($uri->query) + $signed, '', '&', PHP_QUERY_RFC3986));
        return $scheme === 'rtmp'
            ? ltrim($uri->path, '/') . ($uri->query === '' ? '' : "?$uri->query")
            : (string) $uri;
    }

    private static function resource(string $scheme, Uri $uri): string
    {
        return match ($scheme) {
            'http', 'https' => (string) $uri,
            // Streams are signed by their names alone.
            'rtmp' => self::stream((string) $uri),
            default => throw new \InvalidArgumentException(
                "Invalid URI scheme: $scheme. Scheme must be one of: http, https, or rtmp"
            ),
        };
    }

    private static function stream(string $url): string
    {
        $parts = parse_url($url);
        $path = pathinfo($parts['path'] ?? '') + ['dirname' => ''];
        return ltrim("$path[dirname]/$path[basename]", '/') . (isset($parts['query']) ? "?$parts[query]" : '');
    }

    /**
     * The parameters by their decoded names; those that are there more than once as lists.
     *
     * @return array<string, string|null|list<string|null>>
     */
    private static function query(string $query): array
    {
        $all = [];
        foreach ($query === '' ? [] : explode('&', $query) as $parameter) {
            [$name, $value] = array_map('rawurldecode', explode('=', $parameter, 2)) + [1 => null];
            $all[$name] = array_key_exists($name, $all) ? [...(array) ($all[$name] ?? [null]), $value] : $value;
        }
        return $all;
    }
}
