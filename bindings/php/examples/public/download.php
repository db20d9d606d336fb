<?php

declare(strict_types=1);

// Protects a download: members are sent to a URL that opens this one file, for five minutes.

use Cfsign\UrlBuilder;

require __DIR__ . '/config.php';

if (member() === null) {
    http_response_code(403);
    exit('Please sign in.');
}

// As the file is called in the bucket, and as it is to be called when it is saved.
$url = (new UrlBuilder(cdn()))->path('reports/Q3 & more.txt')->downloadAs('Report Q3.txt')->build();

header('Cache-Control: no-store');
header('Location: ' . signer()->signUrl($url, expires: new DateTimeImmutable('+5 minutes')), true, 303);
