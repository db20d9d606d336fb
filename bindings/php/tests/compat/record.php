<?php

/*
 * Writes aws_sdk_php.json, what the real Aws\CloudFront\UrlSigner and CookieSigner return or throw:
 *
 *     php record.php FOLDER AUTOLOAD >aws_sdk_php.json
 *
 * FOLDER is src/CloudFront of aws-sdk-php, and AUTOLOAD the autoloader of guzzlehttp/psr7. Packagist is not needed
 * to run the tests, only to write the file anew.
 */

declare(strict_types=1);

[, $folder, $autoload] = $argv;
require $autoload;
foreach (['Signer', 'UrlSigner', 'CookieSigner'] as $class) {
    require "$folder/$class.php";
}
require __DIR__ . '/inputs.php';

// Warnings of the original are its own affair.
error_reporting(E_ERROR);
chdir(__DIR__ . '/../../../..');
$cases = [];
foreach (inputs() as $input) {
    try {
        $class = $input['operation'] === 'url' ? Aws\CloudFront\UrlSigner::class : Aws\CloudFront\CookieSigner::class;
        $method = $input['operation'] === 'url' ? 'getSignedUrl' : 'getSignedCookie';
        $input['result'] = (new $class(...$input['signer']))->$method(...$input['arguments']);
    } catch (InvalidArgumentException $refused) {
        $input['error'] = $refused->getMessage();
    }
    $cases[] = $input;
}
echo json_encode(
    [
        'format' => 1,
        'source' => 'aws-sdk-php, UrlSigner and CookieSigner with SHA256 and ECDSA (3.388), over guzzlehttp/psr7 2.4.5',
        'cases' => $cases,
    ],
    JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR,
), "\n";
