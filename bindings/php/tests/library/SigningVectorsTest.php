<?php

declare(strict_types=1);

use Cfsign\Cfsign;
use Cfsign\Policy;
use Cfsign\PrivateKey;
use Cfsign\Signer;
use Cfsign\Tests\Files;
use PHPUnit\Framework\TestCase;

/** What other packages signed, through FFI. A file is one test. */
final class SigningVectorsTest extends TestCase
{
    public static function files(): array
    {
        $files = ['botocore', 'botocore_ecdsa', 'boto2', 'm2crypto', 'aws_sdk_js_v3', 'aws_sdk_js_v2', 'aws_cloudfront_sign'];
        return array_combine($files, array_map(static fn ($file) => [$file], $files));
    }

    /** @dataProvider files */
    public function testSignatures(string $file): void
    {
        foreach (Files::cases($file) as $case) {
            $key = PrivateKey::fromPem(Files::key($case['key']), $case['peer_arguments']['passphrase'] ?? null);
            $signature = $key->sign($case['policy'], $case['hash_algorithm']);
            self::assertSame($case['signature_base64'], Cfsign::base64Encode($signature), $case['id']);
            self::assertTrue($key->publicKey()->verify($case['policy'], $signature, $case['hash_algorithm']), $case['id']);
        }
    }

    /** @dataProvider files */
    public function testWholeUrlsAndCookies(string $file): void
    {
        $plain = array_filter(Files::cases($file), static fn ($case) => $case['plain']);
        self::assertGreaterThan(20, count($plain));
        foreach ($plain as $case) {
            $passphrase = $case['peer_arguments']['passphrase'] ?? null;
            $signer = Signer::fromPem(Files::key($case['key']), $case['key_pair_id'], $passphrase, $case['hash_algorithm']);
            $case['operation'] === 'cookies' ? $this->cookies($case, $signer) : $this->url($case, $signer);
        }
    }

    private function url(array $case, Signer $signer): void
    {
        $made = $case['custom'] || isset($case['raw_policy'])
            ? $signer->signUrlWithRawPolicy($case['url'], $case['policy'])
            : $signer->signUrl($case['url'], $case['date_less_than']);
        self::assertStringStartsWith($case['url'], $made, $case['id']);
        $wanted = explode('&', substr($case['signed_url'], strlen($case['url']) + 1));
        if ($case['peer'] === 'aws_cloudfront_sign') {
            // It writes ~ as %7E, and an expiry beside the policy.
            $wanted = preg_grep('~^Expires=~', str_replace('%7E', '~', $wanted), PREG_GREP_INVERT);
        }
        if (($case['hash_algorithm_sent'] ?? true) === false) {
            // The package signs with SHA-256 and cannot say so; we do.
            $wanted[] = 'Hash-Algorithm=SHA256';
        }
        $found = explode('&', substr($made, strlen($case['url']) + 1));
        self::assertEqualsCanonicalizing(array_values($wanted), $found, $case['id']);
    }

    private function cookies(array $case, Signer $signer): void
    {
        $made = $case['custom'] || isset($case['raw_policy'])
            ? $signer->signCookiesWithRawPolicy($case['policy'])
            : $signer->signCookies(new Policy($case['url'], $case['date_less_than']));
        $wanted = $case['cookies'];
        if (($case['hash_algorithm_sent'] ?? true) === false) {
            $wanted['CloudFront-Hash-Algorithm'] = 'SHA256';
        }
        self::assertEqualsCanonicalizing($wanted, $made->toArray(), $case['id']);
        self::assertSame([], array_diff_assoc($wanted, $made->toArray()), $case['id']);
    }
}
