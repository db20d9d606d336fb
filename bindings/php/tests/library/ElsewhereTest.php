<?php

declare(strict_types=1);

use Cfsign\Cfsign;
use Cfsign\CookieAttributes;
use Cfsign\Finding;
use Cfsign\KeyPair;
use Cfsign\Policy;
use Cfsign\PrivateKey;
use Cfsign\PublicKey;
use Cfsign\Signer;
use Cfsign\Tests\Failures;
use Cfsign\Tests\Files;
use PHPUnit\Framework\TestCase;

/** New keys, and what becomes of cookies and requests in browsers and behind CloudFront. */
final class ElsewhereTest extends TestCase
{
    use Failures;

    public function testNewKeysSignAndAreNotPrinted(): void
    {
        foreach (['ecdsa' => 'ECDSA P-256', 'rsa' => 'RSA 2048'] as $kind => $name) {
            $pair = KeyPair::generate($kind);
            $key = PrivateKey::fromPem($pair->privatePem());
            self::assertSame($name, $key->keyType());
            self::assertTrue(PublicKey::fromPem($pair->publicPem)->verify('message', $key->sign('message')));
            self::assertStringNotContainsString('PRIVATE', print_r($pair, true));
        }
        $this->refused('invalid-argument', static fn () => KeyPair::generate('dsa'));
        $this->expectException(LogicException::class);
        serialize(KeyPair::generate());
    }

    public function testWhatABrowserMakesOfCookies(): void
    {
        $cookies = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID)
            ->signCookies(Policy::below('https://cdn.example.com/', 1767290400));
        $lines = $cookies->setCookieLines(new CookieAttributes(domain: 'example.com'));
        $resource = 'https://cdn.example.com/a.jpg';
        self::assertSame([], Cfsign::judgeSetCookie($lines, 'https://www.example.com', $resource, 1767290000));
        $findings = Cfsign::judgeSetCookie($lines, 'https://www.example.org', $resource, new DateTimeImmutable('@1767290000'));
        self::assertContains('cookie-domain-foreign', array_map(static fn (Finding $finding) => $finding->code, $findings));
        self::assertStringContainsString('www.example.org', (string) $findings[0]);
        self::assertNotSame('', $findings[0]->advice);
        self::assertSame(['cookie-missing'], array_column(Cfsign::judgeSetCookie([], 'https://www.example.com', $resource), 'code'));
        $this->refused('invalid-argument', static fn () => Cfsign::judgeSetCookie(["a=\xff"], 'https://www.example.com', $resource));
    }

    public function testWhoAnswered(): void
    {
        $body = '<Error><Code>InvalidKey</Code><Message>Unknown Key</Message></Error>';
        $origin = Cfsign::classifyResponse(403, [], $body);
        self::assertSame(['cloudfront-unknown-key', 'cloudfront'], [$origin->code, $origin->layer]);
        self::assertSame('cloudfront-unknown-key', Cfsign::classifyResponse(403, [], "$body\xc3")->code);
        self::assertStringContainsString('key group', $origin->meaning);
        self::assertStringContainsString('begins with K', $origin->advice);
        self::assertSame('s3', Cfsign::classifyResponse(403, ['HTTP/1.1 403 Forbidden', 'Server: AmazonS3'], '')->layer);
        self::assertSame('s3', Cfsign::classifyResponse(null, "HTTP/2 403\r\nx-amz-request-id: 1\r\n", '')->layer);
        $this->refused('invalid-argument', static fn () => Cfsign::classifyResponse(4030, [], ''));
    }
}
