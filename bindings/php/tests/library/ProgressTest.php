<?php

declare(strict_types=1);

use Cfsign\Engine;
use Cfsign\Grant;
use Cfsign\InternalErrorException;
use Cfsign\Internal\Progress;
use Cfsign\Policy;
use Cfsign\SignedCookies;
use Cfsign\Signer;
use Cfsign\Tests\Failures;
use Cfsign\Tests\Files;
use PHPUnit\Framework\TestCase;

/** Batches tell how far they are, and end when they are told to; what they sign is the same. */
final class ProgressTest extends TestCase
{
    use Failures;

    private const END = 1767290400;
    /** Two slices of the library and a rest. */
    private const COUNT = 2 * Progress::SLICE + 7;

    /**
     * Every form of a batch over `count` items, by its name; most have one that is refused.
     *
     * @return array<string, Closure(?Closure $onProgress): list<mixed>>
     */
    private static function forms(Signer $signer, int $count): array
    {
        $urls = array_map(static fn (int $n) => Files::HOST . "/$n.jpg", range(1, $count));
        $refused = [...array_slice($urls, 0, -1), Files::HOST . '/a b'];
        $policies = array_map(static fn (string $url) => new Policy($url, self::END), $urls);
        $folders = array_map(static fn (string $url) => Policy::below($url, self::END), $urls);
        $below = Policy::below(Files::HOST . '/', self::END);
        return [
            'urls' => static fn ($told) => $signer->trySignUrls($refused, self::END, onProgress: $told),
            'urls under a policy' => static fn ($told) => $signer->trySignUrls($refused, policy: $below, onProgress: $told),
            'urls under a canned policy' => static fn ($told) => $signer->trySignUrls($urls, policy: $policies[1], onProgress: $told),
            'urls under a document' => static fn ($told) => $signer->signUrlsWithRawPolicy($urls, '{"a":1}', onProgress: $told),
            'urls each' => static fn ($told) => $signer->trySignUrlsEach($refused, $policies, 2, $told),
            'cookies' => static fn ($told) => $signer->signCookiesEach($policies, onProgress: $told),
            'grants' => static fn ($told) => $signer->grants($folders, onProgress: $told),
        ];
    }

    /** What can be compared of a result. */
    private static function text(mixed $one): string
    {
        return match (true) {
            is_string($one) => $one,
            $one instanceof SignedCookies => json_encode($one->toArray()),
            $one instanceof Grant => $one->policy->resource . $one->query(),
            default => $one->errorCode,
        };
    }

    public function testEveryFormTellsAndSignsTheSame(): void
    {
        $signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
        foreach (self::forms($signer, self::COUNT) as $form => $sign) {
            $told = [];
            $signed = $sign(function (int $done) use (&$told): void {
                $told[] = $done;
            });
            self::assertSame(array_map(self::text(...), $sign(null)), array_map(self::text(...), $signed), $form);
            self::assertCount(self::COUNT, $signed, $form);
            self::assertGreaterThanOrEqual(3, count($told), $form);
            self::assertSame(self::COUNT, end($told), $form);
            $before = 0;
            foreach ($told as $done) {
                self::assertGreaterThan($before, $done, $form);
                self::assertLessThanOrEqual($before + Progress::SLICE, $done, $form);
                $before = $done;
            }
        }
    }

    public function testFalseEndsTheBatchAndAnExceptionIsThrown(): void
    {
        foreach (Engine::cases() as $engine) {
            $count = $engine === Engine::Library ? Progress::SLICE + 1 : Progress::STEP + 1;
            $signer = Signer::with($engine, Files::key('p256.pkcs8.pem'), Files::ID);
            foreach (self::forms($signer, $count) as $form => $sign) {
                $in = "{$engine->value}, $form";
                $calls = 0;
                $end = static function () use (&$calls): bool {
                    $calls++;
                    return false;
                };
                $cancelled = $this->refused('cancelled', static fn () => $sign($end), $in);
                self::assertSame(1, $calls, $in);
                self::assertInstanceOf(InternalErrorException::class, $cancelled);
                self::assertSame(93, $cancelled->getCode());
                $what = in_array($form, ['cookies', 'grants'], true) ? 'policies' : 'URLs';
                self::assertMatchesRegularExpression(
                    "~^the batch was cancelled: \d+ of $count $what were signed$~",
                    $cancelled->getMessage(),
                );
                // At the end it is no different, and nothing but false ends it.
                $this->refused('cancelled', static fn () => $sign(static fn (int $done) => $done < $count), $in);
                self::assertCount($count, $sign(static fn () => 0), $in);
                try {
                    $sign(static fn () => throw new DomainException('enough'));
                    self::fail("$in: what was thrown is gone");
                } catch (DomainException $thrown) {
                    self::assertSame('enough', $thrown->getMessage());
                }
            }
        }
    }

    public function testOpenSslTellsAndSignsTheSameAsTheLibrary(): void
    {
        $count = Progress::STEP + 50;
        $key = Files::key('rsa-2048.pkcs8.pem');
        $library = self::forms(Signer::fromPem($key, Files::ID), $count);
        foreach (self::forms(Signer::with(Engine::OpenSsl, $key, Files::ID), $count) as $form => $sign) {
            $told = [];
            $signed = $sign(function (int $done) use (&$told): void {
                $told[] = $done;
            });
            self::assertSame(array_map(self::text(...), $library[$form](null)), array_map(self::text(...), $signed), $form);
            self::assertSame([Progress::STEP, $count], $told, $form);
        }
    }

    /** ECDSA of OpenSSL is never the same twice, so that this counts signatures. */
    public function testAPolicyForAllIsSignedOnceForAll(): void
    {
        $signer = Signer::with(Engine::OpenSsl, Files::key('p256.pkcs8.pem'), Files::ID);
        $forms = self::forms($signer, Progress::STEP + 2);
        foreach (['urls under a policy', 'urls under a document'] as $form) {
            $urls = array_filter($forms[$form](static fn () => true), 'is_string');
            self::assertCount(1, array_unique(array_map(static fn ($url) => strstr($url, '?'), $urls)), $form);
        }
        self::assertNotSame($signer->signMessage('a'), $signer->signMessage('a'));
    }

    public function testOfNoneNothingIsTold(): void
    {
        foreach (Engine::cases() as $engine) {
            $signer = Signer::with($engine, Files::key('p256.pkcs8.pem'), Files::ID);
            $told = static fn () => self::fail('none was signed');
            self::assertSame([], $signer->signUrls([], self::END, onProgress: $told));
            self::assertSame([], $signer->signUrls([], policy: Policy::below(Files::HOST . '/', self::END), onProgress: $told));
            self::assertSame([], $signer->signUrlsWithRawPolicy([], '{}', onProgress: $told));
            self::assertSame([], $signer->signUrlsEach([], [], onProgress: $told));
            self::assertSame([], $signer->signCookiesEach([], onProgress: $told));
            self::assertSame([], $signer->grants([], onProgress: $told));
        }
    }

    /** A callback of FFI would end in a fatal error here, with the threads of the library still at work. */
    public function testTheScriptMayEndInTheMiddleOfABatch(): void
    {
        $script = escapeshellarg(__DIR__ . '/../support/leaves.php');
        foreach (['exit' => 7, 'time-limit' => 255] as $how => $wanted) {
            $said = [];
            exec(escapeshellarg(PHP_BINARY) . " -d display_errors=stderr $script $how 2>&1", $said, $status);
            $said = implode("\n", $said);
            self::assertSame($wanted, $status, $said);
            self::assertStringContainsString('at the end, ' . Progress::SLICE . ' were signed', $said);
            self::assertStringNotContainsString('FFI', $said);
        }
    }

    /** It may use the signer, and another batch that tells. */
    public function testABatchInTheMiddleOfABatch(): void
    {
        $signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
        $urls = array_fill(0, Progress::SLICE + 1, Files::HOST . '/a.jpg');
        $told = [];
        $signed = $signer->signUrls($urls, self::END, onProgress: function (int $done) use ($signer, &$told): void {
            $url = Files::HOST . '/b.jpg';
            $inner = function (int $done) use (&$told): void {
                $told[] = -$done;
            };
            self::assertSame([$signer->signUrl($url, self::END)], $signer->signUrls([$url], self::END, onProgress: $inner));
            $told[] = $done;
        });
        self::assertSame([-1, Progress::SLICE, -1, Progress::SLICE + 1], $told);
        self::assertSame([$signer->signUrl($urls[0], self::END)], array_unique($signed));
    }
}
