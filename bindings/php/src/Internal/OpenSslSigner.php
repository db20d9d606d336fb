<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\CfsignException;
use Cfsign\Grant;
use Cfsign\InvalidInputException;
use Cfsign\InvalidKeyException;
use Cfsign\Policy;
use Cfsign\SignedCookies;

/**
 * Signs with ext-openssl, in PHP, what libcfsign would sign, or refuses it.
 *
 * @internal
 */
final class OpenSslSigner implements SignerEngine
{
    private readonly OpenSslKey $key;

    public function __construct(
        #[\SensitiveParameter] string $privateKey,
        private readonly string $keyPairId,
        #[\SensitiveParameter] ?string $passphrase,
        private readonly string $hashAlgorithm,
    ) {
        Hash::number($hashAlgorithm);
        // The second is what other languages print where a variable has no value.
        if (
            preg_match('~^[A-Za-z0-9]{1,128}$~D', $keyPairId) !== 1
            || in_array(strtolower($keyPairId), ['undefined', 'null', 'none', 'nan', 'false', 'true'], true)
        ) {
            throw new InvalidKeyException(
                'the key pair ID cannot be used; wanted letters and digits, such as K2JCJMDEHXQW5F',
                'invalid-key-pair-id',
                20,
            );
        }
        $this->key = new OpenSslKey($privateKey, $passphrase);
    }

    public function keyType(): string
    {
        return $this->key->type();
    }

    public function signUrl(string $url, int $expires): string
    {
        return $this->signUrlWith($url, new Policy($url, $expires, kind: LibraryPolicy::EXACT_URL));
    }

    public function signUrlWith(string $url, Policy $policy): string
    {
        return $this->cannedOrCustom($policy)->signUrl($url);
    }

    public function signUrlWithRawPolicy(string $url, string $policy): string
    {
        PlainUrl::check($url);
        return PlainUrl::with($url, $this->rawQuery($policy));
    }

    public function signUrlsWithRawPolicy(array $urls, string $policy, int $threads, Progress $progress): array
    {
        $query = $this->rawQuery($policy);
        return self::oneByOne(count($urls), $progress, static function (int $at) use ($urls, $query): string {
            PlainUrl::check($urls[$at]);
            return PlainUrl::with($urls[$at], $query);
        });
    }

    private function rawQuery(string $policy): string
    {
        return PlainGrant::toQuery($this->signed('Policy', $policy, $policy));
    }

    public function signUrls(array $urls, int|Policy $until, int $threads, Progress $progress): array
    {
        $grant = is_int($until) || $until->isCanned() ? null : $this->grant($until);
        return self::oneByOne(count($urls), $progress, fn (int $at): string => match (true) {
            is_int($until) => $this->signUrl($urls[$at], $until),
            $grant === null => $this->signUrlWith($urls[$at], $until),
            default => $grant->signUrl($urls[$at]),
        });
    }

    public function signUrlsEach(array $urls, array $policies, int $threads, Progress $progress): array
    {
        return self::oneByOne(count($urls), $progress, fn (int $at) => $this->signUrlWith($urls[$at], $policies[$at]));
    }

    public function signCookies(Policy $policy): SignedCookies
    {
        return $this->cannedOrCustom($policy)->cookies();
    }

    public function signCookiesEach(array $policies, int $threads, Progress $progress): array
    {
        return self::oneByOne(count($policies), $progress, fn (int $at) => $this->signCookies($policies[$at]));
    }

    public function grants(array $policies, int $threads, Progress $progress): array
    {
        return self::oneByOne(count($policies), $progress, fn (int $at) => $this->grant($policies[$at]));
    }

    /**
     * What `sign` makes of each of `count` indexes, or its refusal.
     *
     * @template T
     * @param \Closure(int $at): T $sign
     * @return list<T|CfsignException>
     */
    private static function oneByOne(int $count, Progress $progress, \Closure $sign): array
    {
        $signed = [];
        for ($at = 0; $at < $count; $at++) {
            $signed[] = Refusal::orResult(static fn () => $sign($at));
            $progress->oneMore($at + 1, $count);
        }
        return $signed;
    }

    public function signCookiesWithRawPolicy(string $policy): SignedCookies
    {
        return PlainGrant::toCookies($this->signed('Policy', $policy, $policy), null);
    }

    /** Always custom, as those of the library: its parameters go onto any URL, and say themselves what they cover. */
    public function grant(Policy $policy): Grant
    {
        return new Grant($policy, $this->custom($policy));
    }

    /** `policy` signed as one URL or the cookies of one policy have it: canned where that says it all. */
    private function cannedOrCustom(Policy $policy): PlainGrant
    {
        return $policy->isCanned()
            ? new PlainGrant($policy, $this->signed('Expires', (string) $policy->dateLessThan, $policy->toJson()))
            : $this->custom($policy);
    }

    private function custom(Policy $policy): PlainGrant
    {
        if ($policy->isExactUrl()) {
            PlainPolicy::checkInCustomPolicy($policy->resource);
        }
        // The document of a custom policy is that of the canned one with the same terms.
        $json = $policy->toJson();
        return new PlainGrant($policy, $this->signed('Policy', $json, $json));
    }

    public function signMessage(string $message): string
    {
        return $this->key->sign($message, $this->hashAlgorithm);
    }

    /** @return array<string, string> the parameters of a URL */
    private function signed(string $name, string $value, string $policy): array
    {
        if (trim($policy) === '') {
            throw new InvalidInputException('the policy is empty; wanted a policy document', 'invalid-policy', 33);
        }
        return [
            $name => $name === 'Policy' ? Base64::encode($value) : $value,
            'Signature' => Base64::encode($this->signMessage($policy)),
            'Key-Pair-Id' => $this->keyPairId,
        ] + ($this->hashAlgorithm === 'SHA1' ? [] : ['Hash-Algorithm' => $this->hashAlgorithm]);
    }
}
