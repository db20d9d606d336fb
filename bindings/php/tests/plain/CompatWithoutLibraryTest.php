<?php

declare(strict_types=1);

use Cfsign\Tests\CompatTests;
use PHPUnit\Framework\TestCase;

/** Runs where FFI is off: the drop-ins sign with ext-openssl. */
final class CompatWithoutLibraryTest extends TestCase
{
    use CompatTests;
}
