<?php

declare(strict_types=1);

// Leaves in the middle of a batch, as the argument says: by `exit`, or by the time limit of the script.

use Cfsign\Internal\Progress;
use Cfsign\Signer;
use Cfsign\Tests\Files;

require __DIR__ . '/../bootstrap.php';

$signed = 0;
register_shutdown_function(static function () use (&$signed): void {
    echo "at the end, $signed were signed\n";
});
$leave = static function (int $done) use (&$signed, $argv): void {
    $signed = $done;
    if ($argv[1] === 'exit') {
        exit(7);
    }
    set_time_limit(1);
    while (true) {
    }
};
$signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
$signer->signUrls(array_fill(0, Progress::SLICE + 1, Files::HOST . '/a.jpg'), 1767290400, onProgress: $leave);
