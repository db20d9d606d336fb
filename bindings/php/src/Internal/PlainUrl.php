<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\InvalidInputException;

/**
 * What the signer without libcfsign takes for a URL: no more than the library does, and without its advice.
 *
 * @internal
 */
final class PlainUrl
{
    private const LONGEST = 8192;
    /** Percent-encoded as clients leave it: in capitals, and nothing that needs no encoding. */
    private const ESCAPE = '%(?!2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])[0-9A-F]{2}';
    private const RESERVED = ['Expires', 'Policy', 'Signature', 'Key-Pair-Id', 'Hash-Algorithm'];

    /** Refuses what clients or CloudFront would change or not take. */
    public static function check(string $url): void
    {
        if (preg_match('~^https?://~D', $url) !== 1) {
            throw self::refused('the URL must begin with http:// or https://, in small letters', 'url-scheme', 50);
        }
        if (preg_match('~^https?://([^/?\#]*)([^?\#]*)(\?[^\#]*)?(\#.*)?$~Ds', $url, $parts, PREG_UNMATCHED_AS_NULL) !== 1) {
            throw self::refused('this is no URL', 'url-scheme', 50);
        }
        [, $host, $path, $query, $fragment] = $parts + [3 => null, 4 => null];
        self::checkHost($host, str_starts_with($url, 'https'));
        if ($fragment !== null) {
            throw self::refused('the URL has a fragment, which clients never send; take # and what follows away', 'url-fragment', 54);
        }
        if ($path === '') {
            throw self::refused('the URL has no path; wanted / after the host at least', 'url-path', 52);
        }
        if (preg_match('~/(?:\.|%2e){1,2}(?:/|$)~Di', $path) === 1) {
            throw self::refused('the path has a . or .. segment, which clients take away', 'url-path', 52);
        }
        if (preg_match('~^(?:[A-Za-z0-9._\~!$&\'()*+,;=:@/-]|' . self::ESCAPE . ')*$~D', $path) !== 1) {
            throw self::refused(
                'the path has a character that clients rewrite, or one that is percent-encoded and need not be; '
                    . 'encode each name with rawurlencode',
                'url-character',
                53,
            );
        }
        if ($query !== null) {
            self::checkQuery(substr($query, 1));
        }
    }

    /** A URL with `*` would be signed as a file of that name, and CloudFront refuses it. */
    public static function checkCanned(string $url): void
    {
        self::check($url);
        if (str_contains($url, '*')) {
            throw self::refused(
                'a canned policy cannot hold a wildcard; wanted a Policy, or %2A for a * in a name',
                'wildcard-needs-custom-policy',
                30,
            );
        }
    }

    /** Adds parameters, and refuses what has become too long. */
    public static function with(string $url, string $parameters): string
    {
        $signed = $url . (str_contains($url, '?') ? '&' : '?') . $parameters;
        if (strlen($signed) > self::LONGEST) {
            throw self::refused(
                sprintf('the signed URL has %d bytes, and CloudFront takes %d', strlen($signed), self::LONGEST),
                'url-too-long',
                58,
            );
        }
        return $signed;
    }

    private static function checkHost(string $host, bool $https): void
    {
        $label = '[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?';
        if (
            preg_match("~^$label(?:\\.$label)*(?::([1-9][0-9]{0,4}))?$~D", $host, $parts) !== 1
            || (int) ($parts[1] ?? 1) > 65535
            || ($parts[1] ?? '') === ($https ? '443' : '80')
            || !self::isNameOrAddress(explode(':', $host)[0])
        ) {
            throw self::refused('wanted a host in small ASCII letters, with a port only where it is not the usual one', 'url-host', 51);
        }
        if (preg_match('~(?:^|\.)s3[a-z0-9.-]*\.amazonaws\.com(?:\.cn)?(?::\d+)?$~D', $host) === 1) {
            throw self::refused('this is a URL for Amazon S3; wanted one of the distribution', 's3-url', 57);
        }
    }

    /** What ends with a number is an address to clients, and rewritten unless it is written in full. */
    private static function isNameOrAddress(string $host): bool
    {
        return preg_match('~(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$~D', $host) !== 1
            || filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) !== false;
    }

    private static function checkQuery(string $query): void
    {
        if ($query === '') {
            throw self::refused('the URL ends with ?, which some clients take away', 'url-empty-query', 55);
        }
        if (preg_match('~^(?:[A-Za-z0-9._\~!$&()*+,;=:@/?-]|' . self::ESCAPE . ')*$~D', $query) !== 1) {
            throw self::refused(
                'the query has a character that clients rewrite, or one that is percent-encoded and need not be; '
                    . 'encode each value with rawurlencode',
                'url-character',
                53,
            );
        }
        foreach (explode('&', $query) as $parameter) {
            $name = rawurldecode(explode('=', $parameter)[0]);
            if (in_array($name, self::RESERVED, true)) {
                throw self::refused("the query has $name already, which CloudFront reserves", 'reserved-parameter', 56);
            }
            if (preg_match('~^(?:x-amz-|AWSAccessKeyId$)~Di', $name) === 1) {
                throw self::refused('this URL is signed for Amazon S3; wanted one of the distribution', 's3-url', 57);
            }
        }
    }

    private static function refused(string $why, string $code, int $number): InvalidInputException
    {
        return new InvalidInputException($why, $code, $number);
    }
}
