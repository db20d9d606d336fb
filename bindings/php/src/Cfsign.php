<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Base64;
use Cfsign\Internal\Library;
use Cfsign\Internal\PlainPolicy;
use Cfsign\Internal\Seconds;
use Cfsign\Internal\TextArray;

/** The small things: times, Base64, what became of cookies and requests, and whether the library is there. */
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
            $now,
            $bucket,
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

    /**
     * Whether a browser would keep the cookies that a page sets, and send them with the resource. Nothing is found where
     * all is well.
     *
     * @param list<string> $lines         the values of the `Set-Cookie` headers, whoever made them
     * @param string       $pageOrigin    scheme and host of the page that sets them, such as `https://www.example.com`
     * @param int|\DateTimeInterface|null $now the clock's, if it is not given
     * @return list<Finding>
     * @throws InvalidInputException for what is not UTF-8
     * @throws LibraryUnavailableException
     */
    public static function judgeSetCookie(
        #[\SensitiveParameter] array $lines,
        string $pageOrigin,
        string $resourceUrl,
        int|\DateTimeInterface|null $now = null,
    ): array {
        $library = Library::get();
        $ffi = $library->ffi;
        $texts = new TextArray($ffi, $lines === [] ? [''] : array_values($lines));
        $now = Seconds::of($now ?? time());
        $handle = $library->handle('findings', fn ($at, $errorAt) => $ffi->cfsign_judge_set_cookie(
            $texts->starts,
            $texts->lengths,
            count($lines),
            $pageOrigin,
            strlen($pageOrigin),
            $resourceUrl,
            strlen($resourceUrl),
            $now,
            $at,
            $errorAt,
        ));
        $found = $handle->pointer;
        $findings = [];
        for ($index = 0; $index < $ffi->cfsign_findings_count($found); $index++) {
            $findings[] = new Finding(
                $ffi->cfsign_findings_code($found, $index),
                $ffi->cfsign_findings_message($found, $index),
                $ffi->cfsign_findings_advice($found, $index),
            );
        }
        return $findings;
    }

    /**
     * Who wrote a response: CloudFront, S3 behind it, a firewall, something else. For the 403 that one did not expect.
     *
     * @param int|null            $status  null if it is not known
     * @param string|list<string> $headers the header lines, such as `$http_response_header`; none if they are not known
     * @param string              $body    the body, or the beginning of it, any bytes
     * @throws InvalidInputException for a status that is none
     * @throws LibraryUnavailableException
     */
    public static function classifyResponse(?int $status, string|array $headers, string $body): ResponseOrigin
    {
        $library = Library::get();
        $ffi = $library->ffi;
        $lines = is_array($headers) ? implode("\n", $headers) : $headers;
        if ($status !== null && ($status < 100 || $status > 599)) {
            throw new InvalidInputException("found $status as the status of a response; wanted 100 to 599, or null", 'invalid-argument', 41);
        }
        $handle = $library->handle('response_origin', fn ($at, $errorAt) => $ffi->cfsign_classify_response(
            $status ?? 0,
            $lines,
            strlen($lines),
            $body,
            strlen($body),
            $at,
            $errorAt,
        ));
        $origin = $handle->pointer;
        return new ResponseOrigin(
            $ffi->cfsign_response_origin_code($origin),
            $ffi->cfsign_response_origin_layer($origin),
            $ffi->cfsign_response_origin_meaning($origin),
            $ffi->cfsign_response_origin_advice($origin),
        );
    }
}
