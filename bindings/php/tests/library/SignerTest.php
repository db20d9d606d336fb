<?php

declare(strict_types=1);

use Cfsign\Cfsign;
use Cfsign\CookieAttributes;
use Cfsign\Engine;
use Cfsign\InvalidInputException;
use Cfsign\InvalidKeyException;
use Cfsign\Policy;
use Cfsign\SignedCookies;
use Cfsign\Signer;
use Cfsign\Tests\Failures;
use Cfsign\Tests\Files;
use Cfsign\Verifier;
use PHPUnit\Framework\TestCase;

final class SignerTest extends TestCase
{
    use Failures;

    private const URL = Files::HOST . '/image.jpg';
    private const END = 1767290400;

    private static function signer(string $key = 'rsa-2048.pkcs8.pem', string $hash = 'SHA1'): Signer
    {
        return Signer::fromPem(Files::key($key), Files::ID, hashAlgorithm: $hash);
    }

    public function testWhatItIs(): void
    {
        $signer = Signer::create(Files::key('rsa-2048.pkcs8.pem'), Files::ID, hashAlgorithm: 'SHA256');
        self::assertSame(Engine::Library, $signer->engine());
        self::assertSame([Files::ID, 'RSA 2048', 'SHA256'], [$signer->keyPairId(), $signer->keyType(), $signer->hashAlgorithm()]);
        self::assertMatchesRegularExpression('~^\d+\.\d+\.\d+$~', Cfsign::version());
    }

    public function testTimesAreSecondsOrDateTimes(): void
    {
        $signer = self::signer();
        $url = $signer->signUrl(self::URL, self::END);
        foreach ([new DateTimeImmutable('@' . self::END), new DateTime('2026-01-01 19:00:00.9', new DateTimeZone('+01:00'))] as $time) {
            self::assertSame($url, $signer->signUrl(self::URL, $time));
        }
        $refused = $this->refused('time-in-milliseconds', static fn () => $signer->signUrl(self::URL, self::END * 1000));
        self::assertStringContainsString('seconds', $refused->getMessage());
        $this->refused('invalid-time', static fn () => $signer->signUrl(self::URL, 3600));
        $this->refused('invalid-argument', static fn () => $signer->signUrl(self::URL));
        $policy = new Policy(self::URL, self::END);
        $this->refused('invalid-argument', static fn () => $signer->signUrl(self::URL, self::END, $policy));
        self::assertSame($url, $signer->signUrl(self::URL, policy: $policy));
    }

    public function testKeysFromFilesAndWithPassphrases(): void
    {
        $path = Files::root() . '/tests/keys/rsa-2048.pkcs8.pem';
        self::assertSame(self::signer()->signUrl(self::URL, self::END), Signer::fromFile($path, Files::ID)->signUrl(self::URL, self::END));
        $refused = $this->refused('invalid-key', static fn () => Signer::fromFile('/none.pem', Files::ID));
        self::assertStringContainsString('/none.pem', $refused->getMessage());
        $encrypted = Files::key('rsa-2048.pkcs8-aes256.pem');
        $this->refused('passphrase-required', static fn () => Signer::fromPem($encrypted, Files::ID));
        $this->refused('wrong-passphrase', static fn () => Signer::fromPem($encrypted, Files::ID, 'wrong'));
        $this->refused('invalid-hash-algorithm', static fn () => self::signer(hash: 'MD5'));
        self::assertInstanceOf(InvalidKeyException::class, $this->refused('empty-key', static fn () => Signer::fromPem('', Files::ID)));
    }

    public function testUrlsAreSignedByteForByte(): void
    {
        $url = Files::HOST . "/~a!$&'()+,;=:@/%C3%84?x=%2B&y=;z";
        self::assertStringStartsWith("$url&Expires=", self::signer()->signUrl($url, self::END));
        $this->refused('url-character', static fn () => self::signer()->signUrl(self::URL . "?a=\0b", self::END));
        $long = Files::HOST . '/' . str_repeat('a', 7000);
        self::assertStringStartsWith("$long?", self::signer()->signUrl($long, self::END));
        $this->refused('url-too-long', static fn () => self::signer()->signUrl($long . str_repeat('a', 1000), self::END));
    }

    public function testBatchesKeepTheirOrderAndTheirFailures(): void
    {
        $signer = self::signer('p256.pkcs8.pem');
        $urls = array_map(static fn ($n) => Files::HOST . "/$n.jpg", range(1, 50));
        $signed = $signer->signUrls(new ArrayIterator($urls), self::END);
        self::assertSame(array_map(static fn ($url) => $signer->signUrl($url, self::END), $urls), $signed);
        $policy = Policy::below(Files::HOST . '/', self::END);
        self::assertSame($signer->signUrl($urls[0], policy: $policy), $signer->signUrls($urls, policy: $policy, threads: 1)[0]);
        self::assertSame([], $signer->signUrls([], self::END));

        [$good, $empty, $bad] = $signer->trySignUrls([$urls[0], '', Files::HOST . '/a b'], self::END);
        self::assertSame($signed[0], $good);
        self::assertSame('url-scheme', $empty->errorCode);
        self::assertSame(Files::HOST . '/a%20b', $bad->suggestion);
        $this->refused('url-character', static fn () => $signer->signUrls([$urls[0], Files::HOST . '/a b'], self::END));
        $this->refused('invalid-argument', static fn () => $signer->signUrls($urls, self::END, threads: -1));
        $this->expectException(TypeError::class);
        $signer->signUrls([17], self::END);
    }

    public function testAPublicKeyThatCouldNotBeRead(): void
    {
        $this->expectException(TypeError::class);
        $this->expectExceptionMessage('wanted the public key of ' . Files::ID . ' as a text, and found bool');
        new Verifier([Files::ID => false]);
    }

    public function testGrantsSignOnce(): void
    {
        $signer = self::signer('p256.pkcs8.pem', 'SHA256');
        $policy = Policy::below(Files::HOST . '/videos/', self::END, self::END - 60, '192.0.2.7');
        $grant = $signer->grant($policy);
        $url = Files::HOST . '/videos/1.ts';
        self::assertSame("$url?{$grant->query()}", $grant->signUrl($url));
        self::assertSame("$url?x=1&{$grant->query()}", $grant->signUrl("$url?x=1"));
        self::assertSame($policy, $grant->policy);
        self::assertSame($signer->signCookies($policy)->toArray(), $grant->cookies()->toArray());
        $this->refused('policy-does-not-cover-url', static fn () => $grant->signUrl(Files::HOST . '/a.jpg'));
        $verifier = new Verifier([Files::ID => Files::key('p256.public.pem')]);
        $allowed = $verifier->verify($grant->signUrl($url), viewerIp: '192.0.2.7', now: self::END - 1);
        self::assertSame(['SHA256', false, $url], [$allowed->hashAlgorithm, $allowed->isCanned, $allowed->originUrl]);
    }

    public function testPolicies(): void
    {
        $policy = new Policy(Files::HOST . '/a*', new DateTimeImmutable('@' . self::END), ipAddress: '192.0.2.0/24');
        self::assertFalse($policy->isCanned());
        self::assertSame([self::END, null], [$policy->dateLessThan, $policy->dateGreaterThan]);
        self::assertTrue($policy->covers(Files::HOST . '/ab'));
        self::assertFalse($policy->covers(Files::HOST . '/b'));
        self::assertSame('192.0.2.0/24', json_decode($policy->toJson(), true)['Statement'][0]['Condition']['IpAddress']['AWS:SourceIp']);
        self::assertTrue((new Policy(self::URL, self::END))->isCanned());
        self::assertFalse((new Policy(self::URL, self::END, alwaysCustom: true))->isCanned());
        // Longer than the buffer that is tried first.
        $long = Files::HOST . '/' . str_repeat('a', 20_000) . '*';
        self::assertStringContainsString($long, (new Policy($long, self::END))->toJson());
    }

    public function testCookies(): void
    {
        $cookies = self::signer()->signCookies(Policy::below('https://cdn.example.com/', self::END));
        self::assertSame(['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id'], array_keys($cookies->toArray()));
        self::assertCount(3, $cookies);
        foreach ($cookies as $value) {
            self::assertSame(rawurlencode($value), $value);
        }
        $verifier = new Verifier([Files::ID => Files::key('rsa-2048.public.pem')]);
        foreach ([$cookies->cookieHeader(), $cookies->toArray()] as $sent) {
            self::assertTrue($verifier->verify('https://cdn.example.com/a', $sent, now: self::END - 1)->byCookies);
        }
        self::assertCount(5, SignedCookies::clearLines());
        // $_COOKIE as clients can make it: numbers for names, arrays for values, and what would be more cookies.
        $sent = ['0' => 'a', 'theme' => "a; \0", 'CloudFront-Expires' => ['1' => '2'], 'x' => ['y' => 'z']] + $cookies->toArray();
        self::assertTrue($verifier->verify('https://cdn.example.com/a', $sent, now: self::END - 1)->byCookies);
        $header = $cookies->cookieHeader();
        $split = explode('; ', $header, 2);
        foreach ([[$header], [['a']], ['theme' => "a; $header"], ['CloudFront-Policy' => ['x']], []] as $strange) {
            $this->refused('not-signed', static fn () => $verifier->verify('https://cdn.example.com/a', $strange, now: self::END - 1));
            self::assertSame('not-signed', $verifier->explain('https://cdn.example.com/a', $strange, now: self::END - 1)->code());
        }
        foreach ([substr($split[0], 18) . "; $split[1]", "a\nb", "a\0"] as $value) {
            $this->refused('invalid-argument', static fn () => $verifier->verify('https://cdn.example.com/a', ['CloudFront-Policy' => $value]));
        }
        $raw = self::signer()->signCookiesWithRawPolicy('{"Statement":[]}');
        self::assertSame('{"Statement":[]}', Cfsign::base64Decode($raw->toArray()['CloudFront-Policy']));
    }

    public function testNothingShowsTheKey(): void
    {
        $pem = Files::key('rsa-2048.pkcs8.pem');
        $signer = self::signer();
        $grant = $signer->grant(Policy::below(Files::HOST . '/', self::END));
        ob_start();
        foreach ([$signer, $grant, $grant->cookies()] as $object) {
            var_dump($object);
            print_r($object);
            try {
                serialize($object);
                self::fail($object::class . ' was serialized');
            } catch (LogicException $refused) {
                self::assertStringContainsString('not serialized', $refused->getMessage());
            }
        }
        var_export($signer);
        $shown = ob_get_clean();
        self::assertStringNotContainsString(substr($pem, 100, 20), $shown);
        self::assertStringNotContainsString('PRIVATE', $shown);
        self::assertStringNotContainsString(substr($grant->query(), -300, 40), $shown);
        try {
            Signer::fromPem(substr($pem, 0, 900), Files::ID, 'passphrase-of-a-test');
            self::fail('a damaged key was read');
        } catch (InvalidKeyException $refused) {
            self::assertStringNotContainsString(substr($pem, 100, 20), $refused->getMessage());
            if (PHP_VERSION_ID >= 80200) {
                self::assertStringNotContainsString('passphrase-of-a-test', print_r($refused->getTrace(), true));
                self::assertStringNotContainsString(substr($pem, 100, 20), print_r($refused->getTrace(), true));
            }
        }
    }

    public function testCookiesOfOpenSslAreCheckedBesideTheLibraryToo(): void
    {
        $signer = Signer::with(Engine::OpenSsl, Files::key('rsa-2048.pkcs8.pem'), Files::ID);
        $cookies = $signer->signCookies(Policy::below('https://cdn.example.com/a/', self::END));
        self::assertCount(3, $cookies->setCookieLines(new CookieAttributes('example.com', '/a/b')));
        $this->refused('cookie-domain', static fn () => $cookies->setCookieLines(new CookieAttributes('example.org')));
        $this->refused('cookie-path', static fn () => $cookies->setCookieLines(new CookieAttributes(path: '/b')));
    }

    public function testExpiresInRoundsUp(): void
    {
        self::assertSame(1767290400, Cfsign::expiresIn(3600, now: 1767286800));
        self::assertSame(1767290400, Cfsign::expiresIn(3600, 900, 1767286750));
        self::assertSame(1767291300, Cfsign::expiresIn(3600, 900, new DateTimeImmutable('@1767286801')));
        $this->refused('invalid-time', static fn () => Cfsign::expiresIn(-1));
        self::assertInstanceOf(InvalidInputException::class, $this->refused('invalid-policy', static fn () => Cfsign::base64Decode('a')));
    }

    public function testMemoryOfFailuresIsGivenBack(): void
    {
        $signer = self::signer('p256.pkcs8.pem');
        $round = function () use ($signer): int {
            for ($i = 0; $i < 2000; $i++) {
                $signer->signCookies(new Policy(Files::HOST . '/*', self::END))->setCookieLines();
                try {
                    $signer->signUrl(Files::HOST . '/a b', self::END);
                } catch (InvalidInputException) {
                }
            }
            preg_match('~VmRSS:\s+(\d+)~', file_get_contents('/proc/self/status'), $memory);
            return (int) $memory[1];
        };
        $before = $round();
        self::assertLessThan($before + 2048, max($round(), $round()), 'kilobytes of this process');
    }
}
