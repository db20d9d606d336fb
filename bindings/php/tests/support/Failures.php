<?php

declare(strict_types=1);

namespace Cfsign\Tests;

use Cfsign\CfsignException;

trait Failures
{
    /** Runs what must be refused with this code, and returns why. */
    private function refused(string $code, \Closure $call, string $in = ''): CfsignException
    {
        try {
            $call();
        } catch (CfsignException $refused) {
            self::assertSame($code, $refused->errorCode, $in);
            self::assertNotSame('', $refused->getMessage(), $in);
            return $refused;
        }
        self::fail("$in: wanted $code, and nothing was refused");
    }
}
