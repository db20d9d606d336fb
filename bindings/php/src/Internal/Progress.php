<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\InternalErrorException;

/**
 * Tells the caller of a batch how far it is, and ends it if the caller says so.
 *
 * No callback is given to libcfsign: `exit`, a time limit or an exception would leave a function of PHP by jumping over
 * the library and its threads. The library signs a slice, and it is told here, between two calls.
 *
 * @internal
 */
final class Progress
{
    /** Signed in one call: enough for all cores, and all lanes of eight are full. */
    public const SLICE = 1000;
    /** What is made in PHP, one by one, is told of more often. */
    public const STEP = 100;

    /** @param string $what is signed, such as `URLs` */
    public function __construct(private readonly ?\Closure $onProgress, private readonly string $what)
    {
    }

    /**
     * What `sign` makes of each slice of `count` items, or of all at once where nobody wants to know.
     *
     * @template T
     * @param \Closure(int $from, int $length): list<T> $sign
     * @return list<T>
     */
    public function inSlices(int $count, \Closure $sign): array
    {
        if ($this->onProgress === null) {
            return $count === 0 ? [] : $sign(0, $count);
        }
        $signed = [];
        for ($from = 0; $from < $count; $from += self::SLICE) {
            $length = min(self::SLICE, $count - $from);
            array_push($signed, ...$sign($from, $length));
            $this->tell($from + $length, $count);
        }
        return $signed;
    }

    /** Tells, after one more is done, every few of them and at the end. */
    public function oneMore(int $done, int $count): void
    {
        if ($this->onProgress !== null && ($done % self::STEP === 0 || $done === $count)) {
            $this->tell($done, $count);
        }
    }

    private function tell(int $done, int $count): void
    {
        if (($this->onProgress)($done) === false) {
            throw new InternalErrorException(
                "the batch was cancelled: $done of $count {$this->what} were signed",
                'cancelled',
                93,
            );
        }
    }
}
