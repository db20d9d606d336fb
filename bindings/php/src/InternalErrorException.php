<?php

declare(strict_types=1);

namespace Cfsign;

/** The signing itself failed, or something in the library did. */
final class InternalErrorException extends CfsignException
{
}
