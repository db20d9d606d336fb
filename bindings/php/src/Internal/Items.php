<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\CfsignException;
use Cfsign\InvalidInputException;
use Cfsign\Policy;

/**
 * What a batch is given, with the keys that it was given under: engines sign lists, and callers get their keys back.
 *
 * @internal
 * @template TKey of array-key
 * @template T
 */
final class Items
{
    /** @var list<TKey> */
    public readonly array $keys;
    /** @var list<T> as many, in the same order */
    public readonly array $values;

    /**
     * @param string            $name   of the argument
     * @param string            $wanted the type of its values
     * @param iterable<TKey, T> $items
     */
    private function __construct(private readonly string $name, string $wanted, iterable $items)
    {
        $isWanted = $wanted === 'string' ? is_string(...) : static fn (mixed $item): bool => $item instanceof $wanted;
        $byKey = is_array($items) ? $items : self::collected($name, $items);
        foreach ($byKey as $key => $item) {
            if (!$isWanted($item)) {
                throw new \TypeError(self::place($name, $key) . " must be of type $wanted, " . get_debug_type($item) . ' given');
            }
        }
        $this->keys = array_keys($byKey);
        $this->values = array_values($byKey);
    }

    /**
     * @param iterable<TKey, string> $urls
     * @return self<TKey, string>
     */
    public static function urls(iterable $urls): self
    {
        return new self('urls', 'string', $urls);
    }

    /**
     * @param iterable<TKey, Policy> $policies
     * @return self<TKey, Policy>
     */
    public static function policies(iterable $policies): self
    {
        return new self('policies', Policy::class, $policies);
    }

    /**
     * The values of `policies` in the order of these keys, of which each must have one.
     *
     * @param self<TKey, Policy> $policies
     * @return list<Policy>
     */
    public function paired(self $policies): array
    {
        // The same keys in the same order, as lists of one length have them.
        if ($this->keys === $policies->keys) {
            return $policies->values;
        }
        $byKey = array_combine($policies->keys, $policies->values);
        $paired = [];
        foreach ($this->keys as $key) {
            $paired[] = $byKey[$key] ?? throw $this->alone('policy', $key);
            unset($byKey[$key]);
        }
        return $byKey === [] ? $paired : throw $policies->alone('URL', array_key_first($byKey));
    }

    /**
     * What `sign` makes of the values, under their keys; exceptions among the results say theirs. As an argument, the
     * results of all would be in the stack trace of each exception, and kept with it.
     *
     * @template TResult
     * @param \Closure(list<T>): list<TResult|CfsignException> $sign
     * @return array<TKey, TResult|CfsignException>
     */
    public function keyed(\Closure $sign): array
    {
        $results = $sign($this->values);
        // foreach over the results would keep those that are replaced.
        foreach ($this->keys as $at => $key) {
            if ($results[$at] instanceof CfsignException) {
                $results[$at] = $results[$at]->withKey($key);
            }
        }
        return array_combine($this->keys, $results);
    }

    /** What an iterator yields, under keys that arrays can have, each once: nothing may stand in the place of another. */
    private static function collected(string $name, \Traversable $items): array
    {
        $byKey = [];
        foreach ($items as $key => $item) {
            if (!is_int($key) && !is_string($key)) {
                throw new \TypeError("a key of \$$name must be of type int or string, " . get_debug_type($key) . ' given');
            }
            // '7' is 7 in an array.
            $key = array_key_first([$key => null]);
            if (array_key_exists($key, $byKey)) {
                throw new InvalidInputException(
                    'found ' . self::place($name, $key) . ' a second time, as yield from repeats keys; wanted keys that '
                        . 'differ, such as iterator_to_array with preserve_keys: false makes them',
                    'invalid-argument',
                    41,
                    key: $key,
                );
            }
            $byKey[$key] = $item;
        }
        return $byKey;
    }

    /** @param string $lacking what the other argument has not got for `key` */
    private function alone(string $lacking, int|string $key): InvalidInputException
    {
        $found = self::place($this->name, $key);
        return new InvalidInputException(
            "found no $lacking for $found; wanted the same keys in \$urls and \$policies, "
                . 'or array_values of both where their order is what pairs them',
            'invalid-argument',
            41,
            key: $key,
        );
    }

    /** As PHP writes it, in one line. */
    private static function place(string $name, int|string $key): string
    {
        if (is_int($key)) {
            return "\${$name}[$key]";
        }
        $isText = preg_match('~^[^\p{C}\p{Zl}\p{Zp}]*$~Du', $key) === 1;
        $escaped = addcslashes($key, $isText ? "'\\" : "'\\\0..\37\177..\377");
        // Keys are short where they are names; of others, such as documents, the beginning says which.
        preg_match($isText ? '~^.{0,60}~u' : '~^.{0,60}~', $escaped, $beginning);
        $rest = $beginning[0] === $escaped ? '' : '…';
        return "\${$name}['$beginning[0]$rest']";
    }
}
