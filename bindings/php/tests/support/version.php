<?php

declare(strict_types=1);

require __DIR__ . '/../bootstrap.php';

try {
    echo Cfsign\Cfsign::version();
} catch (Cfsign\LibraryUnavailableException $unavailable) {
    echo $unavailable->getMessage();
}
