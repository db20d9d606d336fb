<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\LibraryUnavailableException;
use FFI;

/**
 * Finds libcfsign: where it is said to be, where it was preloaded, or where the system's loader finds it.
 *
 * @internal
 */
final class Loader
{
    private const SONAME = 'libcfsign.so.0';
    public const WANTED = '0.1';
    private const HEADER = __DIR__ . '/../../cfsign.ffi.h';

    public static function load(): FFI
    {
        if (!extension_loaded('ffi')) {
            throw self::unavailable(
                'PHP has no FFI extension here; install it (php8.2-ffi, docker-php-ext-install ffi)'
            );
        }
        $path = getenv('CFSIGN_LIBRARY', true) ?: get_cfg_var('cfsign.library');
        // The program of the command line may call FFI as it likes; anything else has it preloaded, or the
        // administrator has allowed it for every script.
        $free = filter_var(ini_get('ffi.enable'), FILTER_VALIDATE_BOOL)
            || (ini_get('ffi.enable') === 'preload' && PHP_SAPI === 'cli');
        $ffi = is_string($path) && $free ? self::open($path) : self::preloaded();
        if ($ffi === null && !$free) {
            throw self::restricted();
        }
        $ffi ??= self::open(self::SONAME);
        self::compare($ffi->cfsign_version());
        return $ffi;
    }

    private static function preloaded(): ?FFI
    {
        try {
            return FFI::scope('CFSIGN');
        } catch (FFI\Exception) {
            return null;
        }
    }

    private static function open(string $library): FFI
    {
        try {
            return FFI::cdef(preg_replace('~^#.*$~m', '', (string) file_get_contents(self::HEADER)), $library);
        } catch (FFI\Exception $problem) {
            throw self::unavailable("{$problem->getMessage()}; install libcfsign, or name the file in CFSIGN_LIBRARY "
                . 'or, in php.ini, in cfsign.library');
        }
    }

    /** Preloaded classes could still define functions of any library, so what is not preloaded is not defined here. */
    private static function restricted(): LibraryUnavailableException
    {
        return self::unavailable(sprintf(
            'FFI is restricted here, by ffi.enable=%s under %s; set ffi.preload=%s and opcache.preload=%s in php.ini '
                . 'and restart PHP',
            ini_get('ffi.enable') ?: 'false',
            PHP_SAPI,
            realpath(self::HEADER),
            dirname(__DIR__, 2) . '/preload.php',
        ));
    }

    private static function compare(string $found): void
    {
        if (!str_starts_with($found, self::WANTED . '.')) {
            $wanted = self::WANTED;
            throw self::unavailable("libcfsign is version $found, and this package is for $wanted; install that");
        }
    }

    private static function unavailable(string $why): LibraryUnavailableException
    {
        return new LibraryUnavailableException(
            "libcfsign cannot be used: $why. Signer::create signs without it",
            'engine-unavailable',
            21,
        );
    }
}
