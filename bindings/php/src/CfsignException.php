<?php

declare(strict_types=1);

namespace Cfsign;

/**
 * What every exception of this package is: something was found that cannot be signed, verified or loaded.
 *
 * The message says in one line what was found, what was wanted and how to fix it. It never holds a key, a
 * signature or a policy, and may be logged. getCode() is the number of the error in the C library.
 */
class CfsignException extends \RuntimeException
{
    /**
     * @param string      $errorCode  the stable word of the error, such as `url-character`
     * @param string|null $suggestion the corrected form of what was refused, such as the whole URL. It may
     *                                hold a query string, and so may not be fit for logs
     */
    final public function __construct(
        string $message,
        public readonly string $errorCode,
        int $number,
        public readonly ?string $suggestion = null,
        /** What CloudFront itself would answer, such as `AccessDenied`; null for what is no refusal. */
        public readonly ?string $cloudFrontCode = null,
        /** The sentence beside it, such as `Access denied`. */
        public readonly ?string $cloudFrontMessage = null,
        /** Which of the URLs or policies of a batch it is about, by the key that it was given under; else null. */
        public readonly int|string|null $key = null,
    ) {
        parent::__construct($message, $number);
    }

    /**
     * The same of one in a batch.
     *
     * @internal
     */
    public function withKey(int|string $key): static
    {
        return new static(
            $this->message,
            $this->errorCode,
            $this->code,
            $this->suggestion,
            $this->cloudFrontCode,
            $this->cloudFrontMessage,
            $key,
        );
    }
}
