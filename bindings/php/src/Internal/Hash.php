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
            'the hash algorithm must be SHA1 or SHA256: wanted one of the two, in capital letters and without a hyphen',
            'invalid-hash-algorithm',
            40,
        );
    }
}
