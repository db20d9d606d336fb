<?php

declare(strict_types=1);

namespace Cfsign;

use Cfsign\Internal\Handle;
use Cfsign\Internal\Library;

/**
 * Builds a URL that can be signed from file names and parameters as people write them. Everything but letters,
 * digits and `-._~` is percent-encoded, once, so that no client rewrites the outcome.
 *
 *     (new UrlBuilder('https://cdn.example.com'))->segment('50 %')->query('v', '1')->build()
 *
 * Its methods change it, and return it.
 */
final class UrlBuilder
{
    private readonly Library $library;
    private readonly Handle $handle;

    /**
     * @param string $origin scheme and host of the distribution, such as `https://cdn.example.com`
     * @throws InvalidInputException
     * @throws LibraryUnavailableException
     */
    public function __construct(string $origin)
    {
        $library = $this->library = Library::get();
        $this->handle = $library->handle('url_builder', fn ($at, $errorAt) => $library->ffi->cfsign_url_builder_new(
            $origin,
            strlen($origin),
            $at,
            $errorAt,
        ));
    }

    /** Appends path segments from a raw path, such as an S3 key; its slashes separate segments. */
    public function path(string $path): self
    {
        return $this->add('path', $path);
    }

    /** Appends one path segment from a raw name; a slash in it is encoded. */
    public function segment(string $name): self
    {
        return $this->add('segment', $name);
    }

    /** Appends a query parameter from its raw name and value. */
    public function query(string $name, string $value): self
    {
        return $this->add('query', $name, $value);
    }

    /**
     * Asks S3 to send the file as a download called `name`, whatever its key is. The distribution must forward
     * `response-content-disposition`.
     *
     * @throws InvalidInputException
     */
    public function downloadAs(string $name): self
    {
        return $this->add('download_as', $name);
    }

    /**
     * Asks S3 to send the file to be shown in place, and saved as `name`.
     *
     * @throws InvalidInputException
     */
    public function showAs(string $name): self
    {
        return $this->add('show_as', $name);
    }

    /**
     * The URL, ready to be signed.
     *
     * @throws InvalidInputException
     */
    public function build(): string
    {
        return $this->written('cfsign_url_builder_build');
    }

    /**
     * The pattern for everything below this path, for Policy::pattern: the names given are exact, and the only
     * wildcard is the `*` at the end.
     *
     * @throws InvalidInputException
     */
    public function buildBelow(): string
    {
        return $this->written('cfsign_url_builder_build_below');
    }

    private function add(string $what, string ...$texts): self
    {
        $arguments = [];
        foreach ($texts as $text) {
            array_push($arguments, $text, strlen($text));
        }
        $this->library->call(fn ($errorAt) => $this->library->ffi->{"cfsign_url_builder_$what"}(
            $this->handle->pointer,
            ...[...$arguments, $errorAt],
        ));
        return $this;
    }

    private function written(string $function): string
    {
        return $this->library->text(fn ($buffer, $size, $lenAt, $errorAt) => $this->library->ffi->$function(
            $this->handle->pointer,
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }

    private function __clone()
    {
    }

    public function __serialize(): array
    {
        throw new \LogicException('a UrlBuilder is not serialized; the URL that it builds can be');
    }

    public function __unserialize(array $data): void
    {
        throw new \LogicException(self::class . ' is not made from a serialized text');
    }
}
