<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

/** RSA 2048 in batches, one by one and eight at once, in processes of their own: the library reads CFSIGN_IFMA once. */
final class LanesTest extends TestCase
{
    /** @return list<string> what stands for each list, without what is twice */
    private static function said(string $switch): array
    {
        $script = escapeshellarg(__DIR__ . '/../support/lanes.php');
        exec("CFSIGN_IFMA=$switch " . escapeshellarg(PHP_BINARY) . " $script 2>&1", $said, $status);
        self::assertSame(0, $status, implode("\n", $said));
        self::assertCount(14, $said, implode("\n", $said));
        return array_values(array_unique($said));
    }

    public function testOneByOne(): void
    {
        self::assertSame(['same'], self::said('off'));
    }

    public function testEightAtOnce(): void
    {
        $said = self::said('on');
        if (getenv('CFSIGN_REQUIRE_IFMA') !== false || $said === ['same']) {
            self::assertSame(['same'], $said);
            return;
        }
        self::assertCount(1, $said);
        self::assertStringStartsWith('signing-failed: ', $said[0]);
        self::assertStringContainsString('the processor has no AVX-512 IFMA', $said[0]);
    }

    /** Else the two above could sign in the same way. */
    public function testTheLibraryReadsTheSwitch(): void
    {
        $said = self::said('perhaps');
        self::assertCount(1, $said);
        self::assertStringContainsString('CFSIGN_IFMA is neither on nor off', $said[0]);
    }
}
