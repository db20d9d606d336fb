<?php

declare(strict_types=1);

namespace Cfsign;

/** A request that CloudFront would refuse; `errorCode` has the reason, `cloudFrontCode` what CloudFront says. */
final class AccessDeniedException extends CfsignException
{
}
