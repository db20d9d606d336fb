<?php

declare(strict_types=1);

// Signing in sets the signed cookies, which open the gallery on the distribution; signing out takes them away.

use Cfsign\CookieAttributes;
use Cfsign\InvalidInputException;
use Cfsign\Policy;
use Cfsign\SignedCookies;

require __DIR__ . '/config.php';

const HOURS = 8;

// This page and the distribution must share a domain: www.example.com and cdn.example.com do.
try {
    $domain = CookieAttributes::sharedDomain($_SERVER['HTTP_HOST'] ?? '', parse_url(cdn(), PHP_URL_HOST));
} catch (InvalidInputException) {
    // Clients choose the Host.
    http_response_code(400);
    exit('This page has another address.');
}
$attributes = new CookieAttributes(
    domain: $domain,
    secure: str_starts_with(cdn(), 'https:'),
    maxAge: HOURS * 3600,
);

$member = member();
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $name = $_POST['name'] ?? null;
    session_regenerate_id(true);
    if (isset($_POST['leave'])) {
        unset($_SESSION['member']);
        SignedCookies::clear($attributes);
    } elseif (is_string($name) && $name !== '') {
        // Here the password is checked. Nobody is signed in where the cookies cannot be made.
        $policy = Policy::below(cdn() . '/gallery/', new DateTimeImmutable('+' . HOURS . ' hours'));
        signer()->signCookies($policy)->send($attributes);
        $_SESSION['member'] = $name;
    }
    header('Location: /login.php', true, 303);
    exit;
}
header('Cache-Control: no-store');
?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<?php if ($member === null) : ?>
<title>Sign in</title>
<form method="post"><input name="name" aria-label="Name"> <button>Sign in</button></form>
<?php else : ?>
<title>Gallery</title>
<p>Hello <?= htmlspecialchars($member) ?>. <a href="/download.php">The report</a></p>
<form method="post"><button name="leave" value="1">Sign out</button></form>
<?php endif ?>
<img id="photo" src="<?= htmlspecialchars(cdn()) ?>/gallery/pixel.png" alt="for members">
