<?php

declare(strict_types=1);

namespace Cfsign\Internal;

/** @internal */
final class Seconds
{
    /** Epoch seconds of a point in time; the part of a second is cut off. */
    public static function of(int|\DateTimeInterface $time): int
    {
        return is_int($time) ? $time : $time->getTimestamp();
    }
}
