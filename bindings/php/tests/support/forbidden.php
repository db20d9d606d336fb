<?php

declare(strict_types=1);

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
