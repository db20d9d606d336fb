<?php

declare(strict_types=1);

namespace Cfsign\Tests;

/** Real Chromium, by the few WebDriver commands that the tests want. */
final class Browser
{
    private string $session;
    private readonly Program $driver;

    public function __construct(string $folder)
    {
        $port = Program::freePort();
        $this->driver = new Program(['chromedriver', "--port=$port"], "$folder/chromedriver.txt");
        Program::waitFor($port);
        $arguments = [
            '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
            "--user-data-dir=$folder/chromium", '--host-resolver-rules=MAP *.example.test 127.0.0.1',
        ];
        $options = ['goog:chromeOptions' => ['args' => $arguments]];
        $this->session = "http://127.0.0.1:$port/session";
        $id = $this->send('POST', '', ['capabilities' => ['alwaysMatch' => $options + ['acceptInsecureCerts' => true]]])['sessionId'];
        $this->session .= "/$id";
        // Nothing that the browser kept may stand in for the edge.
        foreach (['Network.enable' => [], 'Network.setCacheDisabled' => ['cacheDisabled' => true]] as $command => $parameters) {
            $this->send('POST', '/goog/cdp/execute', ['cmd' => $command, 'params' => (object) $parameters]);
        }
    }

    public function open(string $url): void
    {
        $this->send('POST', '/url', ['url' => $url]);
    }

    /** What a script returns; a promise is waited for. */
    public function run(string $script): mixed
    {
        return $this->send('POST', '/execute/sync', ['script' => $script, 'args' => []]);
    }

    public function type(string $selector, string $text): void
    {
        $this->send('POST', "/element/{$this->find($selector)}/value", ['text' => $text]);
    }

    /** Clicks, and waits until the page that it leads to is there. */
    public function press(string $selector, string $title): void
    {
        $this->send('POST', "/element/{$this->find($selector)}/click", []);
        for ($tries = 0; $tries < 100 && $this->run('return document.title') !== $title; $tries++) {
            usleep(50_000);
        }
    }

    /** @return list<array<string, mixed>> those that go to the page that is open */
    public function cookies(): array
    {
        return $this->send('GET', '/cookie', null);
    }

    public function close(): void
    {
        $this->send('DELETE', '', null);
        $this->driver->stop();
    }

    private function find(string $selector): string
    {
        $found = $this->send('POST', '/element', ['using' => 'css selector', 'value' => $selector]);
        return current($found);
    }

    private function send(string $method, string $path, ?array $body): mixed
    {
        $curl = curl_init("$this->session$path");
        curl_setopt_array($curl, [CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 30]);
        if ($body !== null) {
            curl_setopt($curl, CURLOPT_HTTPHEADER, ['Content-Type: application/json']);
            curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode((object) $body, JSON_THROW_ON_ERROR));
        }
        $answer = curl_exec($curl);
        if ($answer === false) {
            throw new \RuntimeException('chromedriver: ' . curl_error($curl));
        }
        $value = json_decode($answer, true, 64, JSON_THROW_ON_ERROR)['value'];
        if (isset($value['error'])) {
            throw new \RuntimeException("chromedriver: {$value['error']}: {$value['message']}");
        }
        return $value;
    }
}
