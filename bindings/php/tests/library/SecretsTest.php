<?php

declare(strict_types=1);

use Cfsign\Aws\CookieSigner;
use Cfsign\Aws\UrlSigner;
use Cfsign\Engine;
use Cfsign\InvalidKeyException;
use Cfsign\KeyPair;
use Cfsign\Policy;
use Cfsign\PrivateKey;
use Cfsign\PublicKey;
use Cfsign\Signer;
use Cfsign\Tests\Failures;
use Cfsign\Tests\Files;
use Cfsign\Verifier;
use PHPUnit\Framework\TestCase;

/** What people log, messages and stack traces and objects, holds no key and no signature. */
final class SecretsTest extends TestCase
{
    use Failures;

    private const URL = Files::HOST . '/image.jpg';

    protected function setUp(): void
    {
        // Else a stack trace has no arguments, and nothing here could fail.
        self::assertSame('0', ini_get('zend.exception_ignore_args'), 'run PHP with -d zend.exception_ignore_args=0');
    }

    public function testNoKeyIsInAMessageOrAStackTrace(): void
    {
        $pem = Files::key('rsa-2048.pkcs8.pem');
        $damaged = substr($pem, 0, 900);
        $one = preg_replace('~\s~', '', substr($pem, 27));
        $calls = [
            'fromPem' => fn () => Signer::fromPem($damaged, Files::ID, 'a-passphrase'),
            'create' => fn () => Signer::create($damaged, Files::ID, 'a-passphrase'),
            'id' => fn () => Signer::fromPem($pem, ''),
            'private key' => fn () => PrivateKey::fromPem($damaged, 'a-passphrase'),
            'public key' => fn () => PublicKey::fromPem($damaged),
            'verifier' => fn () => new Verifier([Files::ID => $damaged]),
            'file' => fn () => Signer::fromFile($pem, Files::ID, 'a-passphrase'),
            'file, literal newlines' => fn () => Signer::fromFile(str_replace("\n", '\n', $pem), Files::ID),
            'file, base64' => fn () => Signer::fromFile($one, Files::ID),
            'drop-in' => fn () => new UrlSigner(Files::ID, $damaged),
            'drop-in, no beginning' => fn () => new UrlSigner(Files::ID, substr($pem, 27)),
            'drop-in, base64' => fn () => new UrlSigner(Files::ID, $one),
            'drop-in, json' => fn () => new UrlSigner(Files::ID, json_encode(['key' => substr($pem, 29)])),
        ];
        foreach ($calls as $in => $call) {
            try {
                $call();
                self::fail("$in was taken");
            } catch (InvalidKeyException | InvalidArgumentException $refused) {
            }
            // On PHP 8.1 nothing can keep them out of a stack trace.
            $shown = $refused->getMessage() . (PHP_VERSION_ID < 80200 ? '' : self::frames($refused));
            foreach ([substr($pem, 100, 20), substr($pem, 700, 20), 'a-passphrase'] as $secret) {
                self::assertStringNotContainsString($secret, $shown, $in);
            }
        }
    }

    /** All of the stack trace but for this test itself. */
    private static function frames(Throwable $thrown): string
    {
        $ours = array_filter($thrown->getTrace(), static fn ($frame) => str_starts_with($frame['class'] ?? '', 'Cfsign\\'));
        self::assertNotSame([], $ours);
        return print_r($ours, true);
    }

    public function testATextInPlaceOfAPathIsRefusedAsWhatItIs(): void
    {
        foreach ([Files::key('p256.pkcs8.pem'), '-----BEGIN PRIVATE KEY-----', "a\0b", "a\nb"] as $text) {
            $refused = $this->refused('invalid-key', static fn () => Signer::fromFile($text, Files::ID));
            self::assertStringContainsString('Signer::fromPem', $refused->getMessage());
        }
        $this->refused('invalid-key', static fn () => Signer::fromFile('', Files::ID));
        $refused = $this->refused('invalid-key', static fn () => Signer::fromFile('/none/private_key.pem', Files::ID));
        self::assertStringContainsString('/none/private_key.pem', $refused->getMessage());
    }

    public function testNothingIsMadeFromASerializedText(): void
    {
        $classes = [
            Cfsign\Internal\Handle::class, Cfsign\Internal\Secret::class, Signer::class, Verifier::class, Cfsign\Grant::class, Cfsign\SignedCookies::class,
            Cfsign\UrlBuilder::class, Cfsign\Aws\Signer::class,
        ];
        foreach ($classes as $class) {
            try {
                unserialize(sprintf('O:%d:"%s":0:{}', strlen($class), $class));
                self::fail("$class was made");
            } catch (LogicException $refused) {
                self::assertStringContainsString($class, $refused->getMessage());
            }
        }
    }

    /** Each in all the ways in which PHP writes objects, also those that do not ask the object. */
    public function testNoObjectShowsItsSecret(): void
    {
        $pem = Files::key('p256.pkcs8.pem');
        $policy = Policy::below(Files::HOST . '/', 1767290400);
        $pair = KeyPair::generate();
        $objects = [
            'KeyPair' => [$pair, $pair->privatePem()],
            'PrivateKey' => [PrivateKey::fromPem($pem), $pem],
            'UrlSigner' => [new UrlSigner(Files::ID, $pem), $pem],
            'CookieSigner' => [new CookieSigner(Files::ID, $pem), $pem],
        ];
        foreach (Engine::cases() as $engine) {
            $signer = Signer::with($engine, $pem, Files::ID);
            $objects["Signer, {$engine->value}"] = [$signer, $pem];
            $grant = $signer->grant($policy);
            $objects["Grant, {$engine->value}"] = [$grant, $grant->query()];
            $cookies = $signer->signCookies($policy);
            $objects["SignedCookies, {$engine->value}"] = [$cookies, $cookies->toArray()['CloudFront-Signature']];
        }
        foreach ($objects as $name => [$object, $text]) {
            $isPem = str_contains($text, 'BEGIN');
            // Of a PEM the lines after the first, of a query the values.
            $parts = $isPem ? array_slice(explode("\n", $text), 1, 2) : explode('&', preg_replace('~[\w-]+=~', '', $text), -1);
            $secrets = array_map(static fn ($part) => substr($part, 8, 40), $parts ?: [$text]);
            ob_start();
            var_dump($object, (array) $object);
            var_export($object);
            print_r($object);
            print_r((array) $object);
            echo json_encode($object, JSON_PARTIAL_OUTPUT_ON_ERROR), json_encode((array) $object, JSON_PARTIAL_OUTPUT_ON_ERROR);
            self::writeDeep($object, new SplObjectStorage());
            try {
                echo serialize($object);
            } catch (Exception) {
                echo 'not serialized';
            }
            $shown = ob_get_clean();
            self::assertStringContainsString($object::class, $shown);
            self::assertStringContainsString('not serialized', $shown, $name);
            foreach ($secrets as $secret) {
                self::assertGreaterThan(30, strlen($secret), $name);
                self::assertStringNotContainsString($secret, $shown, $name);
            }
        }
    }

    /** As debuggers write an object: through every property of every object. */
    private static function writeDeep(object|array $value, SplObjectStorage $written): void
    {
        foreach ((array) $value as $property) {
            if (is_array($property)) {
                self::writeDeep($property, $written);
            } elseif (!is_object($property)) {
                echo $property, "\n";
            } elseif (!$written->contains($property)) {
                $written->attach($property);
                self::writeDeep($property, $written);
            }
        }
    }

    public function testNoObjectShowsWhatWasSignedLast(): void
    {
        $signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
        $policy = new Policy(self::URL, 1767290400);
        $signer->signUrl(self::URL, 1767290400);
        ob_start();
        var_dump($policy, new Verifier([]));
        self::assertDoesNotMatchRegularExpression('~Signature|buffer~', print_r($policy, true) . ob_get_clean());
    }
}
