<?php

declare(strict_types=1);

namespace Cfsign;

/** What does the private-key work. */
enum Engine: string
{
    /** libcfsign, through FFI: everything. */
    case Library = 'libcfsign';

    /** ext-openssl, in PHP: signs exact URLs and what begins with a URL; depends on the host's crypto policy. */
    case OpenSsl = 'openssl';
}
