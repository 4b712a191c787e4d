<?php

declare(strict_types=1);

// An error message in the middle of an answer could hold anything; it goes into the log. Without a php.ini it would be shown.
ini_set('display_errors', '0');
ini_set('log_errors', '1');
error_reporting(E_ALL);
// A trace has no arguments, whatever php.ini says: they may be a user's.
ini_set('zend.exception_ignore_args', '1');

require __DIR__ . '/../src/settings.php';
require __DIR__ . '/../src/intercom.php';
require __DIR__ . '/../src/users.php';

// What goes wrong is a failure, not a warning and an answer without what is missing in it.
set_error_handler(function (int $level, string $message, string $file, int $line): bool {
    if (!(error_reporting() & $level)) {
        return false;
    }
    throw new ErrorException($message, 0, $level, $file, $line);
});
// The cause goes into the log, and a sentence to the page.
set_exception_handler(function (Throwable $failure): void {
    error_log((string) $failure);
    answer(500, ['error' => 'the server failed']);
});
// What ends PHP itself, such as its limit of memory, is in the log already.
register_shutdown_function(function (): void {
    $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR;
    if (((error_get_last()['type'] ?? 0) & $fatal) !== 0 && !headers_sent()) {
        answer(500, ['error' => 'the server failed']);
    }
});
// Tokens and sessions belong to one person at one time: no cache may keep them.
session_cache_limiter('');
header('Cache-Control: no-store');
header_remove('X-Powered-By');

function answer(int $status, array $body, array $headers = []): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    array_map(header(...), $headers);
    exit(json_encode($body, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR));
}

function session(): void
{
    global $scheme;
    $options = ['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true];
    if (!session_start($options + ['cookie_secure' => $scheme === 'https'])) {
        throw new RuntimeException('the session cannot be opened');
    }
}

/** Who is signed in, however your application knows that. */
function current_user(): ?array
{
    if (isset($_COOKIE[session_name()])) {
        session();
    }
    return find_user($_SESSION['user'] ?? null);
}

/** The scheme by which the visitor asked. Behind proxies it is what they say; without any, nobody may say it. */
function scheme(int $proxies): string
{
    if ($proxies > 0) {
        return strtolower($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https' ? 'https' : 'http';
    }
    return in_array($_SERVER['HTTPS'] ?? '', ['', 'off'], true) ? 'http' : 'https';
}

/** The body; more than this is refused. */
function body(int $longest = 64 * 1024): string
{
    $body = file_get_contents('php://input', false, null, 0, $longest + 1);
    return strlen($body) > $longest ? answer(413, ['error' => 'the body is longer than 64 KiB']) : $body;
}

$settings = new Settings();
$scheme = scheme($settings->proxies);

// By DNS rebinding a foreign page reaches this server as its own origin, and its host alone tells.
$host = $_SERVER['HTTP_HOST'] ?? '';
if (!in_array(preg_replace('/:\d+$/D', '', strtolower($host)), $settings->hosts, true)) {
    answer(421, ['error' => 'this host is not in ALLOWED_HOSTS']);
}

// Other origins whose pages may use this server with cookies, and no other. The loader reads Date and Retry-After.
$origin = $_SERVER['HTTP_ORIGIN'] ?? null;
$listed = in_array($origin, $settings->origins, true);
header('Vary: Origin');
if ($listed) {
    header("Access-Control-Allow-Origin: $origin");
    header('Access-Control-Allow-Credentials: true');
    header('Access-Control-Expose-Headers: Date, Retry-After');
}

$method = $_SERVER['REQUEST_METHOD'];
if ($method === 'OPTIONS') {
    if ($listed) {
        header('Access-Control-Allow-Methods: GET, POST');
        header('Access-Control-Allow-Headers: Content-Type');
    }
    http_response_code(204);
    exit;
}

// A page of another origin must not sign anybody in or out.
$own = $origin === null || $origin === "$scheme://$host";
if (!$own && !$listed && !in_array($method, ['GET', 'HEAD'], true)) {
    answer(403, ['error' => 'this origin is not in ALLOWED_ORIGINS']);
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$takes = ['/api/messenger-token' => 'GET', '/api/session' => 'GET', '/login' => 'POST', '/logout' => 'POST'][$path] ?? null;
if ($takes === null) {
    answer(404, ['error' => 'there is nothing at this address']);
}
// PHP sends no body with HEAD.
if ($method !== $takes && "$method $takes" !== 'HEAD GET') {
    $allow = $takes === 'GET' ? 'GET, HEAD' : $takes;
    answer(405, ['error' => 'this address does not take that method'], ["Allow: $allow"]);
}

switch ($path) {
    case '/api/messenger-token':
        $user = current_user();
        if ($user === null) {
            // 401 as JSON: a redirect to a login page would arrive as that page.
            answer(401, ['error' => 'nobody is signed in']);
        }
        answer(200, ['token' => intercom_token($user, $settings->secret)]);

    case '/api/session':
        answer(200, ['user' => current_user()]);

    case '/login': // Signing in without a password: it stands in for your own.
        $body = json_decode(body(), true);
        $user = find_user(is_array($body) ? $body['user'] ?? null : null);
        if ($user === null) {
            answer(400, ['error' => 'there is no such user; there are ' . implode(', ', array_keys(USERS))]);
        }
        session();
        session_regenerate_id(true);
        $_SESSION['user'] = $user['user'];
        answer(200, ['user' => $user]);

    case '/logout':
        session();
        $_SESSION = [];
        session_destroy();
        $gone = ['expires' => 1, 'path' => '/', 'httponly' => true, 'samesite' => 'Lax', 'secure' => $scheme === 'https'];
        setcookie(session_name(), '', $gone);
        answer(200, ['user' => null]);
}
