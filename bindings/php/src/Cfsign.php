<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Base64;
use Cfsign\Internal\Library;
use Cfsign\Internal\PlainPolicy;
use Cfsign\Internal\Seconds;

/** The small things: times, Base64, and whether the library is there. */
final class Cfsign
{
    /**
     * The version of libcfsign that runs.
     *
     * @throws LibraryUnavailableException what was found, and what to set
     */
    public static function version(): string
    {
        return Library::get()->ffi->cfsign_version();
    }

    /**
     * The epoch second `ttl` seconds after `now`, rounded up to a multiple of `bucket` seconds, so that a URL
     * signed until then stays the same while browsers and caches hold it. Nothing expires sooner than `ttl`.
     *
     * @param int|\DateTimeInterface|null $now the clock's, if it is not given
     * @throws InvalidInputException
     */
    public static function expiresIn(int $ttl, int $bucket = 0, int|\DateTimeInterface|null $now = null): int
    {
        if ($ttl < 0 || $bucket < 0) {
            throw new InvalidInputException('found a negative duration; wanted seconds', 'invalid-time', 36);
        }
        $now = Seconds::of($now ?? time());
        $library = Library::orNull();
        if ($library === null) {
            return self::plainly($ttl, $bucket, $now);
        }
        $expires = $library->ffi->new('int64_t');
        $library->call(fn ($errorAt) => $library->ffi->cfsign_expires_in(
            $ttl,
            $bucket,
            $now,
            \FFI::addr($expires),
            $errorAt,
        ));
        return $expires->cdata;
    }

    private static function plainly(int $ttl, int $bucket, int $now): int
    {
        // Beyond what PHP counts, sums become floats.
        $expires = $now + $ttl;
        $last = $bucket === 0 ? $expires : $expires + $bucket - 1;
        if (is_float($expires) || is_float($last)) {
            throw new InvalidInputException('the time is after the year 9999; wanted seconds', 'invalid-time', 36);
        }
        $expires = $bucket === 0 ? $expires : intdiv($last, $bucket) * $bucket;
        PlainPolicy::checkTime($expires);
        return $expires;
    }

    /** `bytes` in CloudFront's Base64, which has `-`, `~` and `_` for `+`, `/` and `=`. */
    public static function base64Encode(string $bytes): string
    {
        return Base64::encode($bytes);
    }

    /**
     * The bytes behind CloudFront's Base64, read strictly.
     *
     * @throws InvalidInputException
     * @throws LibraryUnavailableException
     */
    public static function base64Decode(string $text): string
    {
        $library = Library::get();
        return $library->text(fn ($buffer, $size, $lenAt, $errorAt) => $library->ffi->cfsign_base64_decode(
            $text,
            strlen($text),
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }
}
