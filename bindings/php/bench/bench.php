<?php

/*
 * What a signed URL costs from PHP, beside openssl_sign over the same policy with the key kept, and beside the code
 * that people paste, which passes the text of the key each time. All take turns, call by call, in one process;
 * medians, and ratios between them, are what counts.
 */

declare(strict_types=1);

use Cfsign\Policy;
use Cfsign\Signer;

require __DIR__ . '/../tests/bootstrap.php';

const TURNS = 3000;
const URL = 'https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg';
const END = 2051222400;

$pem = file_get_contents(__DIR__ . '/../../../tests/keys/rsa-2048.pkcs8.pem');
$kept = openssl_pkey_get_private($pem);
$policy = (new Policy(URL, END))->toJson();
$signer = Signer::fromPem($pem, 'K2JCJMDEHXQW5F');
$grant = $signer->grant(Policy::below('https://d111111abcdef8.cloudfront.net/images/', END));

$pasted = static function () use ($pem): string {
    $policy = '{"Statement":[{"Resource":"' . URL . '","Condition":{"DateLessThan":{"AWS:EpochTime":' . END . '}}}]}';
    openssl_sign($policy, $signature, $pem, OPENSSL_ALGO_SHA1);
    $signature = strtr(base64_encode($signature), '+=/', '-_~');
    return URL . '?Expires=' . END . "&Signature=$signature&Key-Pair-Id=K2JCJMDEHXQW5F";
};
$calls = [
    // The private-key work alone, in the library and in OpenSSL.
    'signMessage' => static fn () => $signer->signMessage($policy),
    'signUrl' => static fn () => $signer->signUrl(URL, END),
    'openssl_sign, key kept' => static function () use ($policy, $kept): string {
        openssl_sign($policy, $signature, $kept, OPENSSL_ALGO_SHA1);
        return $signature;
    },
    'openssl_sign, PEM each time, whole URL' => $pasted,
    'Signer::fromPem and signUrl' => static fn () => Signer::fromPem($pem, 'K2JCJMDEHXQW5F')->signUrl(URL, END),
    'Grant::signUrl' => static fn () => $grant->signUrl(URL),
];
if ($signer->signUrl(URL, END) !== $pasted()) {
    throw new LogicException('the two do not sign the same URL');
}

$times = array_fill_keys(array_keys($calls), []);
for ($turn = 0; $turn < TURNS; $turn++) {
    foreach ($calls as $name => $call) {
        $start = hrtime(true);
        $call();
        $times[$name][] = hrtime(true) - $start;
    }
}
$medians = [];
foreach ($times as $name => $all) {
    sort($all);
    $medians[$name] = $all[intdiv(TURNS, 2)] / 1000;
}

preg_match('~^model name\s*: (.*)$~m', (string) @file_get_contents('/proc/cpuinfo'), $processor);
printf("%s, PHP %s, %s, %d turns, RSA 2048 with SHA-1, medians\n", $processor[1] ?? php_uname('m'), PHP_VERSION, OPENSSL_VERSION_TEXT, TURNS);
foreach ($medians as $name => $median) {
    printf("%-40s %9.2f us\n", $name, $median);
}
// A whole URL may cost 5 us more than the signature alone, and what people paste at least three times as much.
$met = static fn (bool $met): string => $met ? '' : '  MISSED';
$over = $medians['signUrl'] - $medians['openssl_sign, key kept'];
$pasted = $medians['openssl_sign, PEM each time, whole URL'] / $medians['signUrl'];
printf(
    "\nsignUrl over openssl_sign with the key kept: %+.2f us, x %.3f; wanted at most +5 us%s\n",
    $over,
    $medians['signUrl'] / $medians['openssl_sign, key kept'],
    $met($over <= 5),
);
printf("signUrl over signMessage: %+.2f us\n", $medians['signUrl'] - $medians['signMessage']);
printf("the pasted code over signUrl: x %.2f; wanted at least x 3%s\n", $pasted, $met($pasted >= 3));
printf("the pasted code over a signer made for each URL: x %.2f\n", $medians['openssl_sign, PEM each time, whole URL'] / $medians['Signer::fromPem and signUrl']);
