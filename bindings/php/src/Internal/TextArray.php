<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use FFI;
use FFI\CData;

/**
 * Texts of PHP as the two arrays that the C library takes: where each begins, and how long it is.
 *
 * @internal
 */
final class TextArray
{
    public readonly CData $starts;
    public readonly CData $lengths;
    /** What the pointers point into. */
    private readonly CData $bytes;

    /** @param list<string> $texts */
    public function __construct(FFI $ffi, array $texts)
    {
        $count = count($texts);
        $all = implode('', $texts);
        $this->bytes = $ffi->new('char[' . max(1, strlen($all)) . ']');
        FFI::memcpy($this->bytes, $all, strlen($all));
        // FFI makes no array of none.
        $room = max(1, $count);
        $this->starts = $ffi->new("const char *[$room]");
        $this->lengths = $ffi->new("size_t[$room]");
        $at = 0;
        foreach ($texts as $index => $text) {
            $this->starts[$index] = FFI::addr($this->bytes[$at < strlen($all) ? $at : 0]);
            $this->lengths[$index] = strlen($text);
            $at += strlen($text);
        }
    }
}
