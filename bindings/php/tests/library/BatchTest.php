<?php

declare(strict_types=1);

use Cfsign\Engine;
use Cfsign\InvalidInputException;
use Cfsign\Policy;
use Cfsign\Signer;
use Cfsign\Tests\Failures;
use Cfsign\Tests\Files;
use PHPUnit\Framework\TestCase;

/** Batches sign what one by one signs, and a refusal stands in its place. */
final class BatchTest extends TestCase
{
    use Failures;

    private const END = 1767290400;

    private static function signer(): Signer
    {
        return Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
    }

    public function testAUrlThatIsNotUtf8IsRefusedInItsPlace(): void
    {
        $signer = self::signer();
        $urls = [Files::HOST . '/a.jpg', Files::HOST . "/\xe4.jpg", Files::HOST . '/b.jpg'];
        $signed = $signer->trySignUrls($urls, self::END);
        self::assertSame('invalid-argument', $signed[1]->errorCode);
        self::assertSame([$signer->signUrl($urls[0], self::END), $signer->signUrl($urls[2], self::END)], [$signed[0], $signed[2]]);
    }

    public function testUrlsUnderPoliciesOfTheirOwn(): void
    {
        $signer = self::signer();
        $url = Files::HOST . '/image.jpg';
        $policies = [new Policy($url, self::END), Policy::below(Files::HOST . '/', self::END + 60), new Policy($url . 's', self::END)];
        $signed = $signer->trySignUrlsEach([$url, $url, $url], $policies, threads: 2);
        self::assertSame($signer->signUrl($url, self::END), $signed[0]);
        self::assertSame($signer->signUrl($url, policy: $policies[1]), $signed[1]);
        self::assertSame('policy-does-not-cover-url', $signed[2]->errorCode);
        self::assertSame([], $signer->signUrlsEach([], []));
        $this->refused('policy-does-not-cover-url', static fn () => $signer->signUrlsEach([$url], [$policies[2]]));
        $this->refused('invalid-argument', static fn () => $signer->signUrlsEach([$url], $policies));
        $this->refused('invalid-argument', static fn () => $signer->signUrlsEach([$url], [$policies[0]], -1));
        $this->expectException(TypeError::class);
        $signer->signUrlsEach([$url], [null]);
    }

    public function testUrlsUnderADocumentOfTheCaller(): void
    {
        $urls = [Files::HOST . '/a.jpg', Files::HOST . '/b.jpg?x=1', 'https://other.example/'];
        $document = '{ "anything" : ["that the caller wrote"] }';
        foreach (Engine::cases() as $engine) {
            $signer = Signer::with($engine, Files::key('rsa-2048.pkcs8.pem'), Files::ID);
            $one = array_map(static fn ($url) => $signer->signUrlWithRawPolicy($url, $document), $urls);
            self::assertSame($one, $signer->signUrlsWithRawPolicy($urls, $document));
            self::assertSame($one, $signer->signUrlsWithRawPolicy((static fn () => yield from $urls)(), $document, 2));
            $refused = $this->refused('url-character', static fn () => $signer->signUrlsWithRawPolicy([$urls[0], "$urls[0] "], $document));
            self::assertInstanceOf(InvalidInputException::class, $refused);
            foreach ([[], $urls] as $some) {
                $this->refused('invalid-policy', static fn () => $signer->signUrlsWithRawPolicy($some, ''), $engine->value);
            }
            $this->refused('invalid-argument', static fn () => $signer->signUrlsWithRawPolicy($urls, $document, -1));
            try {
                $signer->signUrlsWithRawPolicy([7], $document);
                self::fail('a URL that is none');
            } catch (TypeError) {
            }
        }
    }

    public function testCookiesOfManyPolicies(): void
    {
        $signer = self::signer();
        $below = Policy::below(Files::HOST . '/', self::END);
        $any = Policy::pattern(str_replace('https:', '*:', Files::HOST) . '/*', self::END);
        [$cookies, $refused] = $signer->trySignCookiesEach([$below, $any]);
        self::assertSame($signer->signCookies($below)->toArray(), $cookies->toArray());
        self::assertSame($signer->signCookies($below)->setCookieLines(), $cookies->setCookieLines());
        self::assertInstanceOf(InvalidInputException::class, $refused);
        self::assertSame('cookie-resource', $refused->errorCode);
        self::assertCount(2, $signer->signCookiesEach((static fn () => yield from [$below, $below])()));
        self::assertSame([], $signer->signCookiesEach([]));
        $this->refused('cookie-resource', static fn () => $signer->signCookiesEach([$any]));
    }

    public function testGrantsOfManyPolicies(): void
    {
        $url = Files::HOST . '/image.jpg';
        $below = Policy::below(Files::HOST . '/', self::END);
        foreach (Engine::cases() as $engine) {
            $signer = Signer::with($engine, Files::key('rsa-2048.pkcs8.pem'), Files::ID);
            $grants = $signer->grants((static fn () => yield from [$below, new Policy($url, self::END)])(), threads: 2);
            self::assertSame($signer->grant($below)->query(), $grants[0]->query());
            self::assertSame($url, $grants[1]->policy->resource);
            self::assertStringStartsWith("$url?", $grants[1]->signUrl($url));
            self::assertSame([], $signer->tryGrants([]));
            try {
                $signer->grants([null]);
                self::fail('a policy that is none');
            } catch (TypeError) {
            }
        }
    }

    /** Grants are custom whatever they cover; one URL and cookies are canned where that says it all. */
    public function testGrantsOfExactUrlsAreTheSameBytesWithBothEngines(): void
    {
        foreach (['SHA1', 'SHA256'] as $hash) {
            [$library, $openSsl] = array_map(
                static fn (Engine $engine) => Signer::with($engine, Files::key('rsa-2048.pkcs8.pem'), Files::ID, hashAlgorithm: $hash),
                [Engine::Library, Engine::OpenSsl],
            );
            foreach ([Files::HOST . '/image.jpg', Files::HOST . '/image.jpg?size=7'] as $url) {
                $terms = [[], ['dateGreaterThan' => self::END - 60], ['ipAddress' => '192.0.2.0/24'], ['alwaysCustom' => true]];
                foreach ($terms as $more) {
                    $policy = new Policy($url, self::END, ...$more);
                    $grant = $library->grant($policy);
                    self::assertStringStartsWith('Policy=', $grant->query());
                    foreach ([$openSsl->grant($policy), ...$openSsl->grants([$policy]), ...$library->grants([$policy])] as $same) {
                        self::assertSame($grant->query(), $same->query());
                        self::assertSame($grant->signUrl($url), $same->signUrl($url));
                        self::assertSame($grant->cookies()->toArray(), $same->cookies()->toArray());
                        self::assertSame($policy, $same->policy);
                    }
                    $signed = $library->signUrl($url, policy: $policy);
                    self::assertSame($more === [], str_contains($signed, 'Expires='));
                    self::assertSame($signed, $openSsl->signUrl($url, policy: $policy));
                    self::assertSame([$signed], $openSsl->signUrls([$url], policy: $policy));
                    self::assertSame([$signed], $openSsl->signUrlsEach([$url], [$policy]));
                    self::assertSame($library->signCookies($policy)->toArray(), $openSsl->signCookies($policy)->toArray());
                }
            }
            // A second ? means itself in a canned policy only.
            $url = Files::HOST . '/image.jpg?a=?';
            foreach ([$library, $openSsl] as $signer) {
                $canned = new Policy($url, self::END);
                self::assertSame($signer->signUrl($url, self::END), $signer->signUrl($url, policy: $canned));
                $this->refused('invalid-resource', static fn () => $signer->grant($canned));
                $custom = new Policy($url, self::END, ipAddress: '192.0.2.7');
                $this->refused('invalid-resource', static fn () => $signer->signUrl($url, policy: $custom));
            }
        }
    }

    public function testRefusalsStandInTheirPlaceAndWhatIsFreedIsThrown(): void
    {
        $url = Files::HOST . '/image.jpg';
        foreach (Engine::cases() as $engine) {
            $signer = Signer::with($engine, Files::key('rsa-2048.pkcs8.pem'), Files::ID);
            $policy = new Policy($url, self::END);
            $other = new Policy("$url.bak", self::END);
            self::assertSame('url-fragment', $signer->trySignUrls([$url, "$url#a"], self::END)[1]->errorCode);
            self::assertSame('policy-does-not-cover-url', $signer->trySignUrlsEach([$url, $url], [$policy, $other])[1]->errorCode);
            // As PHP does at the end of a script.
            $policy->inner()->handle->__destruct();
            $calls = [
                static fn () => $signer->trySignUrlsEach([$url, $url], [$other, $policy]),
                static fn () => $signer->trySignCookiesEach([$other, $policy]),
                static fn () => $signer->tryGrants([$other, $policy]),
                static fn () => $signer->trySignUrls([$url], policy: $policy),
            ];
            foreach ($calls as $number => $call) {
                $this->refused('null-pointer', $call, "{$engine->value} $number");
            }
        }
    }
}
