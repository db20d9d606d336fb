<?php

declare(strict_types=1);

namespace Cfsign\Tests;

/** The project's files: vectors and keys. */
final class Files
{
    public const ID = 'K2JCJMDEHXQW5F';
    public const HOST = 'https://d111111abcdef8.cloudfront.net';

    public static function root(): string
    {
        return dirname(__DIR__, 4);
    }

    public static function key(string $name): string
    {
        return file_get_contents(self::root() . "/tests/keys/$name");
    }

    /** @return list<array<string, mixed>> */
    public static function cases(string $file): array
    {
        $document = json_decode(file_get_contents(self::root() . "/tests/vectors/$file.json"), true, 64, JSON_THROW_ON_ERROR);
        if ($document['format'] !== 1 || $document['cases'] === []) {
            throw new \LogicException("$file.json has no cases that this runner reads");
        }
        return $document['cases'];
    }

    /** A key as environment variables and secret stores leave it: the transforms of keys.json. */
    public static function transformed(string $text, string $transform, string $kind): string
    {
        return match ($transform) {
            'none' => $text,
            'crlf' => str_replace("\n", "\r\n", $text),
            'literal-newlines' => str_replace("\n", '\n', $text),
            'spaces-for-newlines' => str_replace("\n", ' ', $text),
            'bom' => "\u{FEFF}$text",
            'quoted' => "\"$text\"",
            'base64' => base64_encode($text),
            'json' => json_encode(["{$kind}_key" => $text], JSON_THROW_ON_ERROR),
            'leading-blanks' => preg_replace('~^(?=.)~m', '    ', $text),
            'no-final-newline' => substr($text, 0, -1),
        };
    }
}
