<?php

declare(strict_types=1);

namespace Cfsign\Tests;

/** A server that runs beside the tests, until it is stopped. */
final class Program
{
    /** @var resource|null */
    private $process;

    /**
     * @param list<string>          $command
     * @param array<string, string> $environment
     */
    public function __construct(array $command, private readonly string $log, array $environment = [])
    {
        $output = [['file', '/dev/null', 'r'], ['file', $log, 'a'], ['file', $log, 'a']];
        $this->process = proc_open($command, $output, $pipes, null, $environment + getenv());
    }

    public function __destruct()
    {
        $this->stop();
    }

    public function stop(): void
    {
        if ($this->process === null) {
            return;
        }
        proc_terminate($this->process);
        proc_close($this->process);
        $this->process = null;
    }

    public function said(): string
    {
        return (string) file_get_contents($this->log);
    }

    public static function freePort(): int
    {
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        return (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1);
    }

    /** Waits until something listens at a port or at the path of a socket. */
    public static function waitFor(int|string $where): void
    {
        for ($tries = 0; $tries < 200; $tries++) {
            $there = @stream_socket_client(is_int($where) ? "tcp://127.0.0.1:$where" : "unix://$where");
            if ($there !== false) {
                return;
            }
            usleep(50_000);
        }
        throw new \RuntimeException("nothing listens at $where");
    }
}
