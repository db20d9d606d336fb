<?php

declare(strict_types=1);

use Cfsign\Cfsign;
use Cfsign\CfsignException;
use Cfsign\CookieAttributes;
use Cfsign\Engine;
use Cfsign\InternalErrorException;
use Cfsign\LibraryUnavailableException;
use Cfsign\Policy;
use Cfsign\PublicKey;
use Cfsign\SameSite;
use Cfsign\SignedCookies;
use Cfsign\Signer;
use Cfsign\Tests\Failures;
use Cfsign\Tests\Files;
use Cfsign\UrlBuilder;
use Cfsign\Verifier;
use PHPUnit\Framework\TestCase;

/** Runs where FFI is off: what the signer over ext-openssl signs is what the library would sign, or it refuses. */
final class WithoutLibraryTest extends TestCase
{
    use Failures;

    private const URL = Files::HOST . '/image.jpg';
    private const END = 1767290400;

    private static function signer(string $key = 'rsa-2048.pkcs8.pem', string $hash = 'SHA1'): Signer
    {
        return Signer::create(Files::key($key), Files::ID, hashAlgorithm: $hash);
    }

    public function testFfiIsOffAndEverythingThatNeedsItSaysSo(): void
    {
        self::assertSame(Engine::OpenSsl, self::signer()->engine());
        $calls = [
            fn () => Signer::fromPem(Files::key('rsa-2048.pkcs8.pem'), Files::ID),
            fn () => new Verifier([]),
            fn () => new UrlBuilder(Files::HOST),
            fn () => PublicKey::fromPem(''),
            fn () => CookieAttributes::sharedDomain('a.example', 'b.example'),
            fn () => Cfsign::version(),
        ];
        foreach ($calls as $call) {
            $unavailable = $this->refused('engine-unavailable', $call);
            self::assertInstanceOf(LibraryUnavailableException::class, $unavailable);
            foreach (['ffi.enable=', 'ffi.preload=', 'cfsign.ffi.h', 'preload.php', 'Signer::create'] as $advice) {
                self::assertStringContainsString($advice, $unavailable->getMessage());
            }
        }
    }

    public function testPlainVectors(): void
    {
        $ran = 0;
        $refused = [];
        foreach (['botocore', 'boto2', 'm2crypto', 'aws_sdk_js_v3', 'aws_sdk_js_v2', 'aws_cloudfront_sign'] as $file) {
            foreach (array_filter(Files::cases($file), static fn ($case) => $case['plain']) as $case) {
                $ran++;
                try {
                    $this->compare($case);
                } catch (CfsignException $why) {
                    $refused[$case['id']] = $why->errorCode;
                }
            }
        }
        self::assertGreaterThan(200, $ran);
        // It never signs something else, and what it refuses is its keys in DER.
        self::assertSame(['invalid-key'], array_values(array_unique($refused)) ?: ['invalid-key'], json_encode($refused));
        self::assertLessThan($ran / 10, count($refused));
    }

    private function compare(array $case): void
    {
        $passphrase = $case['peer_arguments']['passphrase'] ?? null;
        $signer = Signer::create(Files::key($case['key']), $case['key_pair_id'], $passphrase, $case['hash_algorithm']);
        self::assertSame($case['signature_base64'], Cfsign::base64Encode($signer->signMessage($case['policy'])), $case['id']);
        $raw = $case['custom'] || isset($case['raw_policy']);
        if ($case['operation'] === 'cookies') {
            $cookies = $raw
                ? $signer->signCookiesWithRawPolicy($case['policy'])
                : $signer->signCookies(new Policy($case['url'], $case['date_less_than']));
            $wanted = $case['cookies'] + (($case['hash_algorithm_sent'] ?? true) ? [] : ['CloudFront-Hash-Algorithm' => 'SHA256']);
            self::assertSame([], array_diff_assoc($wanted, $cookies->toArray()), $case['id']);
            self::assertCount(count($wanted), $cookies, $case['id']);
            return;
        }
        $url = $raw
            ? $signer->signUrlWithRawPolicy($case['url'], $case['policy'])
            : $signer->signUrl($case['url'], $case['date_less_than']);
        self::assertStringStartsWith($case['url'], $url, $case['id']);
        self::assertStringContainsString("Signature={$case['signature_base64']}&Key-Pair-Id={$case['key_pair_id']}", $url);
    }

    public function testEcdsa(): void
    {
        foreach (['SHA1' => OPENSSL_ALGO_SHA1, 'SHA256' => OPENSSL_ALGO_SHA256] as $hash => $algorithm) {
            $signature = self::signer('p256.sec1.pem', $hash)->signMessage('message');
            self::assertSame(1, openssl_verify('message', $signature, Files::key('p256.public.pem'), $algorithm));
        }
    }

    public function testItRefusesAllThatTheLibraryRefuses(): void
    {
        $signer = self::signer('p256.pkcs8.pem');
        $ran = $same = 0;
        foreach (Files::cases('refused') as $case) {
            $pattern = isset($case['policy_resource']) && (isset($case['url']) || str_contains($case['policy_resource'], '*'));
            $rest = [$case['date_less_than'] ?? 0, $case['date_greater_than'] ?? null, $case['ip_address'] ?? null];
            $policy = static fn () => $pattern
                ? Policy::pattern($case['policy_resource'], ...$rest)
                : new Policy($case['policy_resource'] ?? $case['url'], ...$rest);
            $call = match ($case['operation']) {
                'sign_url' => static fn () => $signer->signUrl($case['url'], $case['date_less_than']),
                'sign_url_with' => static fn () => $signer->signUrl($case['url'], policy: $policy()),
                'sign_url_with_raw_policy' => static fn () => $signer->signUrlWithRawPolicy($case['url'], $case['raw_policy']),
                'key_pair_id' => static fn () => Signer::create(Files::key('p256.pkcs8.pem'), $case['key_pair_id']),
                // What browsers do with cookies is the library's to know.
                'sign_cookies', 'cookie_domain' => null,
            };
            if ($call === null) {
                continue;
            }
            $ran++;
            try {
                $call();
                self::fail($case['id'] . ' was signed');
            } catch (CfsignException $refused) {
                $same += (int) ($refused->errorCode === $case['error']);
            }
        }
        self::assertGreaterThan(150, $ran);
        // Most have the library's code too.
        self::assertGreaterThan($ran * 0.8, $same);
    }

    public function testItCoversNothingThatTheLibraryDoesNot(): void
    {
        $covered = 0;
        foreach (Files::cases('urls') as $case) {
            if ($case['operation'] !== 'covers') {
                continue;
            }
            try {
                $covers = Policy::pattern($case['resource'], self::END)->covers($case['url']);
            } catch (CfsignException) {
                continue;
            }
            $covered += (int) $covers;
            self::assertSame($case['covers'], $covers, $case['id']);
        }
        self::assertGreaterThan(2, $covered);
    }

    public function testGrantsBatchesAndCookies(): void
    {
        $signer = self::signer();
        $policy = Policy::below(Files::HOST . '/videos/', self::END, self::END - 60, '192.0.2.7');
        self::assertSame(
            '{"Statement":[{"Resource":"https://d111111abcdef8.cloudfront.net/videos/*","Condition":{"DateLessThan":'
                . '{"AWS:EpochTime":1767290400},"DateGreaterThan":{"AWS:EpochTime":1767290340},"IpAddress":'
                . '{"AWS:SourceIp":"192.0.2.7/32"}}}]}',
            $policy->toJson(),
        );
        $grant = $signer->grant($policy);
        $url = Files::HOST . '/videos/1.ts';
        self::assertSame("$url?x=1&{$grant->query()}", $grant->signUrl("$url?x=1"));
        self::assertSame([$grant->signUrl($url)], $signer->signUrls([$url], policy: $policy));
        self::assertSame('url-scheme', $signer->trySignUrls([$url, ''], self::END)[1]->errorCode);
        $own = [new Policy($url, self::END), new Policy($url . 's', self::END)];
        $each = $signer->trySignUrlsEach([$url, $url], $own);
        self::assertSame([$signer->signUrl($url, self::END), 'policy-does-not-cover-url'], [$each[0], $each[1]->errorCode]);
        self::assertEquals([$signer->signCookies($own[0])], $signer->signCookiesEach([$own[0]]));
        $this->refused('policy-does-not-cover-url', static fn () => $grant->signUrl(self::URL));

        $attributes = new CookieAttributes('example.com', '/', sameSite: SameSite::None, maxAge: 60);
        $lines = $signer->signCookies(Policy::below('https://cdn.example.com/', self::END))->setCookieLines($attributes);
        self::assertSame(
            'CloudFront-Key-Pair-Id=K2JCJMDEHXQW5F; Domain=example.com; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=None',
            $lines[2],
        );
        self::assertCount(5, SignedCookies::clearLines($attributes));
        $this->refused('cookie-domain', static fn () => new CookieAttributes("a.example\r\nX: y"));
        $this->refused('cookie-path', static fn () => new CookieAttributes(path: '/; x'));
        $this->refused('cookie-attributes', static fn () => new CookieAttributes(secure: false, sameSite: SameSite::None));
        self::assertSame(self::END, Cfsign::expiresIn(3600, 900, self::END - 3650));
        foreach ([[PHP_INT_MAX], [1, PHP_INT_MAX], [PHP_INT_MAX, 5, 1], [1, 0, PHP_INT_MAX]] as $far) {
            $this->refused('invalid-time', static fn () => Cfsign::expiresIn(...$far));
        }
    }

    public function testGrantsOfExactUrlsAreCustomAsThoseOfTheLibrary(): void
    {
        $signer = self::signer();
        $policy = new Policy(self::URL, self::END);
        $grant = $signer->grant($policy);
        parse_str($grant->query(), $sent);
        self::assertSame(['Policy', 'Signature', 'Key-Pair-Id'], array_keys($sent));
        self::assertSame($policy->toJson(), base64_decode(strtr($sent['Policy'], '-_~', '+=/'), true));
        self::assertSame(
            ['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id'],
            array_keys($grant->cookies()->toArray()),
        );
        // An RSA signature is the same each time: that of the always custom policy, which the vectors of the library have.
        $custom = new Policy(self::URL, self::END, alwaysCustom: true);
        self::assertSame($signer->signUrl(self::URL, policy: $custom), $grant->signUrl(self::URL));
        self::assertStringStartsWith(self::URL . '?Expires=', $signer->signUrl(self::URL, policy: $policy));
        self::assertArrayHasKey('CloudFront-Expires', $signer->signCookies($policy)->toArray());
        $this->refused('invalid-resource', static fn () => $signer->grant(new Policy(self::URL . '?a=?', self::END)));
    }

    public function testDocumentsAndProgressOfBatches(): void
    {
        $signer = self::signer();
        $urls = array_map(static fn (int $n) => Files::HOST . "/$n.jpg", range(1, 101));
        $told = [];
        $tell = function (int $done) use (&$told): void {
            $told[] = $done;
        };
        $signed = $signer->signUrlsWithRawPolicy($urls, '{"a":1}', onProgress: $tell);
        self::assertSame($signer->signUrlWithRawPolicy($urls[100], '{"a":1}'), $signed[100]);
        self::assertCount(101, $signer->signUrls($urls, policy: Policy::below(Files::HOST . '/', self::END), onProgress: $tell));
        self::assertSame([100, 101, 100, 101], $told);
        $cancelled = $this->refused('cancelled', static fn () => $signer->signUrls($urls, self::END, onProgress: static fn () => false));
        self::assertSame('the batch was cancelled: 100 of 101 URLs were signed', $cancelled->getMessage());
        $this->refused('invalid-policy', static fn () => $signer->signUrlsWithRawPolicy($urls, ''));
    }

    /** The cases of the library, and what it says of them. */
    public function testCookiesThatBrowsersWouldNotKeepOrSend(): void
    {
        $signer = self::signer();
        $lines = static fn (string $below, mixed ...$attributes) => $signer->signCookies(Policy::below($below, self::END))
            ->setCookieLines(new CookieAttributes(...$attributes));
        $cdn = 'https://cdn.example.com/course/7/';
        foreach (['cdn.example.com', 'example.com'] as $domain) {
            foreach (['/', '/course', '/course/7', '/course/7/', '/course/7/8'] as $path) {
                self::assertCount(3, $lines($cdn, domain: $domain, path: $path));
            }
        }
        foreach (['ample.com', 'example.org', 'www.example.com', 'd111111abcdef8.cloudfront.net', 'cloudfront.net'] as $domain) {
            $this->refused('cookie-domain', static fn () => $lines($cdn, domain: $domain), $domain);
        }
        foreach (['/cour', '/course/8', '/course/70', '/other'] as $path) {
            $this->refused('cookie-path', static fn () => $lines($cdn, path: $path), $path);
        }
        $this->refused('cookie-attributes', static fn () => $lines('http://cdn.example.com/'));
        foreach (['http://localhost:8000/', 'http://127.0.0.1:8000/', 'http://cdn.localhost/'] as $local) {
            self::assertCount(3, $lines($local));
        }
        self::assertCount(3, $lines('http://cdn.example.com/', secure: false));
        $this->refused('cookie-too-long', static fn () => $lines('https://cdn.example.com/' . str_repeat('a', 3000) . '/'));
        $exact = $signer->signCookies(new Policy('https://cdn.example.com/a?b=/c', self::END));
        self::assertCount(3, $exact->setCookieLines(new CookieAttributes(path: '/a')));
        $this->refused('cookie-path', static fn () => $exact->setCookieLines(new CookieAttributes(path: '/a/b')));
        // A document that the caller wrote is not looked into, and still no longer than browsers take.
        self::assertCount(3, $signer->signCookiesWithRawPolicy('{}')->setCookieLines());
        $this->refused('cookie-too-long', static fn () => $signer->signCookiesWithRawPolicy(str_repeat('a', 3500))->setCookieLines());
    }

    public function testKeys(): void
    {
        $encrypted = Files::key('rsa-2048.pkcs8-aes256.pem');
        $this->refused('passphrase-required', static fn () => Signer::create($encrypted, Files::ID));
        $this->refused('wrong-passphrase', static fn () => Signer::create($encrypted, Files::ID, 'wrong'));
        $this->refused('empty-key', static fn () => Signer::create(' ', Files::ID));
        $path = Files::root() . '/tests/keys/rsa-2048.pkcs8.pem';
        $pem = file_get_contents($path);
        $broken = [substr($pem, 0, 900), str_replace("\n", '\n', $pem), str_replace("\n", ' ', $pem)];
        foreach ([$path, "file://$path", ...$broken] as $given) {
            $this->refused('invalid-key', static fn () => Signer::create($given, Files::ID));
        }
        foreach (['p384.sec1.pem', 'dsa-2048.pkcs8.pem', 'rsa-512.pkcs8.pem', 'ed25519.pkcs8.pem'] as $name) {
            $this->refused('unsupported-key', static fn () => self::signer($name), $name);
        }
        self::assertStringNotContainsString('PRIVATE', print_r(self::signer(), true) . var_export(self::signer(), true));
        self::assertSame('ECDSA P-256', self::signer('p256.sec1.pem')->keyType());
    }

    /** What RHEL 9 did to PHP: openssl_sign returned false, and the URL had an empty signature. */
    public function testWhereOpenSslWillNotSignNothingIsSigned(): void
    {
        $script = escapeshellarg(__DIR__ . '/../support/forbidden.php');
        $configuration = escapeshellarg(__DIR__ . '/../support/forbidden.cnf');
        $said = shell_exec("OPENSSL_CONF=$configuration " . escapeshellarg(PHP_BINARY) . " -d ffi.enable=0 $script");
        [$bare, $class, $message, $refused, $failed] = explode("\n", $said, 5);
        self::assertSame('false ""', $bare, 'openssl_sign by itself');
        self::assertSame(InternalErrorException::class, $class);
        self::assertStringContainsString('install libcfsign', $message);
        self::assertStringContainsString('SHA256', $message);
        // In batches each stands in its place.
        self::assertSame(['url-character', str_repeat("signing-failed\n", 4)], [$refused, $failed]);
    }
}
