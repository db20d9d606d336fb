<?php

declare(strict_types=1);

namespace Cfsign\Internal;

/**
 * A policy in libcfsign.
 *
 * @internal
 */
final class LibraryPolicy
{
    public const EXACT_URL = 1;
    public const PATTERN = 2;
    public const BELOW = 3;

    public readonly Handle $handle;

    public function __construct(
        private readonly Library $library,
        int $kind,
        string $resource,
        int $dateLessThan,
        ?int $dateGreaterThan,
        ?string $ipAddress,
        bool $alwaysCustom,
    ) {
        $ffi = $library->ffi;
        $this->handle = $library->handle('policy', fn ($at, $errorAt) => $ffi->cfsign_policy_new(
            $resource,
            strlen($resource),
            $kind,
            $dateLessThan,
            $at,
            $errorAt,
        ));
        $policy = $this->handle->pointer;
        if ($dateGreaterThan !== null) {
            $library->call(fn ($errorAt) => $ffi->cfsign_policy_set_date_greater_than($policy, $dateGreaterThan, $errorAt));
        }
        if ($ipAddress !== null) {
            $library->call(fn ($errorAt) => $ffi->cfsign_policy_set_ip_address(
                $policy,
                $ipAddress,
                strlen($ipAddress),
                $errorAt,
            ));
        }
        if ($alwaysCustom) {
            $library->call(fn ($errorAt) => $ffi->cfsign_policy_set_always_custom($policy, $errorAt));
        }
    }

    public function isCanned(): bool
    {
        if (\FFI::isNull($this->handle->pointer)) {
            throw Library::freed();
        }
        return $this->library->ffi->cfsign_policy_is_canned($this->handle->pointer);
    }

    public function covers(string $url): bool
    {
        $covers = $this->library->ffi->new('bool');
        $this->library->call(fn ($errorAt) => $this->library->ffi->cfsign_policy_covers(
            $this->handle->pointer,
            $url,
            strlen($url),
            \FFI::addr($covers),
            $errorAt,
        ));
        return $covers->cdata;
    }

    public function toJson(): string
    {
        return $this->library->text(fn ($buffer, $size, $lenAt, $errorAt) => $this->library->ffi->cfsign_policy_json(
            $this->handle->pointer,
            $buffer,
            $size,
            $lenAt,
            $errorAt,
        ));
    }
}
