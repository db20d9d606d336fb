<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\CfsignException;

/**
 * What stands in a batch in the place of a result: why this one was refused, or why its signature was not made. What is
 * wrong with the call and not with one of its items, such as an object that is freed, is thrown.
 *
 * @internal
 */
final class Refusal
{
    /**
     * What `make` makes, or its refusal.
     *
     * @template T
     * @param \Closure(): T $make
     * @return T|CfsignException
     */
    public static function orResult(\Closure $make): mixed
    {
        try {
            return $make();
        } catch (CfsignException $refused) {
            return self::of($refused);
        }
    }

    public static function of(CfsignException $refused): CfsignException
    {
        return $refused->getCode() === Library::FREED ? throw $refused : $refused;
    }
}
