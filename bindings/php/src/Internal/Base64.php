<?php

declare(strict_types=1);

namespace Cfsign\Internal;

/**
 * CloudFront's Base64, which has `-`, `~` and `_` for `+`, `/` and `=`.
 *
 * @internal
 */
final class Base64
{
    public static function encode(string $bytes): string
    {
        return strtr(base64_encode($bytes), '+/=', '-~_');
    }
}
