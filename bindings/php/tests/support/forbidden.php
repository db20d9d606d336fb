<?php

declare(strict_types=1);

use Cfsign\Policy;
use Cfsign\Signer;
use Cfsign\Tests\Files;

require __DIR__ . '/../bootstrap.php';

$pem = Files::key('rsa-2048.pkcs8.pem');
$signature = '';
echo json_encode(@openssl_sign('policy', $signature, $pem, 'SHA1')), ' ', json_encode($signature), "\n";
try {
    echo Signer::create($pem, Files::ID)->signUrl(Files::HOST . '/image.jpg', 1767290400);
} catch (Cfsign\CfsignException $refused) {
    echo $refused::class, "\n", $refused->getMessage(), "\n";
}
$signer = Signer::create($pem, Files::ID);
$policies = [Policy::below(Files::HOST . '/', 1767290400)];
$batches = [
    $signer->trySignUrls([Files::HOST . '/a b', Files::HOST . '/image.jpg'], 1767290400),
    $signer->trySignUrlsEach([Files::HOST . '/image.jpg'], $policies),
    $signer->trySignCookiesEach($policies),
    $signer->tryGrants($policies),
];
foreach (array_merge(...$batches) as $one) {
    echo $one->errorCode, "\n";
}
