<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\CfsignException;
use Cfsign\Grant;
use Cfsign\Policy;
use Cfsign\SignedCookies;

/**
 * What a Signer has sign for it.
 *
 * @internal
 */
interface SignerEngine
{
    public function keyType(): string;

    public function signUrl(string $url, int $expires): string;

    public function signUrlWith(string $url, Policy $policy): string;

    public function signUrlWithRawPolicy(string $url, string $policy): string;

    /**
     * @param list<string> $urls
     * @return list<string|CfsignException>
     */
    public function signUrls(array $urls, int|Policy $until, int $threads, Progress $progress): array;

    /**
     * @param list<string> $urls
     * @return list<string|CfsignException>
     */
    public function signUrlsWithRawPolicy(array $urls, string $policy, int $threads, Progress $progress): array;

    /**
     * @param list<string> $urls
     * @param list<Policy> $policies as many
     * @return list<string|CfsignException>
     */
    public function signUrlsEach(array $urls, array $policies, int $threads, Progress $progress): array;

    public function signCookies(Policy $policy): SignedCookies;

    /**
     * @param list<Policy> $policies
     * @return list<SignedCookies|CfsignException>
     */
    public function signCookiesEach(array $policies, int $threads, Progress $progress): array;

    /**
     * @param list<Policy> $policies
     * @return list<Grant|CfsignException>
     */
    public function grants(array $policies, int $threads, Progress $progress): array;

    public function signCookiesWithRawPolicy(string $policy): SignedCookies;

    public function grant(Policy $policy): Grant;

    public function signMessage(string $message): string;
}
