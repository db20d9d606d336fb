<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\CookieAttributes;
use Cfsign\InvalidInputException;
use Cfsign\Policy;
use Cfsign\SameSite;

/**
 * Which cookies browsers would keep and send, where libcfsign is not there to say: all of its checks but the one
 * against the list of public suffixes.
 *
 * @internal
 */
final class PlainCookies
{
    /** The longest cookie that every browser keeps, with its name and attributes. */
    private const LONGEST = 4096;

    /** Nothing that could end the attribute, and nothing that browsers never take. */
    public static function checkAttributes(CookieAttributes $attributes): void
    {
        $domain = $attributes->domain;
        if ($domain !== null && preg_match('~^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$~D', $domain) !== 1) {
            throw self::domain('wanted a domain such as example.com');
        }
        if ($domain !== null && self::isWithin($domain, 'cloudfront.net')) {
            throw self::domain('CloudFront does not allow cookies for *.cloudfront.net; give the distribution an '
                . 'alternate domain name');
        }
        if (preg_match('~^/[A-Za-z0-9._\~%/-]*$~D', $attributes->path) !== 1) {
            throw self::path('wanted a path that begins with /');
        }
        if ($attributes->sameSite === SameSite::None && !$attributes->secure) {
            throw self::combination('browsers take SameSite=None with Secure only');
        }
    }

    /** Refuses attributes under which the cookies never meet what the policy is for. */
    public static function checkReaches(CookieAttributes $attributes, Policy $policy): void
    {
        // Where the library is there, OpenSSL signs what it wrote: a pattern, of which no more is read than its beginning.
        $resource = json_decode($policy->toJson(), true)['Statement'][0]['Resource'];
        if (preg_match('~^(https?)://([^/:*?]+)(?::\d+)?(/[^?*\\\\]*)~', $resource, $parts) !== 1) {
            return;
        }
        [, $scheme, $host, $path] = $parts;
        if ($attributes->domain !== null && !self::isWithin($host, $attributes->domain)) {
            throw self::domain('the resource of the policy is on a host outside of it');
        }
        $isBelow = str_starts_with($path, $attributes->path)
            && (str_ends_with($attributes->path, '/') || ($path[strlen($attributes->path)] ?? '/') === '/');
        if (!$isBelow && !(str_contains($resource, '*') && str_starts_with($attributes->path, $path))) {
            throw self::path(
                'the resource of the policy is not below it, so the cookies would never be sent with it'
            );
        }
        $local = $host === '127.0.0.1' || self::isWithin($host, 'localhost');
        if ($scheme === 'http' && $attributes->secure && !$local) {
            throw self::combination(
                'browsers send Secure cookies over https only, and the resource begins with http://'
            );
        }
    }

    /** @param list<string> $lines */
    public static function checkLengths(array $lines): void
    {
        $length = max(array_map('strlen', $lines));
        if ($length > self::LONGEST) {
            throw new InvalidInputException(
                "a cookie would have $length bytes, and browsers keep " . self::LONGEST
                    . '; shorten the resource of the policy',
                'cookie-too-long',
                74,
            );
        }
    }

    private static function isWithin(string $host, string $domain): bool
    {
        return $host === $domain || str_ends_with($host, ".$domain");
    }

    private static function domain(string $why): InvalidInputException
    {
        return new InvalidInputException("the Domain of a cookie: $why", 'cookie-domain', 70);
    }

    private static function path(string $why): InvalidInputException
    {
        return new InvalidInputException("the Path of a cookie: $why", 'cookie-path', 71);
    }

    private static function combination(string $why): InvalidInputException
    {
        return new InvalidInputException($why, 'cookie-attributes', 72);
    }
}
