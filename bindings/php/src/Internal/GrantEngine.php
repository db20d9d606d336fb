<?php

declare(strict_types=1);

namespace Cfsign\Internal;

use Cfsign\SignedCookies;

/** @internal */
interface GrantEngine
{
    public function signUrl(string $url): string;

    public function query(): string;

    public function cookies(): SignedCookies;
}
