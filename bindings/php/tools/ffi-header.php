<?php

/*
 * Prints cfsign.ffi.h: the declarations of include/cfsign.h as PHP's FFI reads them, which knows neither a
 * preprocessor nor comments about it.
 *
 *     php bindings/php/tools/ffi-header.php >bindings/php/cfsign.ffi.h
 *     php bindings/php/tools/ffi-header.php --library=/opt/cfsign/lib/libcfsign.so.0 >/etc/php/cfsign.ffi.h
 *
 * The second is for a library that the system's loader does not find by itself.
 */

declare(strict_types=1);

$options = getopt('', ['library:', 'header:']);
$library = $options['library'] ?? 'libcfsign.so.0';
$path = $options['header'] ?? __DIR__ . '/../../../include/cfsign.h';
$header = @file_get_contents($path);
if ($header === false) {
    fwrite(STDERR, "ffi-header.php: cannot read $path; --header=FILE names another\n");
    exit(1);
}

// The numbers that the classes of this package have as constants are the library's own.
preg_match('/#define CFSIGN_VERSION "(.*)"/', $header, $version);
$header = preg_replace('~/\*.*?\*/~s', '', $header);
$header = preg_replace('~//.*$~m', '', $header);
// `extern "C" {` and its end stand between lines of the preprocessor.
$header = preg_replace('~#ifdef __cplusplus.*?#endif~s', '', $header);
$header = preg_replace('~^\s*#.*$~m', '', $header);
$header = preg_replace('~\s+~', ' ', $header);
$header = str_replace(['; ', '( ', '{ ', ', }'], [";\n", '(', '{', ' }'], trim($header));
// Enumerators are left on the line of their type; callbacks too.
echo "#define FFI_SCOPE \"CFSIGN\"\n";
echo "#define FFI_LIB \"$library\"\n";
echo "/* cfsign {$version[1]}. Made from include/cfsign.h by tools/ffi-header.php; do not edit. */\n";
echo $header, "\n";
