<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\InvalidInputException;
use Cfsign\Policy;
use Cfsign\SignedCookies;

/**
 * A policy that ext-openssl has signed.
 *
 * @internal
 */
final class PlainGrant implements GrantEngine
{
    private readonly Secret $signed;

    /** @param array<string, string> $signed the parameters of a URL */
    public function __construct(private readonly Policy $policy, #[\SensitiveParameter] array $signed)
    {
        $this->signed = new Secret($signed);
    }

    public function signUrl(string $url): string
    {
        PlainUrl::check($url);
        if (!$this->policy->covers($url)) {
            throw new InvalidInputException(
                'the policy does not cover the URL; wanted a URL that its resource is or matches',
                'policy-does-not-cover-url',
                31,
            );
        }
        return PlainUrl::with($url, $this->query());
    }

    public function query(): string
    {
        return self::toQuery($this->signed->value());
    }

    public function cookies(): SignedCookies
    {
        return self::toCookies($this->signed->value(), $this->policy);
    }

    /** @param array<string, string> $signed */
    public static function toQuery(array $signed): string
    {
        // Neither Base64 as CloudFront has it nor an ID has a character to encode.
        return implode('&', array_map(fn ($name, $value) => "$name=$value", array_keys($signed), $signed));
    }

    /**
     * @param array<string, string> $signed
     * @param Policy|null           $policy null for one that the caller wrote
     */
    public static function toCookies(array $signed, ?Policy $policy): SignedCookies
    {
        $names = array_map(fn ($name) => "CloudFront-$name", array_keys($signed));
        return SignedCookies::ofValues(array_combine($names, array_values($signed)), $policy);
    }
}
