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
 * libcfsign, loaded once in a request, and the rooms that its results are written to.
 *
 * @internal
 */
final class Library
{
    /** The number of what `freed` makes. */
    public const FREED = 1;

    /** The library, or why it cannot be used. */
    private static self|string|null $loaded = null;

    /** @var list<Room> those that no call is using */
    public array $rooms = [];

    private function __construct(public readonly FFI $ffi)
    {
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

    /** The rooms hold what was signed last. */
    public function __debugInfo(): array
    {
        return [];
    }

    public function room(): Room
    {
        return array_pop($this->rooms) ?? new Room($this->ffi);
    }

    /**
     * Makes a call that returns its status, and throws what it failed with.
     *
     * @param \Closure(CData $errorAt): int $call
     */
    public function call(#[\SensitiveParameter] \Closure $call): void
    {
        $room = $this->room();
        $status = $call($room->errorAt);
        if ($status !== 0) {
            throw $this->failure($status, $room);
        }
        $this->rooms[] = $room;
    }

    /** What a call failed with, and its room given back. */
    public function failure(int $status, Room $room): CfsignException
    {
        $ffi = $this->ffi;
        // PHP passes NULL for nothing but a Handle that is freed.
        if ($status === $ffi->CFSIGN_NULL_POINTER) {
            $this->forgetError($room);
            $this->rooms[] = $room;
            return self::freed();
        }
        $error = $room->error;
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
        $this->forgetError($room);
        $this->rooms[] = $room;
        return $exception;
    }

    public static function freed(): InternalErrorException
    {
        return new InternalErrorException(
            'a cfsign object was used after PHP freed it, at the end of the script; use it before the destructors run',
            'null-pointer',
            self::FREED,
        );
    }

    private function forgetError(Room $room): void
    {
        $this->ffi->cfsign_error_free($room->error);
        FFI::memset($room->errorAt, 0, FFI::sizeof($room->error));
    }

    /**
     * A text that the library writes into a buffer, whatever its length.
     *
     * @param \Closure(CData $buffer, int $size, CData $lenAt, CData $errorAt): int $write
     */
    public function text(#[\SensitiveParameter] \Closure $write): string
    {
        $room = $this->room();
        $buffer = $room->buffer;
        $status = $write($buffer, Room::SIZE, $room->lenAt, $room->errorAt);
        if ($status === $this->ffi->CFSIGN_BUFFER_TOO_SMALL) {
            $this->forgetError($room);
            $size = $room->len->cdata + 1;
            $buffer = $this->ffi->new("char[$size]");
            $status = $write($buffer, $size, $room->lenAt, $room->errorAt);
        }
        if ($status !== 0) {
            throw $this->failure($status, $room);
        }
        $text = FFI::string($buffer, $room->len->cdata);
        $this->rooms[] = $room;
        return $text;
    }

    /**
     * An object that the library makes, freed with the function of its name.
     *
     * @param \Closure(CData $at, CData $errorAt): int $make
     */
    public function handle(string $type, #[\SensitiveParameter] \Closure $make): Handle
    {
        $pointer = $this->ffi->new("cfsign_$type *");
        $room = $this->room();
        $status = $make(FFI::addr($pointer), $room->errorAt);
        if ($status !== 0) {
            throw $this->failure($status, $room);
        }
        $this->rooms[] = $room;
        return new Handle($this->ffi, $pointer, "cfsign_{$type}_free");
    }

    /**
     * The texts of a cfsign_strings.
     *
     * @param \Closure(CData $at, CData $errorAt): int $make
     * @return list<string>
     */
    public function strings(#[\SensitiveParameter] \Closure $make): array
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
