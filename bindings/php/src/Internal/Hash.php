<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\InvalidInputException;

/**
 * The hash algorithms by CloudFront's names, with their numbers in the C library.
 *
 * @internal
 */
final class Hash
{
    private const NUMBERS = ['SHA1' => 1, 'SHA256' => 2];

    public static function number(string $name): int
    {
        return self::NUMBERS[$name] ?? throw new InvalidInputException(
            'the hash algorithm is something else; wanted SHA1, which CloudFront assumes, or SHA256',
            'invalid-hash-algorithm',
            40,
        );
    }
}
