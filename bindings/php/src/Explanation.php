<?php

declare(strict_types=1);

namespace Cfsign;

/**
 * Why CloudFront lets a request through or refuses it: every check, and what was probably meant. It is for the
 * person who has the URL, and may hold the whole of what was signed, but never a signature.
 */
final class Explanation implements \Stringable
{
    /** @internal */
    public function __construct(private readonly string $text, private readonly string $json)
    {
    }

    /** Whether the request is let through. */
    public function allowed(): bool
    {
        return $this->toArray()['allowed'];
    }

    /** The code of the reason it is refused for, such as `expired`. */
    public function code(): ?string
    {
        return $this->toArray()['code'];
    }

    /**
     * All of it for programs: `allowed`, `code`, `message`, `cloudfront_error`, `checks`, `findings`,
     * `signed_text`.
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return json_decode($this->json, true, 64, JSON_THROW_ON_ERROR);
    }

    /** The explanation for people, in several lines. */
    public function __toString(): string
    {
        return $this->text;
    }
}
