<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\AccessDeniedException;
use Cfsign\CfsignException;
use Cfsign\InternalErrorException;
use Cfsign\InvalidInputException;
use Cfsign\InvalidKeyException;
use Cfsign\LibraryUnavailableException;
use FFI;
use FFI\CData;

/**
 * libcfsign, loaded once in a request, and the places in memory that its results are written to.
 *
 * @internal
 */
final class Library
{
    /** No signed URL is longer than 8192 bytes. */
    public const ROOM = 8193;

    /** The library, or why it cannot be used. */
    private static self|string|null $loaded = null;

    public readonly CData $buffer;
    public readonly CData $len;
    public readonly CData $lenAt;
    public readonly CData $errorAt;
    private readonly CData $error;

    private function __construct(public readonly FFI $ffi)
    {
        $this->buffer = $ffi->new('char[' . self::ROOM . ']');
        $this->len = $ffi->new('size_t');
        $this->lenAt = FFI::addr($this->len);
        $this->error = $ffi->new('cfsign_error *');
        $this->errorAt = FFI::addr($this->error);
    }

    /** @throws LibraryUnavailableException where FFI is off or the library is not found */
    public static function get(): self
    {
        if (self::$loaded === null) {
            try {
                self::$loaded = new self(Loader::load());
            } catch (LibraryUnavailableException $unavailable) {
                self::$loaded = $unavailable->getMessage();
            }
        }
        if (self::$loaded instanceof self) {
            return self::$loaded;
        }
        throw new LibraryUnavailableException(self::$loaded, 'engine-unavailable', 21);
    }

    public static function orNull(): ?self
    {
        try {
            return self::get();
        } catch (LibraryUnavailableException) {
            return null;
        }
    }

    /** Throws what a call failed with, unless it did not. */
    public function check(int $status): void
    {
        if ($status !== 0) {
            throw $this->failure($status);
        }
    }

    public function failure(int $status): CfsignException
    {
        $ffi = $this->ffi;
        $error = $this->error;
        $class = match ($ffi->cfsign_status_class($status)) {
            'key' => InvalidKeyException::class,
            'input' => InvalidInputException::class,
            'denied' => AccessDeniedException::class,
            default => InternalErrorException::class,
        };
        $exception = new $class(
            $ffi->cfsign_error_message($error) ?? 'libcfsign failed without saying why',
            $ffi->cfsign_status_code($status) ?? 'unknown',
            $status,
            $ffi->cfsign_error_suggestion($error),
            $ffi->cfsign_error_cloudfront_code($error),
            $ffi->cfsign_error_cloudfront_message($error),
        );
        $this->forgetError();
        return $exception;
    }

    private function forgetError(): void
    {
        $this->ffi->cfsign_error_free($this->error);
        FFI::memset($this->errorAt, 0, FFI::sizeof($this->error));
    }

    /**
     * A text that the library writes into a buffer, whatever its length.
     *
     * @param \Closure(CData $buffer, int $size): int $write
     */
    public function text(\Closure $write): string
    {
        $buffer = $this->buffer;
        $status = $write($buffer, self::ROOM);
        if ($status === $this->ffi->CFSIGN_BUFFER_TOO_SMALL) {
            $this->forgetError();
            $room = $this->len->cdata + 1;
            $buffer = $this->ffi->new("char[$room]");
            $status = $write($buffer, $room);
        }
        $this->check($status);
        return FFI::string($buffer, $this->len->cdata);
    }

    /**
     * An object that the library makes, freed with the function of its name.
     *
     * @param \Closure(CData $at): int $make
     */
    public function handle(string $type, \Closure $make): Handle
    {
        $pointer = $this->ffi->new("cfsign_$type *");
        $this->check($make(FFI::addr($pointer)));
        return new Handle($this->ffi, $pointer, "cfsign_{$type}_free");
    }

    /**
     * The texts of a cfsign_strings.
     *
     * @param \Closure(CData $at): int $make
     * @return list<string>
     */
    public function strings(\Closure $make): array
    {
        // Held until the texts are copied: a handle that nobody holds is freed at once.
        $handle = $this->handle('strings', $make);
        $texts = [];
        for ($index = 0; $index < $this->ffi->cfsign_strings_count($handle->pointer); $index++) {
            $texts[] = $this->ffi->cfsign_strings_get($handle->pointer, $index);
        }
        return $texts;
    }
}
