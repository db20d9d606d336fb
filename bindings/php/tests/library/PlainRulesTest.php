<?php

declare(strict_types=1);

use Cfsign\CfsignException;
use Cfsign\Internal\Library;
use Cfsign\Internal\LibraryPolicy;
use Cfsign\Internal\PlainPolicy;
use PHPUnit\Framework\TestCase;

/** The rules that are there twice, side by side: what PHP takes the library takes, and writes in the same bytes. */
final class PlainRulesTest extends TestCase
{
    private const PIECES = [
        'https://', 'http://', 'HTTPS://', '//', '*://', 'd111111abcdef8.cloudfront.net', 'cdn.example.com', 'CDN.example', 'a-b.c',
        '-a.b', 'a_.b', '127.0.0.1', '1.2', '0x1', 's3.amazonaws.com', 'b.s3.eu-west-1.amazonaws.com', 'xn--bcher-kva.example',
        ':443', ':80', ':8443', ':0', ':65536', '/', '/', '/', 'a', 'b.jpg', '.', '..', '%2e', '%2E', '%20', '%2f', '%2F', '%7E', '%41',
        '%', '%4', '?', '?', '&', '=', 'x', 'Expires', 'Policy', 'policy', 'Key-Pair-Id', 'Signature', 'X-Amz-Date', '%45xpires', '+',
        '*', '~', "'", '(', '!', '$', ',', ';', '@', '[', ']', '{', '|', '\\', '"', '#', ' ', "\n", "\t", "\0", 'ä', "\xE4", '^', '`',
        '_', '-', 'AWSAccessKeyId', '.com', 'localhost',
    ];
    private const TIMES = [-1, 0, 499_999_999, 500_000_000, 1767290400, 2051222400, 253_402_300_799, 253_402_300_800, 1767290400000];
    private const ADDRESSES = [
        null, null, '192.0.2.7', '192.0.2.0/24', '192.0.2.7/24', '0.0.0.0/0', '10.0.0.0/8', '1.2.3.4/32', '1.2.3.4/33', '1.2.3', '::1',
        '01.2.3.4', '1.2.3.4/', '1.2.3.4/08', '255.255.255.255/1', '128.0.0.0/1', ' 1.2.3.4', '', '1.2.3.4/24/5',
    ];

    public function testWhatPhpTakesTheLibraryTakes(): void
    {
        // A seed, so that what fails once fails again.
        mt_srand(6);
        $library = Library::get();
        $taken = $refused = 0;
        for ($turn = 0; $turn < 60_000; $turn++) {
            $resource = mt_rand(0, 3) === 0 ? '' : 'https://cdn.example.com/';
            for ($pieces = mt_rand(0, 6); $pieces > 0; $pieces--) {
                $resource .= self::one(self::PIECES);
            }
            $rare = mt_rand(0, 4) === 0;
            $arguments = [
                mt_rand(1, 3),
                $resource,
                $rare ? self::one(self::TIMES) : 1767290400,
                $rare ? self::one([null, ...self::TIMES]) : null,
                $rare ? self::one(self::ADDRESSES) : null,
                mt_rand(0, 1) === 0,
            ];
            try {
                $plain = new PlainPolicy(...$arguments);
            } catch (CfsignException) {
                $refused++;
                continue;
            }
            $taken++;
            $in = json_encode($arguments, JSON_INVALID_UTF8_SUBSTITUTE);
            try {
                $policy = new LibraryPolicy($library, ...$arguments);
            } catch (CfsignException $why) {
                self::fail("$in: {$why->getMessage()}");
            }
            self::assertSame($policy->toJson(), $plain->toJson(), $in);
            self::assertSame($policy->isCanned(), $plain->isCanned(), $in);
            $url = $resource . self::one(self::PIECES);
            self::assertTrue(!$plain->covers($url) || $policy->covers($url), "$in covers $url");
        }
        self::assertGreaterThan(5000, $taken);
        self::assertGreaterThan(5000, $refused);
    }

    private static function one(array $all): mixed
    {
        return $all[mt_rand(0, count($all) - 1)];
    }
}
