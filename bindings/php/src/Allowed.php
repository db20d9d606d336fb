<?php

declare(strict_types=1);

namespace Cfsign;

/** A request that is let through, and why. */
final class Allowed
{
    /** @internal */
    public function __construct(
        /** The ID of the key that signed. */
        public readonly string $keyPairId,
        /** The resource of the policy; null where it leaves it out and means every file. */
        public readonly ?string $resource,
        /** The URL without the signing parameters: what the origin should get. */
        public readonly string $originUrl,
        /** When the policy ends, in epoch seconds. */
        public readonly int $expires,
        /** `SHA1` or `SHA256`. */
        public readonly string $hashAlgorithm,
        /** Whether it was signed cookies that let the request through, and not a signed URL. */
        public readonly bool $byCookies,
        /** Whether the policy was canned. */
        public readonly bool $isCanned,
    ) {
    }
}
