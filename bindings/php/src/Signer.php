<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Items;
use Cfsign\Internal\KeyText;
use Cfsign\Internal\Library;
use Cfsign\Internal\LibrarySigner;
use Cfsign\Internal\OpenSslSigner;
use Cfsign\Internal\Progress;
use Cfsign\Internal\Seconds;
use Cfsign\Internal\SignerEngine;

/**
 * Signs URLs and cookies for CloudFront with a private key that is read once.
 *
 *     $signer = Signer::fromFile('private_key.pem', 'K2JCJMDEHXQW5F');
 *     $url = $signer->signUrl('https://d111111abcdef8.cloudfront.net/a.jpg', expires: time() + 3600);
 *
 * Times are epoch seconds or DateTimeInterface. URLs are signed and returned byte for byte, or refused with
 * their corrected form in CfsignException::$suggestion. It never changes, it cannot be serialized, and nothing
 * that prints it prints the key.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html
 */
final class Signer
{
    private function __construct(
        private readonly SignerEngine $signer,
        private readonly Engine $engine,
        private readonly string $keyPairId,
        private readonly string $hashAlgorithm,
    ) {
    }

    /**
     * A signer over libcfsign, from the private key itself: RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or
     * PKCS#8, as PEM or DER, encrypted or not, and as environment variables and secret stores leave it.
     *
     * @param string      $keyPairId     the ID that CloudFront gave the public key, such as `K2JCJMDEHXQW5F`
     * @param string|null $passphrase    of an encrypted key
     * @param string      $hashAlgorithm `SHA1`, which CloudFront assumes, or `SHA256`
     * @throws InvalidKeyException
     * @throws LibraryUnavailableException where FFI is off or the library is not found; see `create`
     */
    public static function fromPem(
        #[\SensitiveParameter] string $privateKey,
        string $keyPairId,
        #[\SensitiveParameter] ?string $passphrase = null,
        string $hashAlgorithm = 'SHA1',
    ): self {
        return self::with(Engine::Library, $privateKey, $keyPairId, $passphrase, $hashAlgorithm);
    }

    /**
     * As `fromPem`, with the key in a file, which is read once. The text of a key in place of a path is refused, and
     * never printed.
     *
     * @throws InvalidKeyException
     * @throws LibraryUnavailableException
     */
    public static function fromFile(
        #[\SensitiveParameter] string $path,
        string $keyPairId,
        #[\SensitiveParameter] ?string $passphrase = null,
        string $hashAlgorithm = 'SHA1',
    ): self {
        if (KeyText::isNoPath($path)) {
            throw new InvalidKeyException(
                'found the text of a key, or control characters, where the path of a key file is wanted; '
                    . 'Signer::fromPem takes the text',
                'invalid-key',
                10,
            );
        }
        $privateKey = $path === '' ? false : @file_get_contents($path);
        if ($privateKey === false) {
            throw new InvalidKeyException(
                match (true) {
                    $path === '' => 'the path of the key file is empty',
                    KeyText::isSecret($path) => 'the key file cannot be read',
                    default => "the key file $path cannot be read",
                } . '; wanted a file that the user of this process may read',
                'invalid-key',
                10,
            );
        }
        return self::fromPem($privateKey, $keyPairId, $passphrase, $hashAlgorithm);
    }

    /**
     * As `fromPem` where libcfsign can be used, and else a signer over ext-openssl; `engine` says which it is.
     *
     * The latter takes keys in PEM, exact URLs, and policies for what begins with a URL. It signs as OpenSSL on
     * this host lets it: where SHA-1 is forbidden, it throws, and never returns an empty signature.
     *
     * @throws InvalidKeyException
     * @throws LibraryUnavailableException where there is no ext-openssl either
     */
    public static function create(
        #[\SensitiveParameter] string $privateKey,
        string $keyPairId,
        #[\SensitiveParameter] ?string $passphrase = null,
        string $hashAlgorithm = 'SHA1',
    ): self {
        $engine = Library::orNull() === null ? Engine::OpenSsl : Engine::Library;
        return self::with($engine, $privateKey, $keyPairId, $passphrase, $hashAlgorithm);
    }

    /**
     * As `create`, with the engine named.
     *
     * @throws InvalidKeyException
     * @throws LibraryUnavailableException
     */
    public static function with(
        Engine $engine,
        #[\SensitiveParameter] string $privateKey,
        string $keyPairId,
        #[\SensitiveParameter] ?string $passphrase = null,
        string $hashAlgorithm = 'SHA1',
    ): self {
        $arguments = [$privateKey, $keyPairId, $passphrase, $hashAlgorithm];
        $signer = match ($engine) {
            Engine::Library => new LibrarySigner(Library::get(), ...$arguments),
            Engine::OpenSsl => new OpenSslSigner(...$arguments),
        };
        return new self($signer, $engine, $keyPairId, $hashAlgorithm);
    }

    /** What does the private-key work. */
    public function engine(): Engine
    {
        return $this->engine;
    }

    /** The ID of the public key that CloudFront verifies with. */
    public function keyPairId(): string
    {
        return $this->keyPairId;
    }

    /** The kind of the key, such as `RSA 2048` or `ECDSA P-256`. */
    public function keyType(): string
    {
        return $this->signer->keyType();
    }

    /** `SHA1`, CloudFront's default, or `SHA256`. */
    public function hashAlgorithm(): string
    {
        return $this->hashAlgorithm;
    }

    /**
     * `url` signed until `expires` with a canned policy, this URL and no other, or under `policy`, which must
     * cover it. One of the two is wanted.
     *
     * @param int|\DateTimeInterface|null $expires epoch seconds, or a point in time
     * @throws InvalidInputException for a URL that clients would rewrite on the way, for milliseconds, …
     * @throws InternalErrorException if the signing itself fails
     */
    public function signUrl(
        string $url,
        int|\DateTimeInterface|null $expires = null,
        ?Policy $policy = null,
    ): string {
        $until = self::until($expires, $policy);
        return is_int($until) ? $this->signer->signUrl($url, $until) : $this->signer->signUrlWith($url, $until);
    }

    /**
     * Every URL signed as `signUrl` does, on several threads of the library. All are signed, and then the first that was
     * refused is thrown, with its key in CfsignException::$key; `trySignUrls` returns the exceptions instead.
     *
     * Results, here and of the other batches, stand under the keys that their URLs or policies have, in the same order:
     * a list makes a list, and keys are those of an array, in which '7' is 7. A generator that yields a key twice, as
     * `yield from` can, is refused.
     *
     * `onProgress`, here and for the other batches, is called every 1,000 or sooner with how many are done, those that
     * are refused among them, and at the end with how many there are. If it returns `false`, the batch ends with an
     * InternalErrorException of the code `cancelled`; what it throws ends the batch, too.
     *
     * @template TKey of array-key
     * @param iterable<TKey, string>      $urls
     * @param int|\DateTimeInterface|null $expires
     * @param int                         $threads    the most that sign at once; 0 for one for each core
     * @param \Closure(int): mixed|null   $onProgress takes the number that is done
     * @return array<TKey, string>
     * @throws CfsignException
     */
    public function signUrls(
        iterable $urls,
        int|\DateTimeInterface|null $expires = null,
        ?Policy $policy = null,
        int $threads = 0,
        ?\Closure $onProgress = null,
    ): array {
        return self::all($this->trySignUrls($urls, $expires, $policy, $threads, $onProgress));
    }

    /**
     * Every URL signed as `signUrls` does; where one is refused, or its signature is not made, the exception stands in
     * its place.
     *
     * @template TKey of array-key
     * @param iterable<TKey, string>      $urls
     * @param int|\DateTimeInterface|null $expires
     * @param \Closure(int): mixed|null   $onProgress
     * @return array<TKey, string|CfsignException>
     * @throws CfsignException for a time that cannot be used, and for a custom policy that could not be signed, which
     *                         is signed once for all
     */
    public function trySignUrls(
        iterable $urls,
        int|\DateTimeInterface|null $expires = null,
        ?Policy $policy = null,
        int $threads = 0,
        ?\Closure $onProgress = null,
    ): array {
        $items = Items::urls($urls);
        $until = self::until($expires, $policy);
        $progress = new Progress($onProgress, 'URLs');
        return $items->keyed(fn (array $values) => $this->signer->signUrls($values, $until, self::threads($threads), $progress));
    }

    /**
     * Every URL under a policy document that the caller wrote, as `signUrlWithRawPolicy` does; it is signed once for all
     * of them. The first URL that is refused is thrown.
     *
     * @template TKey of array-key
     * @param iterable<TKey, string>    $urls
     * @param \Closure(int): mixed|null $onProgress
     * @return array<TKey, string>
     * @throws CfsignException
     */
    public function signUrlsWithRawPolicy(
        iterable $urls,
        string $policy,
        int $threads = 0,
        ?\Closure $onProgress = null,
    ): array {
        $items = Items::urls($urls);
        $threads = self::threads($threads);
        $progress = new Progress($onProgress, 'URLs');
        $sign = fn (array $values) => $this->signer->signUrlsWithRawPolicy($values, $policy, $threads, $progress);
        return self::all($items->keyed($sign));
    }

    /**
     * Every URL under the policy of the same key, signed as `signUrls` does: for URLs that end at different times, or
     * have different viewers. A URL without a policy is refused, and a policy without a URL. The first that is refused is
     * thrown.
     *
     * @template TKey of array-key
     * @param iterable<TKey, string>    $urls
     * @param iterable<TKey, Policy>    $policies under the same keys, in any order
     * @param \Closure(int): mixed|null $onProgress
     * @return array<TKey, string>
     * @throws CfsignException
     */
    public function signUrlsEach(
        iterable $urls,
        iterable $policies,
        int $threads = 0,
        ?\Closure $onProgress = null,
    ): array {
        return self::all($this->trySignUrlsEach($urls, $policies, $threads, $onProgress));
    }

    /**
     * Every URL signed as `signUrlsEach` does; where one is refused, its exception stands in its place.
     *
     * @template TKey of array-key
     * @param iterable<TKey, string>    $urls
     * @param iterable<TKey, Policy>    $policies under the same keys, in any order
     * @param \Closure(int): mixed|null $onProgress
     * @return array<TKey, string|CfsignException>
     */
    public function trySignUrlsEach(
        iterable $urls,
        iterable $policies,
        int $threads = 0,
        ?\Closure $onProgress = null,
    ): array {
        $items = Items::urls($urls);
        $own = $items->paired(Items::policies($policies));
        $progress = new Progress($onProgress, 'URLs');
        return $items->keyed(fn (array $values) => $this->signer->signUrlsEach($values, $own, self::threads($threads), $progress));
    }

    /**
     * Every policy signed for cookies as `signCookies` does, on several threads. The first that is refused is thrown.
     *
     * @template TKey of array-key
     * @param iterable<TKey, Policy>    $policies
     * @param \Closure(int): mixed|null $onProgress
     * @return array<TKey, SignedCookies>
     * @throws CfsignException
     */
    public function signCookiesEach(iterable $policies, int $threads = 0, ?\Closure $onProgress = null): array
    {
        return self::all($this->trySignCookiesEach($policies, $threads, $onProgress));
    }

    /**
     * Every policy signed as `signCookiesEach` does; where one is refused, its exception stands in its place.
     *
     * @template TKey of array-key
     * @param iterable<TKey, Policy>    $policies
     * @param \Closure(int): mixed|null $onProgress
     * @return array<TKey, SignedCookies|CfsignException>
     */
    public function trySignCookiesEach(iterable $policies, int $threads = 0, ?\Closure $onProgress = null): array
    {
        $items = Items::policies($policies);
        $progress = new Progress($onProgress, 'policies');
        return $items->keyed(fn (array $values) => $this->signer->signCookiesEach($values, self::threads($threads), $progress));
    }

    /**
     * Every policy signed once, as `grant` does, on several threads. The first that is refused is thrown.
     *
     * @template TKey of array-key
     * @param iterable<TKey, Policy>    $policies
     * @param \Closure(int): mixed|null $onProgress
     * @return array<TKey, Grant>
     * @throws CfsignException
     */
    public function grants(iterable $policies, int $threads = 0, ?\Closure $onProgress = null): array
    {
        return self::all($this->tryGrants($policies, $threads, $onProgress));
    }

    /**
     * Every policy signed as `grants` does; where one is refused, its exception stands in its place.
     *
     * @template TKey of array-key
     * @param iterable<TKey, Policy>    $policies
     * @param \Closure(int): mixed|null $onProgress
     * @return array<TKey, Grant|CfsignException>
     */
    public function tryGrants(iterable $policies, int $threads = 0, ?\Closure $onProgress = null): array
    {
        $items = Items::policies($policies);
        $progress = new Progress($onProgress, 'policies');
        return $items->keyed(fn (array $values) => $this->signer->grants($values, self::threads($threads), $progress));
    }

    /**
     * `url` signed under a policy document that the caller wrote, signed and sent as it is. Nothing in it is
     * checked: CloudFront may refuse it, or read more into it than was meant.
     *
     * @throws CfsignException
     */
    public function signUrlWithRawPolicy(string $url, string $policy): string
    {
        return $this->signer->signUrlWithRawPolicy($url, $policy);
    }

    /**
     * `policy` signed for cookies.
     *
     * @throws CfsignException
     * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
     */
    public function signCookies(Policy $policy): SignedCookies
    {
        return $this->signer->signCookies($policy);
    }

    /**
     * A policy document that the caller wrote, signed for cookies as it is and unchecked.
     *
     * @throws CfsignException
     */
    public function signCookiesWithRawPolicy(string $policy): SignedCookies
    {
        return $this->signer->signCookiesWithRawPolicy($policy);
    }

    /**
     * `policy` signed once, to be put on any number of URLs at the speed of copying.
     *
     * @throws CfsignException
     */
    public function grant(Policy $policy): Grant
    {
        return $this->signer->grant($policy);
    }

    /**
     * The bytes of the signature over `message`, with the hash algorithm of the signer: PKCS#1 v1.5 for RSA,
     * ASN.1 DER for ECDSA.
     *
     * @throws CfsignException
     */
    public function signMessage(string $message): string
    {
        return $this->signer->signMessage($message);
    }

    /** @throws CfsignException the first that is among them */
    private static function all(#[\SensitiveParameter] array $signed): array
    {
        foreach ($signed as $one) {
            if ($one instanceof CfsignException) {
                throw $one;
            }
        }
        return $signed;
    }

    private static function threads(int $threads): int
    {
        if ($threads < 0) {
            throw new InvalidInputException('the number of threads is negative; 0 is one for each core', 'invalid-argument', 41);
        }
        return $threads;
    }

    private static function until(int|\DateTimeInterface|null $expires, ?Policy $policy): int|Policy
    {
        if (($expires === null) === ($policy === null)) {
            $found = $policy === null ? 'neither expires nor policy' : 'both expires and policy';
            throw new InvalidInputException("found $found; wanted one of them", 'invalid-argument', 41);
        }
        return $policy ?? Seconds::of($expires);
    }

    public function __debugInfo(): array
    {
        try {
            $keyType = $this->keyType();
        } catch (CfsignException) {
            // What prints a signer, such as a log at the end of the script, is not to fail by it.
            $keyType = null;
        }
        return [
            'keyPairId' => $this->keyPairId,
            'keyType' => $keyType,
            'hashAlgorithm' => $this->hashAlgorithm,
            'engine' => $this->engine->value,
        ];
    }

    public function __serialize(): array
    {
        throw new \LogicException('a Signer holds a private key and is not serialized; make one where it is used');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
