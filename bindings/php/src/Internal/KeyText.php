<?php

declare(strict_types=1);

namespace Cfsign\Internal;

/**
 * Tells the text of a key, given by mistake where a path is wanted, from a path that a message may show.
 *
 * @internal
 */
final class KeyText
{
    /** Whether it is PEM, or holds what no path that people write does. */
    public static function isNoPath(#[\SensitiveParameter] string $given): bool
    {
        return preg_match('~-----BEGIN|[\x00-\x1F\x7F]~', $given) === 1;
    }

    /** Whether it could be a key in any form: also as variables of the environment leave one. */
    public static function isSecret(#[\SensitiveParameter] string $given): bool
    {
        return self::isNoPath($given) || preg_match('~\\\\n|[A-Za-z0-9+/=]{100}|\\{~', $given) === 1;
    }
}
