<?php

declare(strict_types=1);

namespace Cfsign;

/** A key or key pair ID that cannot be used. */
final class InvalidKeyException extends CfsignException
{
}
