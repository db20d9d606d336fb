<?php

declare(strict_types=1);

// Says what a script can do here: `engine` tells what signs and whether FFI is open to it, `work` signs and says
// how much memory this worker has.

use Cfsign\CfsignException;
use Cfsign\Policy;
use Cfsign\Signer;

require __DIR__ . '/../vendor/autoload.php';

$said = [];
$pem = file_get_contents(getenv('APP_PRIVATE_KEY'));
$url = 'https://d111111abcdef8.cloudfront.net/image.jpg';
if (isset($_GET['work'])) {
    $signer = Signer::fromPem($pem, 'K2JCJMDEHXQW5F');
    $said['url'] = $signer->signUrl($url, 1767290400);
    $signer->signCookies(Policy::below('https://d111111abcdef8.cloudfront.net/', 1767290400))->setCookieLines();
    try {
        $signer->signUrl("$url ", 1767290400);
    } catch (CfsignException $refused) {
        $said['refused'] = $refused->errorCode;
    }
    preg_match('~VmRSS:\s+(\d+)~', file_get_contents('/proc/self/status'), $memory);
    $said += ['worker' => getmypid(), 'kilobytes' => (int) $memory[1]];
} else {
    $said['ffi.enable'] = ini_get('ffi.enable');
    try {
        FFI::cdef('int getpid(void);')->getpid();
        $said['ffi'] = 'open to every script';
    } catch (FFI\Exception) {
        $said['ffi'] = 'off for this script';
    }
    try {
        Signer::fromPem($pem, 'K2JCJMDEHXQW5F');
    } catch (CfsignException $unavailable) {
        $said['message'] = $unavailable->getMessage();
    }
    $said['engine'] = Signer::create($pem, 'K2JCJMDEHXQW5F')->engine()->value;
}
header('Content-Type: application/json');
echo json_encode($said);
