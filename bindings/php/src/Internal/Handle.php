<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use FFI;
use FFI\CData;

/**
 * An object of the C library, freed once. Others share it by holding this; it is never copied.
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
    }

    private function __clone()
    {
    }

    public function __serialize(): array
    {
        throw new \LogicException('an object of libcfsign belongs to one process and cannot be serialized');
    }

    public function __debugInfo(): array
    {
        return [];
    }
}
