<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Handle;
use Cfsign\Internal\Library;
use Cfsign\Internal\PlainCookies;
use Cfsign\Internal\Secret;

/**
 * The signed cookies of one policy: names and values. Values go out as they are, as `setrawcookie` does it;
 * `setcookie` would percent-encode them, and CloudFront would refuse them.
 *
 *     $signer->signCookies($policy)->send(new CookieAttributes(domain: 'example.com'));
 *
 * @implements \IteratorAggregate<string, string>
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
 */
final class SignedCookies implements \IteratorAggregate, \Countable
{
    private const NAMES = ['Policy', 'Signature', 'Key-Pair-Id', 'Expires', 'Hash-Algorithm'];

    /** @param Secret $values those that `toArray` returns */
    private function __construct(
        private readonly Secret $values,
        private readonly ?Handle $handle,
        private readonly ?Policy $policy,
    ) {
    }

    /** @internal */
    public static function ofLibrary(Library $library, Handle $handle): self
    {
        $values = [];
        for ($index = 0; $index < $library->ffi->cfsign_cookies_count($handle->pointer); $index++) {
            $name = $library->ffi->cfsign_cookies_name($handle->pointer, $index);
            $values[$name] = $library->ffi->cfsign_cookies_value($handle->pointer, $index);
        }
        return new self(new Secret($values), $handle, null);
    }

    /**
     * @internal
     * @param array<string, string> $values
     * @param Policy|null           $policy what was signed; null for a document that the caller wrote
     */
    public static function ofValues(#[\SensitiveParameter] array $values, ?Policy $policy): self
    {
        return new self(new Secret($values), null, $policy);
    }

    /** @return array<string, string> the values by their names, such as `CloudFront-Signature` */
    public function toArray(): array
    {
        return $this->values->value();
    }

    /** @return \ArrayIterator<string, string> */
    public function getIterator(): \ArrayIterator
    {
        return new \ArrayIterator($this->toArray());
    }

    public function count(): int
    {
        return count($this->toArray());
    }

    /** The value of a `Cookie` request header, for players, native apps and curl. */
    public function cookieHeader(): string
    {
        return implode('; ', array_map(fn ($name, $value) => "$name=$value", array_keys($this->toArray()), $this->toArray()));
    }

    /**
     * The values of the `Set-Cookie` headers, one for each cookie, for frameworks that send headers themselves.
     *
     * @return list<string>
     * @throws InvalidInputException where browsers would drop the cookies, or not send them with the resource of
     *                               their policy
     */
    public function setCookieLines(?CookieAttributes $attributes = null): array
    {
        $attributes ??= new CookieAttributes();
        if ($this->handle === null || $attributes->handle() === null) {
            return $this->plainLines($attributes);
        }
        $library = Library::get();
        return $library->strings(fn ($at, $errorAt) => $library->ffi->cfsign_cookies_set_cookie_lines(
            $this->handle->pointer,
            $attributes->handle()->pointer,
            $at,
            $errorAt,
        ));
    }

    /** @return list<string> */
    private function plainLines(CookieAttributes $attributes): array
    {
        PlainCookies::checkAttributes($attributes);
        if ($this->policy !== null) {
            PlainCookies::checkReaches($attributes, $this->policy);
        }
        $rest = $attributes->line($attributes->maxAge);
        $lines = array_map(
            fn ($name, $value) => "$name=$value$rest",
            array_keys($this->toArray()),
            array_values($this->toArray()),
        );
        PlainCookies::checkLengths($lines);
        return $lines;
    }

    /**
     * Sends the cookies with the response of this request.
     *
     * @throws InvalidInputException as for `setCookieLines`
     * @throws \LogicException       if the headers are sent already
     */
    public function send(?CookieAttributes $attributes = null): void
    {
        self::sendLines($this->setCookieLines($attributes));
    }

    /**
     * The values of `Set-Cookie` headers that take every signed cookie away again, whichever were set.
     * `attributes` must be those that the cookies were set with.
     *
     * @return list<string>
     * @throws InvalidInputException
     */
    public static function clearLines(?CookieAttributes $attributes = null): array
    {
        $attributes ??= new CookieAttributes();
        if ($attributes->handle() === null) {
            return array_map(fn ($name) => "CloudFront-$name=" . $attributes->line(0), self::NAMES);
        }
        $library = Library::get();
        return $library->strings(fn ($at, $errorAt) => $library->ffi->cfsign_clear_cookie_lines(
            $attributes->handle()->pointer,
            $at,
            $errorAt,
        ));
    }

    /**
     * Takes every signed cookie away with the response of this request: for signing out.
     *
     * @throws InvalidInputException
     * @throws \LogicException if the headers are sent already
     */
    public static function clear(?CookieAttributes $attributes = null): void
    {
        self::sendLines(self::clearLines($attributes));
    }

    /** @param list<string> $lines */
    private static function sendLines(array $lines): void
    {
        if (headers_sent($file, $line)) {
            throw new \LogicException("the cookies cannot be sent: output began already, in $file on line $line");
        }
        foreach ($lines as $cookie) {
            header("Set-Cookie: $cookie", false);
        }
    }

    public function __debugInfo(): array
    {
        return ['names' => array_keys($this->toArray())];
    }

    public function __serialize(): array
    {
        throw new \LogicException('SignedCookies are not serialized; toArray has what can be');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
