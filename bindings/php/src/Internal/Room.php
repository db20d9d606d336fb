<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use FFI;
use FFI\CData;

/**
 * Where one call of the library writes its result, until it is copied. A signal handler may sign between the call and
 * the copy, so no two calls share one.
 *
 * @internal
 */
final class Room
{
    /** No signed URL is longer than 8192 bytes. */
    public const SIZE = 8193;

    public readonly CData $buffer;
    public readonly CData $len;
    public readonly CData $lenAt;
    public readonly CData $error;
    public readonly CData $errorAt;

    public function __construct(FFI $ffi)
    {
        $this->buffer = $ffi->new('char[' . self::SIZE . ']');
        $this->len = $ffi->new('size_t');
        $this->lenAt = FFI::addr($this->len);
        $this->error = $ffi->new('cfsign_error *');
        $this->errorAt = FFI::addr($this->error);
    }

    /** It holds what was signed last. */
    public function __debugInfo(): array
    {
        return [];
    }
}
