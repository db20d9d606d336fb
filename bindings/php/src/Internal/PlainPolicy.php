<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\InvalidInputException;

/**
 * A policy where libcfsign cannot be used: for an exact URL, or for all that begins with one.
 *
 * @internal
 */
final class PlainPolicy
{
    /** The first second that is no duration, and the last of the year 9999, as the library has them. */
    private const FIRST_SECOND = 500_000_000;
    private const LAST_SECOND = 253_402_300_799;

    private readonly bool $prefix;
    private readonly string $url;
    private readonly ?string $range;

    public function __construct(
        int $kind,
        string $resource,
        private readonly int $dateLessThan,
        private readonly ?int $dateGreaterThan,
        ?string $ipAddress,
        private readonly bool $alwaysCustom,
    ) {
        $this->prefix = $kind !== LibraryPolicy::EXACT_URL;
        $this->url = match ($kind) {
            LibraryPolicy::PATTERN => self::beforeStar($resource),
            // Below a folder, and not in another whose name begins as its does.
            LibraryPolicy::BELOW => str_ends_with($resource, '/') ? $resource : "$resource/",
            default => $resource,
        };
        PlainUrl::checkCanned($kind === LibraryPolicy::BELOW ? $resource : $this->url);
        self::checkTime($dateLessThan);
        if ($dateGreaterThan !== null) {
            self::checkTime($dateGreaterThan);
            if ($dateGreaterThan >= $dateLessThan) {
                throw self::refused('the policy begins at or after its end', 'starts-after-it-expires', 39);
            }
        }
        $this->range = $ipAddress === null ? null : self::range($ipAddress);
        if ($this->prefix) {
            self::checkQuestionMarks($this->url, 0);
        } elseif (!$this->isCanned()) {
            self::checkInCustomPolicy($this->url);
        }
    }

    /** Refuses an exact URL that a custom policy would read as a pattern: only the ? that begins the query means itself. */
    public static function checkInCustomPolicy(string $url): void
    {
        self::checkQuestionMarks($url, 1);
    }

    private static function checkQuestionMarks(string $url, int $most): void
    {
        if (substr_count($url, '?') > $most) {
            throw self::refused('a ? in the resource would be a wildcard; percent-encode it as %3F', 'invalid-resource', 32);
        }
    }

    public static function checkTime(int $seconds): void
    {
        if ($seconds < self::FIRST_SECOND) {
            throw self::refused(
                "found $seconds, which is before November 1985; wanted a point in time in seconds since 1970",
                'invalid-time',
                36,
            );
        }
        if ($seconds > self::LAST_SECOND) {
            throw self::refused(
                "found $seconds, which is after the year 9999; milliseconds are divided by 1000",
                'time-in-milliseconds',
                37,
            );
        }
    }

    public function isCanned(): bool
    {
        return !$this->prefix && $this->dateGreaterThan === null && $this->range === null && !$this->alwaysCustom;
    }

    public function covers(string $url): bool
    {
        try {
            PlainUrl::check($url);
        } catch (InvalidInputException) {
            return false;
        }
        return $this->prefix ? str_starts_with($url, $this->url) : $url === $this->url;
    }

    public function toJson(): string
    {
        $condition = ['DateLessThan' => ['AWS:EpochTime' => $this->dateLessThan]];
        if ($this->dateGreaterThan !== null) {
            $condition['DateGreaterThan'] = ['AWS:EpochTime' => $this->dateGreaterThan];
        }
        if ($this->range !== null) {
            $condition['IpAddress'] = ['AWS:SourceIp' => $this->range];
        }
        $statement = ['Resource' => $this->url . ($this->prefix ? '*' : ''), 'Condition' => $condition];
        return json_encode(['Statement' => [$statement]], JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    }

    private static function beforeStar(string $pattern): string
    {
        $prefix = substr($pattern, 0, -1);
        if (!str_ends_with($pattern, '*') || strpbrk($prefix, '*?\\') !== false) {
            throw self::refused(
                'without libcfsign a pattern is a URL with one * at its end; wanted that, or libcfsign, which the '
                    . 'README of this package sets up',
                'invalid-resource',
                32,
            );
        }
        return $prefix;
    }

    private static function range(string $given): string
    {
        if (str_contains($given, ':')) {
            throw self::refused('CloudFront policies take IPv4 only', 'ipv6-range', 35);
        }
        [$address, $bits] = explode('/', $given, 2) + [1 => '32'];
        $number = filter_var($address, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) === false ? false : ip2long($address);
        if (
            $number === false
            || preg_match('~^(?:[0-9]|[12][0-9]|3[0-2])$~D', $bits) !== 1
            || ($number & (0xFFFF_FFFF >> (int) $bits)) !== 0 && $bits !== '32'
        ) {
            throw self::refused('wanted an IPv4 address, or a range such as 192.0.2.0/24 with no bits beyond it', 'invalid-ip-range', 34);
        }
        return "$address/$bits";
    }

    private static function refused(string $why, string $code, int $number): InvalidInputException
    {
        return new InvalidInputException($why, $code, $number);
    }
}
