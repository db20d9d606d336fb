<?php

declare(strict_types=1);

use Cfsign\CfsignException;
use Cfsign\CookieAttributes;
use Cfsign\Policy;
use Cfsign\PrivateKey;
use Cfsign\Signer;
use Cfsign\Tests\Files;
use Cfsign\UrlBuilder;
use Cfsign\Verifier;

require __DIR__ . '/../bootstrap.php';

/** As a log of a program, which writes its last lines when the script ends: after what was made before it is freed. */
final class Log
{
    public static self $log;

    /** @param array<string, object> $held */
    public function __construct(private readonly array $held)
    {
    }

    public function __destruct()
    {
        [
            'key' => $key, 'public' => $public, 'signer' => $signer, 'policy' => $policy, 'grant' => $grant, 'cookies' => $cookies,
            'attributes' => $attributes, 'builder' => $builder, 'verifier' => $verifier,
        ] = $this->held;
        $url = Files::HOST . '/a.jpg';
        $calls = [
            fn () => $key->keyType(), fn () => $key->sign('a'), fn () => $key->publicKey(), fn () => $public->keyType(),
            fn () => $public->verify('a', 'b'), fn () => $public->toPem(), fn () => $signer->keyType(),
            fn () => $signer->signUrl($url, 1767290400),
            fn () => $signer->signUrl($url, policy: $policy), fn () => $signer->signUrls([$url], 1767290400),
            fn () => $signer->signUrlsWithRawPolicy([$url], '{}'),
            fn () => $signer->signCookies($policy), fn () => $signer->signCookiesWithRawPolicy('{}'),
            fn () => $signer->grant($policy), fn () => $signer->signMessage('a'), fn () => $policy->isCanned(),
            fn () => $policy->covers($url), fn () => $policy->toJson(), fn () => $grant->signUrl($url), fn () => $grant->query(),
            fn () => $grant->cookies(), fn () => $cookies->setCookieLines($attributes),
            fn () => Cfsign\SignedCookies::clearLines($attributes), fn () => $builder->segment('a'), fn () => $builder->build(),
            fn () => $verifier->verify($url), fn () => (string) $verifier->explain($url),
        ];
        print_r($signer, true);
        foreach ($calls as $number => $call) {
            try {
                $call();
                echo "$number ran\n";
            } catch (CfsignException $refused) {
                echo "$number {$refused->errorCode}: {$refused->getMessage()}\n";
            }
        }
    }
}

$key = PrivateKey::fromPem(Files::key('p256.pkcs8.pem'));
$signer = Signer::fromPem(Files::key('p256.pkcs8.pem'), Files::ID);
$policy = Policy::below(Files::HOST . '/', 1767290400);
$held = [
    'key' => $key, 'public' => $key->publicKey(), 'signer' => $signer, 'policy' => $policy,
    'grant' => $signer->grant($policy), 'cookies' => $signer->signCookies($policy), 'attributes' => new CookieAttributes(),
    'builder' => new UrlBuilder(Files::HOST), 'verifier' => new Verifier([Files::ID => $key->publicKey()->toPem()]),
];
// PHP gives a new object the place of one that is gone, and destroys by place: none before is left for the log.
for ($fill = []; count($fill) < 100; $fill[] = new stdClass()) {
}
Log::$log = new Log($held);
