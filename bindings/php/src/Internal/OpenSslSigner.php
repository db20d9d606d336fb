<?php

declare(strict_types=1);

namespace Cfsign\Internal;

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
        return $this->grant($policy)->signUrl($url);
    }

    public function signUrlWithRawPolicy(string $url, string $policy): string
    {
        PlainUrl::check($url);
        return PlainUrl::with($url, PlainGrant::toQuery($this->signed('Policy', $policy, $policy)));
    }

    public function signUrls(array $urls, int|Policy $until, int $threads): array
    {
        $grant = is_int($until) || $until->isCanned() ? null : $this->grant($until);
        return array_map(self::inItsPlace(fn (string $url): string => match (true) {
            is_int($until) => $this->signUrl($url, $until),
            $grant === null => $this->signUrlWith($url, $until),
            default => $grant->signUrl($url),
        }), $urls);
    }

    public function signUrlsEach(array $urls, array $policies, int $threads): array
    {
        return array_map(self::inItsPlace($this->signUrlWith(...)), $urls, $policies);
    }

    public function signCookies(Policy $policy): SignedCookies
    {
        return $this->grant($policy)->cookies();
    }

    public function signCookiesEach(array $policies, int $threads): array
    {
        return array_map(self::inItsPlace($this->signCookies(...)), $policies);
    }

    public function grants(array $policies, int $threads): array
    {
        return array_map(self::inItsPlace($this->grant(...)), $policies);
    }

    /** What `sign` does, but that a refusal is returned. */
    private static function inItsPlace(\Closure $sign): \Closure
    {
        return static fn (mixed ...$arguments) => Refusal::orResult(static fn () => $sign(...$arguments));
    }

    public function signCookiesWithRawPolicy(string $policy): SignedCookies
    {
        return PlainGrant::toCookies($this->signed('Policy', $policy, $policy), null);
    }

    public function grant(Policy $policy): Grant
    {
        $json = $policy->toJson();
        $signed = $policy->isCanned()
            ? $this->signed('Expires', (string) $policy->dateLessThan, $json)
            : $this->signed('Policy', $json, $json);
        return new Grant($policy, new PlainGrant($policy, $signed));
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
