<?php

declare(strict_types=1);

use Cfsign\Engine;
use Cfsign\Tests\KeyedBatchTests;
use PHPUnit\Framework\TestCase;

/** The same where there are no policies of the library either. */
final class KeyedBatchWithoutLibraryTest extends TestCase
{
    use KeyedBatchTests;

    protected static function engines(): array
    {
        return [Engine::OpenSsl];
    }
}
