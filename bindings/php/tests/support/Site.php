<?php

declare(strict_types=1);

namespace Cfsign\Tests;

/**
 * The example site as people set it up: Composer installs the package, PHP-FPM preloads it, nginx serves the
 * pages over https, and the local edge, to which nginx speaks for it, stands for the distribution. The files of the
 * examples are used as they are, but for paths, ports and names.
 */
final class Site
{
    public readonly string $www;
    public readonly string $cdn;
    public readonly string $folder;
    public readonly int $port;
    /** Where there is no https. */
    public readonly int $plainPort;
    /** @var list<Program> */
    private array $programs = [];

    public function __construct()
    {
        // The user of the pool must be able to read it, wherever the checkout is.
        umask(0022);
        $this->folder = sys_get_temp_dir() . '/cfsign-php-' . getmypid();
        $this->port = Program::freePort();
        $this->plainPort = Program::freePort();
        $cdn = Program::freePort();
        $edge = Program::freePort();
        $this->www = "https://www.example.test:$this->port";
        $this->cdn = "https://cdn.example.test:$cdn";
        $this->lay();
        $this->edge($edge);
        $this->fpm();
        $this->nginx($cdn, $edge);
    }

    public function stop(): void
    {
        foreach (array_reverse($this->programs) as $program) {
            $program->stop();
        }
        self::command('rm', '-rf', $this->folder);
    }

    /** What the servers said, for a test that fails. */
    public function logs(): string
    {
        return implode("\n", array_map(static fn (Program $program) => $program->said(), $this->programs));
    }

    private function lay(): void
    {
        $app = "$this->folder/app";
        self::command('rm', '-rf', $this->folder);
        foreach (["$app/public", "$this->folder/conf.d", "$this->folder/origin/gallery", "$this->folder/origin/reports"] as $folder) {
            mkdir($folder, 0755, true);
        }
        foreach ([...glob(__DIR__ . '/../../examples/public/*.php'), __DIR__ . '/../web/probe.php'] as $page) {
            copy($page, "$app/public/" . basename($page));
        }
        copy(Files::root() . '/tests/keys/p256.pkcs8.pem', "$app/private_key.pem");
        // A picture of one pixel.
        $pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
        file_put_contents("$this->folder/origin/gallery/pixel.png", base64_decode($pixel));
        file_put_contents("$this->folder/origin/reports/Q3 & more.txt", 'profit');
        file_put_contents("$app/composer.json", json_encode([
            'repositories' => [
                [
                    'type' => 'path',
                    'url' => dirname(__DIR__, 2),
                    'options' => ['symlink' => false, 'versions' => ['cfsign/cfsign' => '0.1.0']],
                ],
                ['packagist.org' => false],
            ],
            'require' => ['cfsign/cfsign' => '0.1.0'],
        ], JSON_THROW_ON_ERROR));
        self::command('composer', 'install', '--quiet', '--no-interaction', "--working-dir=$app");
    }

    private function edge(int $port): void
    {
        $this->programs[] = new Program(
            [
                getenv('CFSIGN_COMMAND'), 'edge', '--origin', "$this->folder/origin", '--listen', "127.0.0.1:$port",
                '--viewer-scheme', 'https', '--cors', $this->www, '--public-key', Files::ID . '=' . Files::root() . '/tests/keys/p256.public.pem',
            ],
            "$this->folder/edge.txt",
        );
        Program::waitFor($port);
    }

    private function fpm(): void
    {
        $socket = "$this->folder/app.sock";
        $global = "[global]\nerror_log = $this->folder/fpm-error.txt\ndaemonize = no\n";
        file_put_contents("$this->folder/fpm.conf", $global . $this->example('php-fpm.conf', [
            '/run/php/app.sock' => $socket,
            'https://cdn.example.com' => $this->cdn,
            // One worker, whose memory a test looks at.
            'pm.max_children = 4' => 'pm.max_children = 1',
        ]));
        file_put_contents("$this->folder/conf.d/30-cfsign.ini", $this->example('cfsign.ini', []));
        $this->programs[] = new Program(
            [
                'php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION, '--nodaemonize', '--allow-to-run-as-root',
                '--fpm-config', "$this->folder/fpm.conf",
            ],
            "$this->folder/fpm.txt",
            // The library is found by the system's loader, in the prefix that it was installed in.
            ['PHP_INI_SCAN_DIR' => ":$this->folder/conf.d", 'LD_LIBRARY_PATH' => dirname(getenv('CFSIGN_LIBRARY')), 'CFSIGN_LIBRARY' => ''],
        );
        Program::waitFor($socket);
    }

    private function nginx(int $cdn, int $edge): void
    {
        self::command(
            ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
            ...['-subj', '/CN=www.example.test', '-keyout', "$this->folder/privkey.pem", '-out', "$this->folder/fullchain.pem"],
        );
        copy('/etc/nginx/fastcgi_params', "$this->folder/fastcgi_params");
        $site = $this->example('nginx.conf', [
            'listen 80;' => "listen 127.0.0.1:$this->plainPort;",
            'listen 443 ssl;' => "listen 127.0.0.1:$this->port ssl;",
            '/etc/ssl/app/' => "$this->folder/",
            'www.example.com' => 'www.example.test 127.0.0.1',
            '/run/php/app.sock' => "$this->folder/app.sock",
            '(login|download)' => '(login|download|probe)',
        ]);
        $distribution = "server {\nlisten 127.0.0.1:$cdn ssl;\nserver_name cdn.example.test;\n"
            . "ssl_certificate $this->folder/fullchain.pem;\nssl_certificate_key $this->folder/privkey.pem;\n"
            . "location / {\nproxy_pass http://127.0.0.1:$edge;\nproxy_set_header Host \$http_host;\n}\n}\n";
        $temporary = implode("\n", array_map(
            fn ($kind) => "{$kind}_temp_path $this->folder/nginx-$kind;",
            ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'],
        ));
        file_put_contents("$this->folder/nginx.conf", "user www-data;\nworker_processes 1;\ndaemon off;\n"
            . "pid $this->folder/nginx.pid;\nerror_log $this->folder/nginx-error.txt;\nevents {}\n"
            . "http {\naccess_log off;\nkeepalive_requests 1000000;\n$temporary\n$site$distribution}\n");
        $this->programs[] = new Program(['nginx', '-c', "$this->folder/nginx.conf"], "$this->folder/nginx.txt");
        Program::waitFor($this->port);
    }

    /** A file of the examples, with the paths of the test. */
    private function example(string $name, array $replaced): string
    {
        $text = file_get_contents(__DIR__ . "/../../examples/$name");
        foreach ($replaced + ['/srv/app' => "$this->folder/app"] as $from => $to) {
            if (!str_contains($text, $from)) {
                throw new \LogicException("$name has no $from any more");
            }
            $text = str_replace($from, $to, $text);
        }
        return $text;
    }

    private static function command(string ...$command): void
    {
        exec(implode(' ', array_map('escapeshellarg', $command)) . ' 2>&1', $said, $status);
        if ($status !== 0) {
            throw new \RuntimeException(implode("\n", $said));
        }
    }
}
