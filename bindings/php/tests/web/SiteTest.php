<?php

declare(strict_types=1);

use Cfsign\Tests\Browser;
use Cfsign\Tests\Files;
use Cfsign\Tests\Program;
use Cfsign\Tests\Site;
use PHPUnit\Framework\TestCase;

/** The examples under a real PHP-FPM behind a real nginx, with the local edge and Chromium. */
final class SiteTest extends TestCase
{
    private const TRUSTING = [CURLOPT_SSL_VERIFYPEER => false, CURLOPT_SSL_VERIFYHOST => 0];

    private static Site $site;

    public static function setUpBeforeClass(): void
    {
        self::$site = new Site();
    }

    public static function tearDownAfterClass(): void
    {
        self::$site->stop();
    }

    private static function fetch(string $path): string
    {
        // The certificate is one that nobody trusts.
        $trusting = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
        $answer = file_get_contents('https://127.0.0.1:' . self::$site->port . $path, false, $trusting);
        self::assertIsString($answer, self::$site->logs());
        return $answer;
    }

    public function testThePreloadedClassesAloneMayCallTheLibrary(): void
    {
        self::assertSame(
            ['ffi.enable' => 'preload', 'ffi' => 'off for this script', 'engine' => 'libcfsign'],
            json_decode(self::fetch('/probe.php'), true),
            self::$site->logs(),
        );
    }

    public function testWithoutPreloadingItSaysWhatToSetAndFallsBackWhenAskedTo(): void
    {
        $port = Program::freePort();
        $server = new Program(
            [PHP_BINARY, '-d', 'ffi.enable=preload', '-S', "127.0.0.1:$port", '-t', self::$site->folder . '/app/public'],
            self::$site->folder . '/built-in.txt',
            ['APP_PRIVATE_KEY' => self::$site->folder . '/app/private_key.pem'],
        );
        Program::waitFor($port);
        $said = json_decode(file_get_contents("http://127.0.0.1:$port/probe.php"), true);
        $server->stop();
        self::assertSame('openssl', $said['engine']);
        foreach (['ffi.enable=preload under cli-server', 'ffi.preload=', '/cfsign.ffi.h', 'opcache.preload='] as $part) {
            self::assertStringContainsString($part, $said['message']);
        }
    }

    public function testPlainHttpLeadsToHttps(): void
    {
        $curl = curl_init('http://127.0.0.1:' . self::$site->plainPort . '/login.php?a=b');
        curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => ['Host: www.example.test']]);
        curl_exec($curl);
        self::assertSame(301, curl_getinfo($curl, CURLINFO_RESPONSE_CODE), self::$site->logs());
        self::assertSame('https://www.example.test/login.php?a=b', curl_getinfo($curl, CURLINFO_REDIRECT_URL));
    }

    /** Where something before nginx ends TLS, nginx does not know what scheme to name. */
    public function testRedirectsToPagesNameNoScheme(): void
    {
        $curl = curl_init('https://127.0.0.1:' . self::$site->port . '/');
        curl_setopt_array($curl, self::TRUSTING + [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_HEADER => true, CURLOPT_HTTPHEADER => ['Host: www.example.test'],
        ]);
        $headers = (string) curl_exec($curl);
        self::assertSame(302, curl_getinfo($curl, CURLINFO_RESPONSE_CODE), self::$site->logs());
        self::assertStringContainsString("\r\nLocation: /login.php\r\n", $headers);
    }

    public function testSigningInShowsTheImage(): void
    {
        $browser = new Browser(self::$site->folder);
        try {
            $photo = static fn () => $browser->run('const photo = document.getElementById("photo");'
                . 'return photo.decode().catch(() => {}).then(() => photo.naturalWidth)');
            $cookies = static fn () => preg_grep('~^CloudFront-~', array_column($browser->cookies(), 'name'));

            $browser->open(self::$site->www);
            self::assertSame('Sign in', $browser->run('return document.title'), self::$site->logs());
            self::assertSame(0, $photo(), 'without cookies');
            self::assertSame(403, $browser->run('return fetch("/download.php").then(({status}) => status)'));

            $browser->type('input[name=name]', 'Ada');
            $browser->press('button', 'Gallery');
            self::assertSame(1, $photo(), self::$site->logs());
            self::assertEqualsCanonicalizing(
                ['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id'],
                $cookies(),
            );
            self::assertSame([], array_filter($browser->cookies(), static fn ($cookie) => !$cookie['secure']));
            $report = 'return fetch("/download.php").then(async (answer) => [answer.status, await answer.text(), answer.url])';
            [$status, $text, $url] = $browser->run($report);
            self::assertSame([200, 'profit'], [$status, $text]);
            self::assertStringStartsWith(self::$site->cdn . '/reports/Q3%20%26%20more.txt?response-content-disposition=', $url);
            // The URL is for the report alone, and the cookies for the gallery.
            $other = json_encode(self::$site->cdn . '/reports/Q3%20%26%20more.txt');
            self::assertSame(
                'refused',
                $browser->run("return fetch($other, {credentials: 'include'}).then(({status}) => status, () => 'refused')"),
            );

            $browser->press('button', 'Sign in');
            self::assertSame([], array_values($cookies()));
            self::assertSame(0, $photo(), 'after signing out');
        } finally {
            $browser->close();
        }
    }

    /** Clients choose the Host, and what a field of a form is. */
    public function testStrangeRequestsAreRefusedAndSignNobodyIn(): void
    {
        $answer = static function (string $body, string $host): array {
            $curl = curl_init('https://127.0.0.1:' . self::$site->port . '/login.php');
            curl_setopt_array($curl, self::TRUSTING + [
                CURLOPT_RETURNTRANSFER => true, CURLOPT_HEADER => true, CURLOPT_POSTFIELDS => $body,
                CURLOPT_HTTPHEADER => ["Host: $host"],
            ]);
            $text = curl_exec($curl);
            return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), substr_count($text, 'Set-Cookie: CloudFront-')];
        };
        self::assertSame([303, 3], $answer('name=Ada', 'www.example.test:' . self::$site->port), self::$site->logs());
        foreach (['name[]=Ada', 'name[a][b]=c', 'name=', ''] as $body) {
            self::assertSame([303, 0], $answer($body, 'www.example.test'), $body);
        }
        foreach (['www.elsewhere.test', '192.0.2.1', 'test', 'a_b'] as $host) {
            self::assertSame([400, 0], $answer('name=Ada', $host), $host);
        }
    }

    /** CFSIGN_PHP_REQUESTS says how many requests; 100,000 take a minute or two. */
    public function testAWorkerStaysFlatInMemory(): void
    {
        $requests = (int) (getenv('CFSIGN_PHP_REQUESTS') ?: 4000);
        $curl = curl_init('https://127.0.0.1:' . self::$site->port . '/probe.php?work');
        curl_setopt_array($curl, self::TRUSTING + [CURLOPT_RETURNTRANSFER => true]);
        $memory = [];
        $workers = [];
        for ($done = 0; $done < $requests; $done++) {
            $said = json_decode(curl_exec($curl), true);
            self::assertSame('url-character', $said['refused'] ?? null, self::$site->logs());
            $workers[$said['worker']] = true;
            $memory[] = $said['kilobytes'];
        }
        self::assertCount(1, $workers);
        // What is allocated at the beginning is kept: half of the requests are for that.
        $before = max(array_slice($memory, 0, intdiv($requests, 2)));
        $after = max(array_slice($memory, intdiv($requests, 2)));
        self::assertLessThanOrEqual($before + 256, $after, 'kilobytes of the worker');
        if (getenv('CFSIGN_PHP_REQUESTS')) {
            fwrite(STDERR, sprintf("%d requests, one worker: %d kB at the end, %d kB at most\n", $requests, end($memory), max($memory)));
        }
    }
}
