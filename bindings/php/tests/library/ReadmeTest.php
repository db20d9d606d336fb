<?php

declare(strict_types=1);

use Cfsign\Tests\Files;
use PHPUnit\Framework\TestCase;

/** The READMEs as people follow them: all of the PHP of one in one script, beside a key file. */
final class ReadmeTest extends TestCase
{
    public function testEverySnippetRuns(): void
    {
        $readme = file_get_contents(__DIR__ . '/../../README.md');
        preg_match_all('~^```text\n(.*?)^```~ms', $readme, $outputs);
        $said = $this->followed($readme, 7);
        foreach ($outputs[1] as $output) {
            self::assertStringContainsString(rtrim($output), $said);
        }
        self::assertStringContainsString("https://d111111abcdef8.cloudfront.net/report.pdf\nnot-signed: ", $said);
    }

    public function testTheSnippetOfTheProjectRuns(): void
    {
        self::assertSame('', $this->followed(file_get_contents(Files::root() . '/README.md'), 1));
    }

    private function followed(string $readme, int $least): string
    {
        preg_match_all('~^```php\n(.*?)^```~ms', $readme, $snippets);
        self::assertGreaterThanOrEqual($least, count($snippets[1]));
        $folder = Files::root() . '/target/php/readme';
        is_dir($folder) || mkdir($folder, 0755, true);
        file_put_contents("$folder/private_key.pem", Files::key('rsa-2048.pkcs8.pem'));
        file_put_contents("$folder/public_key.pem", Files::key('rsa-2048.public.pem'));
        // Output before the headers are sent is kept, as a page has it.
        $start = "<?php\nerror_reporting(-1);\nini_set('display_errors', '1');\nob_start();\n"
            . 'require ' . var_export(dirname(__DIR__) . '/bootstrap.php', true) . ";\n";
        file_put_contents("$folder/readme.php", $start . implode("\n", $snippets[1]));
        exec('cd ' . escapeshellarg($folder) . ' && ' . escapeshellarg(PHP_BINARY) . ' readme.php 2>&1', $said, $status);
        $said = implode("\n", $said);
        self::assertSame(0, $status, $said);
        self::assertDoesNotMatchRegularExpression('~warning|notice|deprecated|fatal~i', $said);
        return $said;
    }

    public function testTheConfigurationIsThatOfTheExample(): void
    {
        preg_match('~^```ini\n(.*?)^```~ms', file_get_contents(__DIR__ . '/../../README.md'), $ini);
        $example = parse_ini_file(__DIR__ . '/../../examples/cfsign.ini');
        foreach (parse_ini_string($ini[1]) as $name => $value) {
            self::assertSame($value, $example[$name]);
        }
    }
}
