<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use FFI;
use FFI\CData;

/**
 * An object of the C library, freed once, and NULL from then on. Others share it by holding this; it is never copied.
 *
 * @internal
 */
final class Handle
{
    public function __construct(
        private readonly FFI $ffi,
        public readonly CData $pointer,
        private readonly string $free,
    ) {
    }

    public function __destruct()
    {
        $this->ffi->{$this->free}($this->pointer);
        // At the end of a script PHP runs destructors in the order of creation, and one that comes later may still use
        // this. The library refuses NULL.
        $pointer = $this->pointer;
        FFI::memset(FFI::addr($pointer), 0, FFI::sizeof($pointer));
    }

    private function __clone()
    {
    }

    public function __serialize(): array
    {
        throw new \LogicException('an object of libcfsign belongs to one process and cannot be serialized');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }

    public function __debugInfo(): array
    {
        return [];
    }
}
