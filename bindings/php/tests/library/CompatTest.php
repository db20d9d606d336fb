<?php

declare(strict_types=1);

use Cfsign\Tests\CompatTests;
use PHPUnit\Framework\TestCase;

final class CompatTest extends TestCase
{
    use CompatTests;
}
