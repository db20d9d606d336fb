<?php

declare(strict_types=1);

namespace Cfsign\Tests;

use Cfsign\CfsignException;
use Cfsign\Engine;
use Cfsign\InvalidInputException;
use Cfsign\Policy;
use Cfsign\Signer;

/** Batches pair by key, give keys back, and say the key of what they refuse: with each engine that there is. */
trait KeyedBatchTests
{
    use Failures;

    private static int $end = 1767290400;

    /** @return list<Engine> */
    abstract protected static function engines(): array;

    /** @return \Generator<string, array{Signer}> */
    public static function signers(): \Generator
    {
        foreach (static::engines() as $engine) {
            yield $engine->name => [Signer::with($engine, Files::key('rsa-2048.pkcs8.pem'), Files::ID)];
        }
    }

    private static function url(string $name): string
    {
        return Files::HOST . "/$name.jpg";
    }

    /** A generator of any keys, repeated ones too. */
    private static function yields(array ...$pairs): \Generator
    {
        foreach ($pairs as [$key, $value]) {
            yield $key => $value;
        }
    }

    /** Policies for other people, each of which covers all URLs: nothing but the key can say whose is whose. */
    private static function folder(int $seconds): Policy
    {
        return Policy::below(Files::HOST . '/', self::$end + $seconds);
    }

    /** @dataProvider signers */
    public function testNobodyGetsThePolicyOfSomebodyElse(Signer $signer): void
    {
        $urls = ['alice' => self::url('a'), 'bob' => self::url('b'), 7 => self::url('7')];
        $policies = [7 => self::folder(7), 'bob' => self::folder(2), 'alice' => self::folder(1)];
        $wanted = [
            'alice' => $signer->signUrl($urls['alice'], policy: $policies['alice']),
            'bob' => $signer->signUrl($urls['bob'], policy: $policies['bob']),
            7 => $signer->signUrl($urls[7], policy: $policies[7]),
        ];
        self::assertSame($wanted, $signer->signUrlsEach($urls, $policies));
        self::assertSame($wanted, $signer->trySignUrlsEach($urls, $policies, threads: 2));
        self::assertSame($wanted, $signer->signUrlsEach($urls, $policies, onProgress: static fn () => null));
        // Keys of generators are those that arrays have: '7' is 7.
        $urls = self::yields(['alice', self::url('a')], ['bob', self::url('b')], ['7', self::url('7')]);
        self::assertSame($wanted, $signer->signUrlsEach($urls, self::yields(...array_map(null, array_keys($policies), $policies))));
    }

    /** @dataProvider signers */
    public function testKeysThatOneSideHasNotGotAreRefused(Signer $signer): void
    {
        [$url, $policy] = [self::url('a'), self::folder(1)];
        $cases = [
            ['no policy for $urls[\'bob\']', 'bob', ['alice' => $url, 'bob' => $url], ['alice' => $policy, 'Bob' => $policy]],
            ['no URL for $policies[\'bob\']', 'bob', ['alice' => $url], ['alice' => $policy, 'bob' => $policy]],
            ['no policy for $urls[1]', 1, [$url, $url], [$policy]],
            ['no URL for $policies[0]', 0, [], [$policy]],
            ['no policy for $urls[0]', 0, [$url, $url], [1 => $policy, 2 => $policy]],
            ['no policy for $urls[\'\']', '', ['' => $url], [$policy]],
            ['no policy for $urls[\'07\']', '07', ['07' => $url], [7 => $policy]],
            ["no policy for \$urls['it\\'s Zoë']", "it's Zoë", ["it's Zoë" => $url], [$policy]],
            ['no policy for $urls[\'a\nb\']', "a\nb", ["a\nb" => $url], [$policy]],
            ['no policy for $urls[\'\344\']', "\xe4", ["\xe4" => $url], [$policy]],
            ['no policy for $urls[\'' . str_repeat('ü', 60) . '…\']', str_repeat('ü', 61), [str_repeat('ü', 61) => $url], [$policy]],
        ];
        foreach ($cases as [$message, $key, $urls, $policies]) {
            foreach (['signUrlsEach', 'trySignUrlsEach'] as $method) {
                $refused = $this->refused('invalid-argument', static fn () => $signer->$method($urls, $policies), $message);
                self::assertInstanceOf(InvalidInputException::class, $refused);
                self::assertSame(41, $refused->getCode());
                self::assertSame($key, $refused->key);
                self::assertStringContainsString("$message;", $refused->getMessage());
                self::assertStringNotContainsString("\n", $refused->getMessage());
            }
        }
    }

    /** @dataProvider signers */
    public function testResultsStandUnderTheKeysThatWereGivenInTheirOrder(Signer $signer): void
    {
        [$end, $policy, $exact] = [self::$end, self::folder(0), new Policy(self::url('a'), self::$end)];
        $sets = [[], ['x', 'y'], [5 => 'x', 2 => 'y'], ['b' => 'x', 'a' => 'y', 0 => 'z'], [-1 => 'x', '' => 'y', '07' => 'z', '7' => '7']];
        foreach ($sets as $names) {
            $urls = array_map(self::url(...), $names);
            $policies = array_map(static fn () => $policy, $names);
            $one = static fn (string $url) => $signer->signUrl($url, $end);
            $under = static fn (string $url) => $signer->signUrl($url, policy: $policy);
            $raw = static fn (string $url) => $signer->signUrlWithRawPolicy($url, '{}');
            foreach ([$urls, new \ArrayIterator($urls), self::yields(...array_map(null, array_keys($urls), $urls))] as $given) {
                self::assertSame(array_map($one, $urls), $signer->signUrls($given, $end));
            }
            self::assertSame(array_map($one, $urls), $signer->trySignUrls($urls, $end, onProgress: static fn () => null));
            self::assertSame(array_map($under, $urls), $signer->signUrls($urls, policy: $policy));
            self::assertSame(array_map($raw, $urls), $signer->signUrlsWithRawPolicy($urls, '{}'));
            self::assertSame(array_map($under, $urls), $signer->signUrlsEach($urls, $policies));
            $query = static fn ($grant) => $grant->query();
            foreach (['grants', 'tryGrants'] as $grants) {
                $wanted = array_map(static fn () => $signer->grant($policy)->query(), $names);
                self::assertSame($wanted, array_map($query, $signer->$grants($policies)));
            }
            foreach (['signCookiesEach', 'trySignCookiesEach'] as $cookies) {
                $wanted = array_map(static fn () => $signer->signCookies($policy)->toArray(), $names);
                self::assertSame($wanted, array_map(static fn ($one) => $one->toArray(), $signer->$cookies($policies)));
            }
        }
        self::assertSame([0, 1], array_keys($signer->signUrls([self::url('a'), self::url('a')], policy: $exact)));
    }

    /** @dataProvider signers */
    public function testWhatIsRefusedSaysItsKey(Signer $signer): void
    {
        [$end, $policy, $far] = [self::$end, self::folder(0), new Policy('https://other.example/a', self::$end)];
        $urls = [3 => self::url('a'), 'bob' => self::url('b') . '#x', 'eve' => self::url('e') . ' '];
        $policies = array_map(static fn () => $policy, $urls);
        $document = '{}';
        $throwing = [
            static fn () => $signer->signUrls($urls, $end),
            static fn () => $signer->signUrls($urls, $end, onProgress: static fn () => null),
            static fn () => $signer->signUrls($urls, policy: $policy),
            static fn () => $signer->signUrlsWithRawPolicy($urls, $document),
            static fn () => $signer->signUrlsEach($urls, $policies),
        ];
        foreach ($throwing as $number => $call) {
            self::assertSame('bob', $this->refused('url-fragment', $call, (string) $number)->key);
        }
        $tried = [
            $signer->trySignUrls($urls, $end),
            $signer->trySignUrls($urls, policy: $policy),
            $signer->trySignUrlsEach($urls, $policies),
        ];
        foreach ($tried as $results) {
            self::assertSame([3, 'bob', 'eve'], array_keys($results));
            self::assertIsString($results[3]);
            self::assertSame(['bob', 'eve'], [$results['bob']->key, $results['eve']->key]);
            self::assertSame(['url-fragment', 'url-character'], [$results['bob']->errorCode, $results['eve']->errorCode]);
        }
        // All but the key is as it is for one.
        $alone = $this->refused('url-fragment', static fn () => $signer->signUrl($urls['bob'], $end));
        self::assertNull($alone->key);
        $same = static fn (CfsignException $e) => [$e::class, $e->getMessage(), $e->getCode(), $e->errorCode, $e->suggestion];
        self::assertSame($same($alone), $same($tried[0]['bob']));

        $refused = $this->refused('policy-does-not-cover-url', static fn () => $signer->signUrlsEach(['a' => $urls[3]], ['a' => $far]));
        self::assertSame('a', $refused->key);
        $question = new Policy(self::url('a') . '?a=?', $end);
        $grants = ['good' => $policy, 9 => $question];
        self::assertSame(9, $this->refused('invalid-resource', static fn () => $signer->grants($grants))->key);
        self::assertSame(9, $signer->tryGrants($grants)[9]->key);
        // What is about none of them has no key.
        self::assertNull($this->refused('time-in-milliseconds', static fn () => $signer->signUrls([$urls[3]], policy: new Policy($urls[3], $end * 1000)))->key);
        self::assertNull($this->refused('invalid-argument', static fn () => $signer->signUrls([$urls[3]], $end, threads: -1))->key);
        $cancelled = static fn () => $signer->signUrls([$urls[3]], $end, onProgress: static fn () => false);
        self::assertNull($this->refused('cancelled', $cancelled)->key);
    }

    /** @dataProvider signers */
    public function testWrongTypesAndRepeatedKeysAreNamed(Signer $signer): void
    {
        [$end, $url, $policy] = [self::$end, self::url('a'), self::folder(0)];
        $calls = [
            '$urls[\'alice\'] must be of type string, null given' => static fn () => $signer->signUrls(['alice' => null], $end),
            '$urls[1] must be of type string, int given' => static fn () => $signer->trySignUrls([$url, 17], $end),
            '$urls[0] must be of type string, array given' => static fn () => $signer->signUrlsWithRawPolicy([[]], '{}'),
            '$urls[\'x\'] must be of type string, float given' => static fn () => $signer->signUrlsEach(['x' => 1.5], ['x' => $policy]),
            '$policies[\'x\'] must be of type Cfsign\Policy, int given' => static fn () => $signer->signUrlsEach(['x' => $url], ['x' => $end]),
            '$policies[0] must be of type Cfsign\Policy, string given' => static fn () => $signer->grants([$url]),
            '$policies[\'c\'] must be of type Cfsign\Policy, null given' => static fn () => $signer->trySignCookiesEach(['c' => null]),
            'a key of $urls must be of type int or string, float given' => static fn () => $signer->signUrls(self::yields([1.5, $url]), $end),
        ];
        foreach ($calls as $message => $call) {
            try {
                $call();
                self::fail("wanted: $message");
            } catch (\TypeError $wrong) {
                self::assertSame($message, $wrong->getMessage());
            }
        }
        $lists = (static function () use ($url) {
            yield from [$url];
            yield from [$url];
        })();
        $repeated = [
            ['$urls[0]', 0, static fn () => $signer->signUrls($lists, $end)],
            ['$urls[7]', 7, static fn () => $signer->trySignUrls(self::yields([7, $url], ['7', $url]), $end)],
            ['$policies[\'a\']', 'a', static fn () => $signer->signUrlsEach(['a' => $url], self::yields(['a', $policy], ['a', $policy]))],
            ['$policies[\'a\']', 'a', static fn () => $signer->grants(self::yields(['a', $policy], ['a', $policy]))],
        ];
        foreach ($repeated as [$place, $key, $call]) {
            $refused = $this->refused('invalid-argument', $call, $place);
            self::assertStringContainsString("found $place a second time", $refused->getMessage());
            self::assertSame([41, $key], [$refused->getCode(), $refused->key]);
        }
    }

    /** @dataProvider signers */
    public function testNoSignatureOfAnotherIsInAStackTrace(Signer $signer): void
    {
        self::assertSame('0', ini_get('zend.exception_ignore_args'), 'run PHP with -d zend.exception_ignore_args=0');
        $refused = $signer->trySignUrls(['good' => self::url('a'), 'bad' => ''], self::$end)['bad'];
        $ours = array_filter($refused->getTrace(), static fn ($frame) => str_starts_with($frame['class'] ?? '', 'Cfsign\\'));
        self::assertNotSame([], $ours);
        // On PHP 8.1 nothing can keep them out of a stack trace.
        if (PHP_VERSION_ID >= 80200) {
            self::assertStringNotContainsString('Signature=', print_r(array_column($ours, 'args'), true));
        }
    }

    /** @dataProvider signers */
    public function testManyRefusalsTakeMemoryForEachAndNotForEachOfEach(Signer $signer): void
    {
        $urls = array_fill(0, 2000, '');
        $before = memory_get_usage();
        $refused = $signer->trySignUrls($urls, self::$end);
        $each = (memory_get_usage() - $before) / count($refused);
        // The array of all takes 32000 bytes.
        self::assertLessThan(16_000, $each);
    }
}
