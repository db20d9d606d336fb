<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Library;
use Cfsign\Internal\LibraryPolicy;
use Cfsign\Internal\PlainPolicy;
use Cfsign\Internal\Seconds;

/**
 * What may be fetched, until when, from when on, and from where. Times are epoch seconds or DateTimeInterface.
 *
 *     new Policy('https://cdn.example.com/course/7/*', new DateTimeImmutable('+8 hours'))
 *
 * It is signed as a canned policy, which makes shorter URLs, if it is an exact URL and an end, and else as a
 * custom policy. It never changes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
 */
final class Policy
{
    public readonly int $dateLessThan;
    public readonly ?int $dateGreaterThan;
    private readonly LibraryPolicy|PlainPolicy $policy;
    private readonly bool $exactUrl;

    /**
     * A policy for one exact URL, or for a pattern if `resource` has a `*`: `*` stands for any number of
     * characters, and `?` in a pattern for one. Data of users belongs in `below`.
     *
     * @param int|\DateTimeInterface      $dateLessThan    the end
     * @param int|\DateTimeInterface|null $dateGreaterThan the beginning
     * @param string|null                 $ipAddress       an IPv4 address, or a range such as `192.0.2.0/24`
     * @param bool                        $alwaysCustom    a custom policy even where a canned one says it all
     * @param int|null                    $kind            for `below` and `pattern`
     * @throws InvalidInputException
     */
    public function __construct(
        public readonly string $resource,
        int|\DateTimeInterface $dateLessThan,
        int|\DateTimeInterface|null $dateGreaterThan = null,
        public readonly ?string $ipAddress = null,
        bool $alwaysCustom = false,
        ?int $kind = null,
    ) {
        $this->dateLessThan = Seconds::of($dateLessThan);
        $this->dateGreaterThan = $dateGreaterThan === null ? null : Seconds::of($dateGreaterThan);
        $library = Library::orNull();
        $kind ??= str_contains($resource, '*') ? LibraryPolicy::PATTERN : LibraryPolicy::EXACT_URL;
        $this->exactUrl = $kind === LibraryPolicy::EXACT_URL;
        $arguments = [$kind, $resource, $this->dateLessThan, $this->dateGreaterThan, $ipAddress, $alwaysCustom];
        $this->policy = $library === null ? new PlainPolicy(...$arguments) : new LibraryPolicy($library, ...$arguments);
    }

    /**
     * A policy for everything below the URL `prefix`, as in a folder, in which no character is a wildcard.
     *
     * @throws InvalidInputException
     */
    public static function below(
        string $prefix,
        int|\DateTimeInterface $dateLessThan,
        int|\DateTimeInterface|null $dateGreaterThan = null,
        ?string $ipAddress = null,
    ): self {
        return new self($prefix, $dateLessThan, $dateGreaterThan, $ipAddress, false, LibraryPolicy::BELOW);
    }

    /**
     * A policy for a pattern, in which `*` stands for any characters and `?` for one, even where no `*` is in
     * it. Never for data of users.
     *
     * @throws InvalidInputException
     */
    public static function pattern(
        string $pattern,
        int|\DateTimeInterface $dateLessThan,
        int|\DateTimeInterface|null $dateGreaterThan = null,
        ?string $ipAddress = null,
    ): self {
        return new self($pattern, $dateLessThan, $dateGreaterThan, $ipAddress, false, LibraryPolicy::PATTERN);
    }

    /** Whether it is sent as an expiry alone. */
    public function isCanned(): bool
    {
        return $this->policy->isCanned();
    }

    /** Whether `url` may be fetched under this policy, times and addresses aside. */
    public function covers(string $url): bool
    {
        return $this->policy->covers($url);
    }

    /** The policy document: JSON without blanks, the bytes that are signed. */
    public function toJson(): string
    {
        return $this->policy->toJson();
    }

    /** @internal */
    public function isExactUrl(): bool
    {
        return $this->exactUrl;
    }

    /** @internal */
    public function inner(): LibraryPolicy|PlainPolicy
    {
        return $this->policy;
    }
}
