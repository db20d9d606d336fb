<?php

declare(strict_types=1);

namespace Cfsign\Aws;

/**
 * A URL as guzzlehttp/psr7 rewrites it before `Aws\CloudFront\UrlSigner` signs it: the host in small letters, no
 * usual port, what may not stand in a URL percent-encoded.
 *
 * @internal
 */
final class Uri
{
    private const IN_PATH = 'a-zA-Z0-9_\-.~!$&\'()*+,;=%:@\/';

    private function __construct(
        public readonly string $origin,
        public readonly string $path,
        public readonly string $query,
        private readonly string $fragment,
    ) {
    }

    /** @throws \InvalidArgumentException for what parse_url cannot read */
    public static function parse(string $url): self
    {
        // parse_url spoils bytes beyond ASCII, so it sees them encoded.
        $encoded = preg_replace_callback('~[^:/@?&=#]+~u', static fn ($match) => urlencode($match[0]), $url);
        $parts = is_string($encoded) ? parse_url(self::keepAddress($url, $encoded)) : false;
        if ($parts === false) {
            throw new \InvalidArgumentException("Unable to parse URI: $url");
        }
        $parts = array_map(static fn ($part) => urldecode((string) $part), $parts);
        $scheme = strtolower($parts['scheme'] ?? '');
        $port = $parts['port'] ?? null;
        $usual = ['http' => '80', 'https' => '443'][$scheme] ?? null;
        $user = isset($parts['user']) ? self::encode($parts['user'], "a-zA-Z0-9_\\-.~!$&'()*+,;=%") : '';
        $user .= isset($parts['pass']) ? ':' . self::encode($parts['pass'], "a-zA-Z0-9_\\-.~!$&'()*+,;=%") : '';
        return new self(
            "$scheme://" . ($user === '' ? '' : "$user@") . strtolower($parts['host'] ?? '')
                . ($port === null || $port === $usual ? '' : ":$port"),
            self::encode($parts['path'] ?? '', self::IN_PATH),
            self::encode($parts['query'] ?? '', self::IN_PATH . '?'),
            self::encode($parts['fragment'] ?? '', self::IN_PATH . '?'),
        );
    }

    public function withQuery(string $query): self
    {
        // With a query comes a host: that of this machine, if there is none.
        $origin = preg_match('~^https?://$~', $this->origin) === 1 ? "{$this->origin}localhost" : $this->origin;
        return new self($origin, $this->path, self::encode($query, self::IN_PATH . '?'), $this->fragment);
    }

    public function __toString(): string
    {
        $path = $this->path !== '' && $this->path[0] !== '/' ? "/$this->path" : $this->path;
        return $this->origin . $path . ($this->query === '' ? '' : "?$this->query")
            . ($this->fragment === '' ? '' : "#$this->fragment");
    }

    /** An IPv6 address in brackets stays as it is. */
    private static function keepAddress(string $url, string $encoded): string
    {
        if (preg_match('~^(.*://\[[0-9:a-f]+\])(.*?)$~', $url, $match) !== 1) {
            return $encoded;
        }
        return $match[1] . preg_replace_callback('~[^:/@?&=#]+~u', static fn ($part) => urlencode($part[0]), $match[2]);
    }

    private static function encode(string $text, string $allowed): string
    {
        return preg_replace_callback(
            "/(?:[^$allowed]++|%(?![A-Fa-f0-9]{2}))/",
            static fn ($match) => rawurlencode($match[0]),
            $text,
        );
    }
}
