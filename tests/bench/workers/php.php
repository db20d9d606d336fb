<?php

/*
 * The worker of the bench for PHP: cfsign, openssl_sign with the key kept, and the code that people paste, which passes
 * the text of the key each time.
 *
 * Each line of standard input is a case and a number of milliseconds, and the answer the nanoseconds of one repetition,
 * by the clock and of processor time. `print CASE` answers what the case makes, a list with spaces between, so
 * that the driver can compare it with the others. `--first CASE` measures the first call of a process instead.
 */

declare(strict_types=1);

use Cfsign\Policy;
use Cfsign\PrivateKey;
use Cfsign\Signer;
use Cfsign\Verifier;

$start = hrtime(true);
require __DIR__ . '/../../../bindings/php/tests/bootstrap.php';
if (!in_array($argv[2] ?? '', ['nothing', 'openssl_sign-pem'], true)) {
    Cfsign\Cfsign::version(); // loads the library
}
$imported = hrtime(true);

const ID = 'K2JCJMDEHXQW5F';
const URL = 'https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg';
const IMAGES = 'https://d111111abcdef8.cloudfront.net/images/*';
const STARTS = 1767225600;
const NOW = 1800000000;
const END = 2051222400;
const CANNED = '{"Statement":[{"Resource":"' . URL . '","Condition":{"DateLessThan":{"AWS:EpochTime":' . END . '}}}]}';

function key_text(string $name): string
{
    return file_get_contents(__DIR__ . "/../../keys/$name");
}

/** @return list<string> */
function many(int $count): array
{
    return array_map(static fn (int $page): string => URL . "?page=$page", range(0, $count - 1));
}

function encode(string $signature): string
{
    return strtr(base64_encode($signature), '+=/', '-_~');
}

/** What is set up once, and then the work. */
function prepare(string $name): Closure
{
    $pem = key_text('rsa-2048.pkcs8.pem');
    if (preg_match('/^(p256-)?batch-(\d+)(?:-threads-(\d+))?$/', $name, $numbers)) {
        $signer = Signer::fromPem($numbers[1] ? key_text('p256.pkcs8.pem') : $pem, ID);
        $urls = many((int) $numbers[2]);
        $threads = (int) ($numbers[3] ?? 1);
        return static fn () => $signer->signUrls($urls, END, threads: $threads);
    }
    switch ($name) {
        case 'nothing':
            return static fn () => null;
        case 'sign-canned':
            $signer = Signer::fromPem($pem, ID);
            return static fn () => $signer->signUrl(URL, END);
        case 'sign-custom':
            $signer = Signer::fromPem($pem, ID);
            $policy = new Policy(IMAGES, END, STARTS, '192.0.2.0/24');
            return static fn () => $signer->signUrl(URL, policy: $policy);
        case 'sign-cookies':
            $signer = Signer::fromPem($pem, ID);
            $policy = new Policy(IMAGES, END, STARTS, '192.0.2.0/24');
            return static fn () => $signer->signCookies($policy)->cookieHeader();
        case 'sign-p256':
            $signer = Signer::fromPem(key_text('p256.pkcs8.pem'), ID);
            return static fn () => $signer->signUrl(URL, END);
        case 'grant':
            $grant = Signer::fromPem($pem, ID)->grant(new Policy(IMAGES, END));
            return static fn () => $grant->signUrl(URL);
        case 'load':
            return static function () use ($pem): void {
                PrivateKey::fromPem($pem);
            };
        case 'load-and-sign':
            return static fn () => Signer::fromPem($pem, ID)->signUrl(URL, END);
        case 'verify':
            $verifier = new Verifier([ID => key_text('rsa-2048.public.pem')]);
            $signed = Signer::fromPem($pem, ID)->signUrls(many(512), END);
            $at = 0;
            return static function () use ($verifier, $signed, &$at): void {
                $at = ($at + 1) % 512;
                $verifier->verify($signed[$at], now: NOW);
            };
        case 'openssl_sign-kept':
            $kept = openssl_pkey_get_private($pem);
            return static function () use ($kept): string {
                openssl_sign(CANNED, $signature, $kept, OPENSSL_ALGO_SHA1);
                return encode($signature);
            };
        case 'openssl_sign-pem':
            return static function () use ($pem): string {
                openssl_sign(CANNED, $signature, $pem, OPENSSL_ALGO_SHA1);
                return URL . '?Expires=' . END . '&Signature=' . encode($signature) . '&Key-Pair-Id=' . ID;
            };
    }
    throw new LogicException("unknown case $name");
}

/** Nanoseconds of processor time that this process has used, all threads together. */
function cpu(): float
{
    $used = getrusage();
    return ($used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec']) * 1e9
        + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) * 1e3;
}

function block(Closure $work, float $nanoseconds): string
{
    // Others ran in between: the caches are theirs, and the clock of the core may be as well.
    $start = hrtime(true);
    $work();
    $few = hrtime(true) - $start < $nanoseconds / 1000 ? 64 : 1;
    $times = 0;
    [$start, $cpu] = [hrtime(true), cpu()];
    for (;;) {
        for ($turn = 0; $turn < $few; $turn++) {
            $work();
        }
        $times += $few;
        $elapsed = hrtime(true) - $start;
        if ($elapsed >= $nanoseconds) {
            return $elapsed / $times . ' ' . (cpu() - $cpu) / $times;
        }
    }
}

if (($argv[1] ?? '') === '--first') {
    $work = prepare($argv[2]);
    $loaded = hrtime(true);
    $work();
    $first = hrtime(true) - $loaded;
    $used = cpu();
    preg_match('/VmHWM:\s+(\d+)/', file_get_contents('/proc/self/status'), $memory);
    $next = PHP_INT_MAX;
    for ($turn = 0; $turn < 20; $turn++) {
        $begun = hrtime(true);
        $work();
        $next = min($next, hrtime(true) - $begun);
    }
    $found = ['import' => $imported - $start, 'load' => $loaded - $imported, 'first' => $first, 'next' => $next];
    $found['used'] = $used;
    echo json_encode($found + ['memory' => $memory[1] * 1024]), "\n";
    return;
}
$cases = [];
while (($line = fgets(STDIN)) !== false) {
    [$first, $second] = explode(' ', trim($line));
    $name = $first === 'print' ? $second : $first;
    $work = $cases[$name] ??= prepare($name);
    echo $first === 'print' ? implode(' ', (array) $work()) : block($work, (float) $second * 1e6), "\n";
    flush();
}
