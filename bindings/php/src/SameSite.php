<?php

declare(strict_types=1);

namespace Cfsign;

/** Which pages make the browser send the cookies. */
enum SameSite: int
{
    /** What the browser takes where nothing is said. */
    case Unset = 0;
    case Lax = 1;
    case None = 2;
    case Strict = 3;
}
