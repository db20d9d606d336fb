<?php

declare(strict_types=1);

// Signs lists of several lengths with RSA 2048, on one thread and on all, and says for each whether the URLs are those
// that are signed one by one: `same`, `different`, or why they were refused.

use Cfsign\CfsignException;
use Cfsign\Signer;
use Cfsign\Tests\Files;

require __DIR__ . '/../bootstrap.php';

$signer = Signer::fromPem(Files::key('rsa-2048.pkcs8.pem'), Files::ID);
foreach ([1, 5, 7, 8, 9, 16, 35] as $count) {
    $urls = array_map(static fn (int $n) => Files::HOST . "/$count/$n.jpg", range(1, $count));
    $one = array_map(static fn (string $url) => $signer->signUrl($url, 1767290400), $urls);
    foreach ([1, 0] as $threads) {
        $signed = $signer->trySignUrls($urls, 1767290400, threads: $threads);
        $refused = array_filter($signed, static fn ($url) => $url instanceof CfsignException);
        echo match (true) {
            $signed === $one => "same\n",
            count($refused) === $count => "{$refused[0]->errorCode}: {$refused[0]->getMessage()}\n",
            default => "different\n",
        };
    }
}
