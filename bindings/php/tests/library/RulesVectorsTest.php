<?php

declare(strict_types=1);

use Cfsign\AccessDeniedException;
use Cfsign\Cfsign;
use Cfsign\CfsignException;
use Cfsign\CookieAttributes;
use Cfsign\InternalErrorException;
use Cfsign\InvalidInputException;
use Cfsign\InvalidKeyException;
use Cfsign\Internal\Library;
use Cfsign\Policy;
use Cfsign\PrivateKey;
use Cfsign\PublicKey;
use Cfsign\SameSite;
use Cfsign\Signer;
use Cfsign\Tests\Failures;
use Cfsign\Tests\Files;
use Cfsign\UrlBuilder;
use Cfsign\Verifier;
use PHPUnit\Framework\TestCase;

/** The rules of the project, through FFI: keys, errors, refusals, URLs, cookies, verdicts. A file is one test. */
final class RulesVectorsTest extends TestCase
{
    use Failures;

    public function testErrors(): void
    {
        $library = Library::get();
        $classes = [
            'key' => InvalidKeyException::class,
            'input' => InvalidInputException::class,
            'denied' => AccessDeniedException::class,
            'internal' => InternalErrorException::class,
        ];
        foreach (Files::cases('errors') as $case) {
            $exception = $library->failure($case['number'], $library->room());
            self::assertSame($classes[$case['class']], $exception::class, $case['id']);
            self::assertSame($case['code'], $exception->errorCode);
            self::assertSame($case['number'], $exception->getCode());
            self::assertInstanceOf(CfsignException::class, $exception);
        }
    }

    public function testBase64(): void
    {
        foreach (Files::cases('base64') as $case) {
            self::assertSame($case['base64'], Cfsign::base64Encode(hex2bin($case['hex'])), $case['id']);
            self::assertSame(hex2bin($case['hex']), Cfsign::base64Decode($case['base64']), $case['id']);
        }
    }

    public function testKeys(): void
    {
        foreach (Files::cases('keys') as $case) {
            $given = Files::transformed($case['text'] ?? Files::key($case['file']), $case['transform'], $case['kind']);
            $read = $case['kind'] === 'private'
                ? static fn () => PrivateKey::fromPem($given, $case['passphrase'] ?? null)
                : static fn () => PublicKey::fromPem($given);
            if (isset($case['error'])) {
                self::assertInstanceOf(InvalidKeyException::class, $this->refused($case['error'], $read, $case['id']));
                continue;
            }
            $key = $read();
            self::assertSame($case['key_kind'], $key->keyType(), $case['id']);
            $public = $key instanceof PrivateKey ? $key->publicKey() : $key;
            self::assertSame($case['public_key_spki_base64'], base64_encode($public->toDer()), $case['id']);
            self::assertSame($public->toDer(), PublicKey::fromPem($public->toPem())->toDer(), $case['id']);
        }
    }

    public function testRfc6979(): void
    {
        foreach (Files::cases('rfc6979') as $case) {
            $key = PrivateKey::fromPem($case['private_key_pem']);
            $signature = $key->sign($case['message'], $case['hash_algorithm']);
            self::assertSame($case['signature_der_hex'], bin2hex($signature), $case['id']);
        }
    }

    public function testRefused(): void
    {
        $signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
        foreach (Files::cases('refused') as $case) {
            $call = fn () => match ($case['operation']) {
                'sign_url' => $signer->signUrl($case['url'], $case['date_less_than']),
                'sign_url_with' => $signer->signUrl($case['url'], policy: $this->policy($case)),
                'sign_url_with_raw_policy' => $signer->signUrlWithRawPolicy($case['url'], $case['raw_policy']),
                'sign_cookies' => $signer->signCookies($this->policy($case))->setCookieLines($this->attributes($case)),
                'cookie_domain' => CookieAttributes::sharedDomain($case['app_host'], $case['cdn_host']),
                'key_pair_id' => Signer::fromPem(Files::key('p256.pkcs8.pem'), $case['key_pair_id']),
            };
            $refused = $this->refused($case['error'], $call, $case['id']);
            self::assertSame($case['suggestion'] ?? null, $refused->suggestion, $case['id']);
        }
    }

    public function testUrls(): void
    {
        foreach (Files::cases('urls') as $case) {
            if ($case['operation'] === 'covers') {
                $policy = Policy::pattern($case['resource'], 2082758400);
                self::assertSame($case['covers'], $policy->covers($case['url']), $case['id']);
                continue;
            }
            $build = static function () use ($case): string {
                $builder = new UrlBuilder($case['origin']);
                foreach ([...(array) ($case['path'] ?? []), ...($case['paths'] ?? [])] as $path) {
                    $builder->path($path);
                }
                array_map($builder->segment(...), $case['segments'] ?? []);
                foreach ($case['query'] ?? [] as [$name, $value]) {
                    $builder->query($name, $value);
                }
                isset($case['download_as']) && $builder->downloadAs($case['download_as']);
                isset($case['show_as']) && $builder->showAs($case['show_as']);
                return $case['operation'] === 'build_below' ? $builder->buildBelow() : $builder->build();
            };
            if (isset($case['error'])) {
                $this->refused($case['error'], $build, $case['id']);
            } else {
                self::assertSame($case['url'] ?? $case['resource'], $build(), $case['id']);
            }
        }
    }

    public function testCookies(): void
    {
        $signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
        foreach (Files::cases('cookies') as $case) {
            if ($case['operation'] === 'cookie_domain') {
                $found = CookieAttributes::sharedDomain($case['app_host'], $case['cdn_host']);
                self::assertSame($case['domain'] ?? null, $found, $case['id']);
                continue;
            }
            $cookies = $signer->signCookies($this->policy($case));
            $wanted = [];
            foreach ($cookies as $name => $value) {
                $wanted[] = "$name=$value{$case['attributes']}";
            }
            self::assertSame($wanted, $cookies->setCookieLines($this->attributes($case)), $case['id']);
        }
    }

    public function testVerify(): void
    {
        $names = [
            'valid-at-its-end' => 'validAtItsEnd',
            'valid-at-its-start' => 'validAtItsStart',
            'refuse-expires-beside-policy' => 'refuseExpiresBesidePolicy',
            'epoch-time-without-prefix' => 'epochTimeWithoutPrefix',
            'ignore-host-case' => 'ignoreHostCase',
        ];
        foreach (Files::cases('verify') as $case) {
            $options = [];
            foreach ($case['options'] ?? [] as $option => $value) {
                $options[$names[strtr(is_int($option) ? $value : $option, '_', '-')]] = true;
            }
            $verifier = new Verifier(array_map([Files::class, 'key'], $case['keys']), ...$options);
            $cookies = $case['cookies'] ?? null;
            $request = [$case['url'], is_array($cookies) && array_is_list($cookies) ? implode('; ', $cookies) : $cookies, $case['viewer_ip'] ?? null, $case['now']];
            $explained = $verifier->explain(...$request);
            if ($case['verdict'] === 'allowed') {
                $origin = $verifier->verify(...$request)->originUrl;
                self::assertSame($case['origin_url'] ?? $origin, $origin, $case['id']);
                self::assertTrue($explained->allowed(), $case['id']);
                continue;
            }
            $refused = $this->refused($case['reason'], static fn () => $verifier->verify(...$request), $case['id']);
            self::assertInstanceOf(AccessDeniedException::class, $refused, $case['id']);
            self::assertNotNull($refused->cloudFrontCode, $case['id']);
            // An explanation is of the URL as clients send it, with the host in small letters.
            $pasted = preg_match('~^https?://[^/]*[A-Z]~', $case['url']) === 1;
            self::assertSame($pasted ? null : $case['reason'], $explained->code(), $case['id']);
        }
    }

    private function policy(array $case): Policy
    {
        $rest = [$case['date_less_than'], $case['date_greater_than'] ?? null, $case['ip_address'] ?? null];
        $resource = $case['policy_resource'] ?? $case['url'];
        $pattern = isset($case['policy_resource']) && (isset($case['url']) || str_contains($resource, '*'));
        return $pattern ? Policy::pattern($resource, ...$rest) : new Policy($resource, ...$rest);
    }

    private function attributes(array $case): CookieAttributes
    {
        return new CookieAttributes(
            $case['domain'] ?? null,
            $case['path'] ?? '/',
            $case['secure'] ?? true,
            $case['http_only'] ?? true,
            // An absent one is the usual one; null leaves it out.
            array_key_exists('same_site', $case)
                ? constant(SameSite::class . '::' . ($case['same_site'] ?? 'Unset'))
                : SameSite::Lax,
            $case['max_age'] ?? null,
        );
    }
}
