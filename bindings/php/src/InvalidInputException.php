<?php

declare(strict_types=1);

namespace Cfsign;

/** A URL, time, policy or cookie attribute that cannot be used. */
final class InvalidInputException extends CfsignException
{
}
