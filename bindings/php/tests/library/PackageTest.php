<?php

declare(strict_types=1);

use Cfsign\Internal\Loader;
use Cfsign\Tests\Files;
use PHPUnit\Framework\TestCase;

/** What is generated, said twice or promised is the same. */
final class PackageTest extends TestCase
{
    private const PACKAGE = __DIR__ . '/../..';

    public function testTheHeaderForFfiIsCurrent(): void
    {
        $made = shell_exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(self::PACKAGE . '/tools/ffi-header.php'));
        self::assertSame(
            $made,
            file_get_contents(self::PACKAGE . '/cfsign.ffi.h'),
            'run php bindings/php/tools/ffi-header.php >bindings/php/cfsign.ffi.h',
        );
        self::assertStringContainsString('#define FFI_SCOPE "CFSIGN"', $made);
    }

    public function testTheVersionIsTheProjects(): void
    {
        preg_match('~^version = "(\d+\.\d+)~m', file_get_contents(Files::root() . '/Cargo.toml'), $version);
        self::assertSame($version[1], Loader::WANTED);
    }

    public function testComposerFindsEveryClass(): void
    {
        $composer = json_decode(file_get_contents(self::PACKAGE . '/composer.json'), true, 16, JSON_THROW_ON_ERROR);
        self::assertSame(['Cfsign\\' => 'src/'], $composer['autoload']['psr-4']);
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(self::PACKAGE . '/src', FilesystemIterator::SKIP_DOTS));
        foreach ($files as $file) {
            $class = 'Cfsign\\' . strtr(substr($file->getPathname(), strlen(self::PACKAGE . '/src/'), -4), '/', '\\');
            self::assertTrue(class_exists($class) || interface_exists($class), $class);
            self::assertStringContainsString('declare(strict_types=1);', file_get_contents($file->getPathname()));
        }
    }

    /** Every function and type of libcfsign that the package names is in its header. */
    public function testTheLibraryHasWhatIsCalled(): void
    {
        $header = file_get_contents(self::PACKAGE . '/cfsign.ffi.h');
        foreach (glob(self::PACKAGE . '/src/{,*/}*.php', GLOB_BRACE) as $file) {
            preg_match_all('~->(cfsign_\w+)\(~', file_get_contents($file), $calls);
            foreach ($calls[1] as $function) {
                self::assertStringContainsString("$function(", $header, $file);
            }
        }
    }

    public function testALibraryThatIsNotThereIsSaidToBe(): void
    {
        $script = self::PACKAGE . '/tests/support/version.php';
        $said = shell_exec('CFSIGN_LIBRARY=/none/libcfsign.so.0 ' . escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg($script));
        self::assertStringContainsString('/none/libcfsign.so.0', $said);
        self::assertStringContainsString('CFSIGN_LIBRARY', $said);
        $named = escapeshellarg('cfsign.library=' . getenv('CFSIGN_LIBRARY'));
        $said = shell_exec('CFSIGN_LIBRARY= ' . escapeshellarg(PHP_BINARY) . " -d $named " . escapeshellarg($script));
        self::assertSame(Cfsign\Cfsign::version(), $said);
    }

    public function testAHeaderThatNamesTheLibraryIsPreloaded(): void
    {
        $header = Files::root() . '/target/php/own.ffi.h';
        $options = '--library=' . getenv('CFSIGN_LIBRARY') . ' --header=' . Files::root() . '/include/cfsign.h';
        $php = escapeshellarg(PHP_BINARY);
        is_dir(dirname($header)) || mkdir(dirname($header), 0755, true);
        shell_exec("$php " . self::PACKAGE . "/tools/ffi-header.php $options >" . escapeshellarg($header));
        $script = escapeshellarg(self::PACKAGE . '/tests/support/version.php');
        $said = shell_exec("CFSIGN_LIBRARY= $php -d " . escapeshellarg("ffi.preload=$header") . " $script");
        self::assertSame(Cfsign\Cfsign::version(), $said);
    }
}
