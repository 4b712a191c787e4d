<?php

declare(strict_types=1);

// Starts PHP's own server, which is for development. In production a web server runs public/index.php.

require __DIR__ . '/src/intercom.php';

if (intercom_secret() === null) {
    fwrite(STDERR, "INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret\n");
    exit(1);
}
$address = (getenv('HOST') ?: '127.0.0.1') . ':' . (getenv('PORT') ?: '8080');
$command = [PHP_BINARY, '-S', $address, '-t', __DIR__ . '/public', __DIR__ . '/public/index.php'];
passthru(implode(' ', array_map('escapeshellarg', $command)), $status);
exit($status);
