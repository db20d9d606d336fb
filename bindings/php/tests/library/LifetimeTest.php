<?php

declare(strict_types=1);

use Cfsign\Policy;
use Cfsign\Signer;
use Cfsign\Tests\Files;
use PHPUnit\Framework\TestCase;

/** Calls that come when PHP makes them: from a signal handler in the middle of another, and after everything is freed. */
final class LifetimeTest extends TestCase
{
    public function testASignalHandlerSignsInTheMiddleOfASignature(): void
    {
        $signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
        $policy = Policy::below(Files::HOST . '/', 1767290400);
        $grant = $signer->grant($policy);
        $other = Files::HOST . '/of-the-handler.jpg';
        $handled = $wrong = 0;
        $handler = static function () use ($signer, $grant, $policy, $other, &$handled, &$wrong): void {
            $handled++;
            $signed = [$signer->signUrl($other, 1767290400), $signer->signUrl($other, policy: $policy), $grant->signUrl($other)];
            $wrong += count(array_filter($signed, static fn ($url) => !str_starts_with($url, "$other?")));
            try {
                $signer->signUrl("$other#", 1767290400);
            } catch (Cfsign\CfsignException $refused) {
                $wrong += (int) ($refused->errorCode !== 'url-fragment');
            }
        };
        $before = pcntl_async_signals(true);
        pcntl_signal(SIGUSR1, $handler);
        $sender = proc_open(['sh', '-c', 'while kill -USR1 ' . getmypid() . '; do :; done'], [], $pipes);
        try {
            for ($turn = 0; $turn < 4000 || $handled < 500; $turn++) {
                $url = Files::HOST . "/$turn.jpg";
                $signed = [$signer->signUrl($url, 1767290400), $signer->signUrl($url, policy: $policy), $grant->signUrl($url)];
                $wrong += count(array_filter($signed, static fn ($signed) => !str_starts_with($signed, "$url?")));
                try {
                    $signer->signUrl("$url ", 1767290400);
                } catch (Cfsign\CfsignException $refused) {
                    $wrong += (int) ($refused->errorCode !== 'url-character');
                }
            }
        } finally {
            proc_terminate($sender, SIGKILL);
            proc_close($sender);
            pcntl_signal(SIGUSR1, SIG_IGN);
            pcntl_async_signals($before);
        }
        self::assertGreaterThanOrEqual(500, $handled);
        self::assertSame(0, $wrong, "of $turn turns and $handled in the handler");
    }

    /** PHP runs the destructors in the order of creation when a script ends, also those of objects still held. */
    public function testWhatIsUsedAfterTheEndOfTheScriptIsRefused(): void
    {
        $script = escapeshellarg(__DIR__ . '/../support/last-words.php');
        exec(escapeshellarg(PHP_BINARY) . " $script 2>&1", $said, $status);
        self::assertSame(0, $status, implode("\n", $said));
        self::assertCount(27, $said, implode("\n", $said));
        foreach ($said as $line) {
            self::assertStringContainsString('null-pointer: a cfsign object was used after PHP freed it', $line);
        }
    }
}
