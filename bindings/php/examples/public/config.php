<?php

declare(strict_types=1);

// What the pages share. The pool of PHP-FPM sets these variables; see php-fpm.conf.

use Cfsign\Signer;

require __DIR__ . '/../vendor/autoload.php';

/** Scheme and host of the distribution. */
function cdn(): string
{
    return getenv('APP_CDN');
}

/** PHP keeps nothing between requests, so the key is read in each that signs: once, and not for each URL. */
function signer(): Signer
{
    return Signer::fromFile(getenv('APP_PRIVATE_KEY'), getenv('APP_KEY_PAIR_ID'));
}

/** Who is signed in; null if nobody is. */
function member(): ?string
{
    session_start([
        'cookie_secure' => str_starts_with(cdn(), 'https:'),
        'cookie_httponly' => true,
        'cookie_samesite' => 'Lax',
        'use_strict_mode' => true,
    ]);
    return $_SESSION['member'] ?? null;
}
