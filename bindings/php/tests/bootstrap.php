<?php

declare(strict_types=1);

// What Composer makes of composer.json, and the classes that tests share.
spl_autoload_register(static function (string $class): void {
    foreach (['Cfsign\\Tests\\' => __DIR__ . '/support/', 'Cfsign\\' => __DIR__ . '/../src/'] as $prefix => $folder) {
        $file = $folder . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        if (str_starts_with($class, $prefix) && is_file($file)) {
            require $file;
            return;
        }
    }
});
