<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\CfsignException;
use Cfsign\Grant;
use Cfsign\Policy;
use Cfsign\SignedCookies;
use FFI;

/**
 * Signs with libcfsign.
 *
 * @internal
 */
final class LibrarySigner implements SignerEngine
{
    private readonly FFI $ffi;
    private readonly Handle $handle;
    private readonly FFI\CData $pointer;

    public function __construct(
        private readonly Library $library,
        #[\SensitiveParameter] string $privateKey,
        string $keyPairId,
        #[\SensitiveParameter] ?string $passphrase,
        string $hashAlgorithm,
    ) {
        $this->ffi = $library->ffi;
        $hash = Hash::number($hashAlgorithm);
        $this->handle = $library->handle('signer', fn ($at, $errorAt) => $library->ffi->cfsign_signer_new(
            $privateKey,
            strlen($privateKey),
            $passphrase,
            strlen($passphrase ?? ''),
            $keyPairId,
            strlen($keyPairId),
            $hash,
            $at,
            $errorAt,
        ));
        $this->pointer = $this->handle->pointer;
    }

    public function keyType(): string
    {
        return $this->ffi->cfsign_signer_key_type($this->pointer) ?? throw Library::freed();
    }

    public function signUrl(string $url, int $expires): string
    {
        // No closure here: this is the call that is made a thousand times for a page.
        $library = $this->library;
        $room = $library->room();
        $status = $this->ffi->cfsign_sign_url(
            $this->pointer,
            $url,
            strlen($url),
            $expires,
            $room->buffer,
            Room::SIZE,
            $room->lenAt,
            $room->errorAt,
        );
        if ($status !== 0) {
            throw $library->failure($status, $room);
        }
        $signed = FFI::string($room->buffer, $room->len->cdata);
        $library->rooms[] = $room;
        return $signed;
    }

    public function signUrlWith(string $url, Policy $policy): string
    {
        return $this->library->text(fn ($buffer, $size, $lenAt, $errorAt) => $this->ffi->cfsign_sign_url_with(
            $this->pointer,
            $url,
            strlen($url),
            $policy->inner()->handle->pointer,
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }

    public function signUrlWithRawPolicy(string $url, string $policy): string
    {
        return $this->library->text(fn ($buffer, $size, $lenAt, $errorAt) => $this->ffi->cfsign_sign_url_with_raw_policy(
            $this->pointer,
            $url,
            strlen($url),
            $policy,
            strlen($policy),
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }

    public function signUrls(array $urls, int|Policy $until, int $threads, Progress $progress): array
    {
        $count = count($urls);
        if (is_int($until) || $until->isCanned()) {
            return $progress->inSlices($count, fn ($from, $length) => $this->signedUrls(
                $this->signed(array_slice($urls, $from, $length), $until, $threads),
                $length,
            ));
        }
        // In slices, the policy would be signed for each. What follows the one signature is copying.
        return $count === 0 ? [] : $this->signedUrls($this->signed($urls, $until, $threads), $count, $progress);
    }

    /** @param non-empty-list<string> $urls */
    private function signed(array $urls, int|Policy $until, int $threads): Handle
    {
        $texts = new TextArray($this->ffi, $urls);
        $common = [$texts->starts, $texts->lengths, count($urls)];
        $rest = [$threads, null, null];
        return $this->library->handle('signed_urls', fn ($at, $errorAt) => is_int($until)
            ? $this->ffi->cfsign_sign_urls($this->pointer, ...$common, ...[$until, ...$rest, $at, $errorAt])
            : $this->ffi->cfsign_sign_urls_with(
                $this->pointer,
                ...$common,
                ...[$until->inner()->handle->pointer, ...$rest, $at, $errorAt],
            ));
    }

    public function signUrlsWithRawPolicy(array $urls, string $policy, int $threads, Progress $progress): array
    {
        $texts = new TextArray($this->ffi, $urls);
        $results = $this->library->handle('signed_urls', fn ($at, $errorAt) => $this->ffi->cfsign_sign_urls_with_raw_policy(
            $this->pointer,
            $texts->starts,
            $texts->lengths,
            count($urls),
            $policy,
            strlen($policy),
            $threads,
            null,
            null,
            $at,
            $errorAt,
        ));
        return $this->signedUrls($results, count($urls), $progress);
    }

    public function signUrlsEach(array $urls, array $policies, int $threads, Progress $progress): array
    {
        return $progress->inSlices(count($urls), function (int $from, int $length) use ($urls, $policies, $threads): array {
            $texts = new TextArray($this->ffi, array_slice($urls, $from, $length));
            $pointers = $this->pointers(array_slice($policies, $from, $length));
            return $this->signedUrls($this->library->handle('signed_urls', fn ($at, $errorAt) => $this->ffi->cfsign_sign_urls_each(
                $this->pointer,
                $texts->starts,
                $texts->lengths,
                $length,
                $pointers,
                $threads,
                null,
                null,
                $at,
                $errorAt,
            )), $length);
        });
    }

    /**
     * @param Progress|null $progress told as the results are read, where slices are not
     * @return list<string|CfsignException>
     */
    private function signedUrls(Handle $results, int $count, ?Progress $progress = null): array
    {
        $signed = [];
        $room = $this->library->room();
        $url = $this->ffi->new('const char *');
        $urlAt = FFI::addr($url);
        for ($index = 0; $index < $count; $index++) {
            $status = $this->ffi->cfsign_signed_urls_get($results->pointer, $index, $urlAt, $room->errorAt);
            if ($status === 0) {
                $signed[] = FFI::string($url);
            } else {
                $signed[] = Refusal::of($this->library->failure($status, $room));
                $room = $this->library->room();
            }
            $progress?->oneMore($index + 1, $count);
        }
        $this->library->rooms[] = $room;
        return $signed;
    }

    public function signCookies(Policy $policy): SignedCookies
    {
        return SignedCookies::ofLibrary($this->library, $this->library->handle(
            'cookies',
            fn ($at, $errorAt) => $this->ffi->cfsign_sign_cookies(
                $this->pointer,
                $policy->inner()->handle->pointer,
                $at,
                $errorAt,
            ),
        ));
    }

    public function signCookiesEach(array $policies, int $threads, Progress $progress): array
    {
        $ofHandle = fn (Handle $made) => SignedCookies::ofLibrary($this->library, $made);
        return $progress->inSlices(count($policies), fn ($from, $length)
            => $this->each('cookies', array_slice($policies, $from, $length), $threads, $ofHandle));
    }

    public function grants(array $policies, int $threads, Progress $progress): array
    {
        $ofHandle = fn (Handle $made, Policy $policy) => new Grant($policy, new LibraryGrant($this->library, $made));
        return $progress->inSlices(count($policies), fn ($from, $length)
            => $this->each('grants', array_slice($policies, $from, $length), $threads, $ofHandle));
    }

    /**
     * Signs every policy, for `cookies` or `grants`.
     *
     * @template T
     * @param non-empty-list<Policy>      $policies
     * @param \Closure(Handle, Policy): T $ofHandle
     * @return list<T|CfsignException>
     */
    private function each(string $what, array $policies, int $threads, \Closure $ofHandle): array
    {
        $pointers = $this->pointers($policies);
        $sign = $what === 'cookies' ? 'cfsign_sign_cookies_each' : 'cfsign_sign_grants';
        $results = $this->library->handle("signed_$what", fn ($at, $errorAt) => $this->ffi->$sign(
            $this->pointer,
            $pointers,
            count($policies),
            $threads,
            null,
            null,
            $at,
            $errorAt,
        ));
        $get = "cfsign_signed_{$what}_get";
        $one = fn (int $index, Policy $policy) => $ofHandle($this->library->handle(
            $what === 'cookies' ? 'cookies' : 'grant',
            fn ($at, $errorAt) => $this->ffi->$get($results->pointer, $index, $at, $errorAt),
        ), $policy);
        $signed = [];
        foreach ($policies as $index => $policy) {
            $signed[] = Refusal::orResult(fn () => $one($index, $policy));
        }
        return $signed;
    }

    /**
     * Pointers to policies, which must be held as long as these are used.
     *
     * @param non-empty-list<Policy> $policies
     */
    private function pointers(array $policies): FFI\CData
    {
        $pointers = $this->ffi->new('const cfsign_policy *[' . count($policies) . ']');
        foreach ($policies as $index => $policy) {
            $pointers[$index] = $policy->inner()->handle->pointer;
        }
        return $pointers;
    }

    public function signCookiesWithRawPolicy(string $policy): SignedCookies
    {
        return SignedCookies::ofLibrary($this->library, $this->library->handle(
            'cookies',
            fn ($at, $errorAt) => $this->ffi->cfsign_sign_cookies_with_raw_policy(
                $this->pointer,
                $policy,
                strlen($policy),
                $at,
                $errorAt,
            ),
        ));
    }

    public function grant(Policy $policy): Grant
    {
        return new Grant($policy, new LibraryGrant($this->library, $this->library->handle(
            'grant',
            fn ($at, $errorAt) => $this->ffi->cfsign_sign_grant(
                $this->pointer,
                $policy->inner()->handle->pointer,
                $at,
                $errorAt,
            ),
        )));
    }

    public function signMessage(string $message): string
    {
        return $this->library->text(fn ($buffer, $size, $lenAt, $errorAt) => $this->ffi->cfsign_sign_message(
            $this->pointer,
            $message,
            strlen($message),
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }
}
