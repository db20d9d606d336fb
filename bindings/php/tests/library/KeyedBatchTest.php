<?php

declare(strict_types=1);

use Cfsign\Engine;
use Cfsign\Tests\KeyedBatchTests;
use PHPUnit\Framework\TestCase;

final class KeyedBatchTest extends TestCase
{
    use KeyedBatchTests;

    protected static function engines(): array
    {
        return Engine::cases();
    }
}
