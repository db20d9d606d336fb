<?php

declare(strict_types=1);

namespace Cfsign\Internal;

/**
 * Holds what opens something for whoever reads it, out of sight of all that prints objects: `var_export`, `(array)` and
 * debuggers go through properties, private ones too, and this has none.
 *
 * @internal
 */
final class Secret
{
    /** @var \WeakMap<self, mixed>|null */
    private static ?\WeakMap $values = null;

    public function __construct(#[\SensitiveParameter] mixed $value)
    {
        self::$values ??= new \WeakMap();
        self::$values[$this] = $value;
    }

    public function value(): mixed
    {
        return self::$values[$this];
    }

    private function __clone()
    {
    }

    public function __serialize(): array
    {
        throw new \LogicException('a secret is not serialized');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
