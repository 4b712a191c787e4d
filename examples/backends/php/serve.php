<?php

declare(strict_types=1);

// Starts PHP's own server, which is for development. In production a web server runs public/index.php.

require __DIR__ . '/src/settings.php';

try {
    new Settings();
} catch (WrongSetting $wrong) {
    fwrite(STDERR, $wrong->getMessage() . "\n");
    exit(1);
}
$address = (getenv('HOST') ?: '127.0.0.1') . ':' . (getenv('PORT') ?: '8080');
$command = [PHP_BINARY, '-S', $address, '-t', __DIR__ . '/public', __DIR__ . '/public/index.php'];
passthru(implode(' ', array_map('escapeshellarg', $command)), $status);
exit($status);
