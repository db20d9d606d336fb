<?php

declare(strict_types=1);

namespace Cfsign\Tests;

use Cfsign\Aws\CookieSigner;
use Cfsign\Aws\UrlSigner;

/** The drop-ins beside what the originals returned and threw; with libcfsign, and without it. */
trait CompatTests
{
    public function testEveryByteOfAwsSdkPhp(): void
    {
        $document = json_decode(file_get_contents(__DIR__ . '/../compat/aws_sdk_php.json'), true, 64, JSON_THROW_ON_ERROR);
        self::assertGreaterThan(200, count($document['cases']));
        chdir(Files::root());
        foreach ($document['cases'] as $case) {
            $id = $case['id'] . ' ' . json_encode($case['arguments']);
            try {
                $result = $case['operation'] === 'url'
                    ? (new UrlSigner(...$case['signer']))->getSignedUrl(...$case['arguments'])
                    : (new CookieSigner(...$case['signer']))->getSignedCookie(...$case['arguments']);
            } catch (\InvalidArgumentException $refused) {
                self::assertArrayHasKey('error', $case, $id);
                self::assertSame($case['error'], $refused->getMessage(), $id);
                continue;
            }
            self::assertArrayNotHasKey('error', $case, $id);
            // Also in the order of the cookies, and in their types.
            self::assertSame($case['result'], $result, $id);
        }
    }

    public function testKeysAsTextAsPathAndAsFileUrl(): void
    {
        $path = Files::root() . '/tests/keys/rsa-2048.pkcs8.pem';
        $urls = array_map(
            static fn ($key) => (new UrlSigner(Files::ID, $key))->getSignedUrl(Files::HOST . '/a.jpg', 1767290400),
            [$path, "file://$path", file_get_contents($path)],
        );
        self::assertCount(1, array_unique($urls));
    }

    public function testDropInsShowNoKeyAndNeverSignNothing(): void
    {
        $signer = new UrlSigner(Files::ID, Files::key('rsa-2048.pkcs8.pem'));
        self::assertStringNotContainsString('PRIVATE KEY', print_r($signer, true) . var_export($signer, true));
        try {
            serialize($signer);
            self::fail('a signer was serialized');
        } catch (\Exception $refused) {
            self::assertStringContainsString('serializ', strtolower($refused->getMessage()));
        }
        // The original signs the empty text for bytes that are no UTF-8; the cookie would open nothing.
        $this->expectException(\InvalidArgumentException::class);
        (new CookieSigner(Files::ID, Files::key('rsa-2048.pkcs8.pem')))->getSignedCookie("https://a.example/\xE4", 1767290400);
    }
}
