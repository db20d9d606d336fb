<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\GrantEngine;

/**
 * A policy signed once, to be put on any number of URLs that it covers; made by Signer::grant. Putting it on a
 * URL costs a check and a copy, and no signature.
 */
final class Grant
{
    /** @internal */
    public function __construct(public readonly Policy $policy, private readonly GrantEngine $engine)
    {
    }

    /**
     * `url` with the signing parameters.
     *
     * @throws InvalidInputException for a URL that cannot be signed, or that the policy does not cover
     */
    public function signUrl(string $url): string
    {
        return $this->engine->signUrl($url);
    }

    /**
     * The signing parameters as a query string, without `?` or `&` before them: for templates that add them in
     * the browser. Whoever has it has access.
     */
    public function query(): string
    {
        return $this->engine->query();
    }

    /**
     * The same grant as cookies.
     *
     * @throws InvalidInputException
     */
    public function cookies(): SignedCookies
    {
        return $this->engine->cookies();
    }

    public function __debugInfo(): array
    {
        return ['policy' => $this->policy->resource];
    }

    public function __serialize(): array
    {
        throw new \LogicException('a Grant is not serialized; hand on what it signed');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
