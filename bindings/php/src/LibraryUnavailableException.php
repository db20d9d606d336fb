<?php

declare(strict_types=1);

namespace Cfsign;

/** libcfsign cannot be used here. The message says what was found, and what to set. */
final class LibraryUnavailableException extends CfsignException
{
}
