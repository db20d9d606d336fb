<?php

declare(strict_types=1);

namespace Cfsign;

/** Who wrote a response, and what it means. */
final class ResponseOrigin
{
    /** @internal */
    public function __construct(
        /** A stable word, such as `cloudfront-unknown-key` or `s3-access-denied`. */
        public readonly string $code,
        /** `cloudfront`, `s3`, `kms`, `waf`, `other-edge` or `unknown`. */
        public readonly string $layer,
        public readonly string $meaning,
        /** What to do. */
        public readonly string $advice,
    ) {
    }
}
