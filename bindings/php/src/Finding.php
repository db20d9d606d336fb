<?php

declare(strict_types=1);

namespace Cfsign;

/** Something that is wrong with signed cookies. */
final class Finding implements \Stringable
{
    /** @internal */
    public function __construct(
        /** A stable word, such as `cookie-domain-foreign`. */
        public readonly string $code,
        /** What was found, in one line for people. */
        public readonly string $message,
        /** What to do about it. */
        public readonly string $advice,
    ) {
    }

    public function __toString(): string
    {
        return $this->message;
    }
}
