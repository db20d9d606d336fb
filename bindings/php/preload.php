<?php

/*
 * Preloads cfsign, so that PHP under a web server may call libcfsign though FFI is off for every other script.
 * In php.ini, with the paths of this package:
 *
 *     ffi.enable=preload
 *     ffi.preload=/srv/app/vendor/cfsign/cfsign/cfsign.ffi.h
 *     opcache.preload=/srv/app/vendor/cfsign/cfsign/preload.php
 *     opcache.preload_user=www-data
 *
 * An application that preloads more has its own script require this one.
 */

declare(strict_types=1);

(static function (): void {
    $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(__DIR__ . '/src', FilesystemIterator::SKIP_DOTS));
    foreach ($files as $file) {
        if ($file->getExtension() === 'php') {
            opcache_compile_file($file->getPathname());
        }
    }
})();
