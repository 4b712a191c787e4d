<?php

declare(strict_types=1);

require __DIR__ . '/../src/intercom.php';
require __DIR__ . '/../src/users.php';

// An error message in the middle of an answer could hold anything; it goes into the log.
ini_set('display_errors', '0');
// Tokens and sessions belong to one person at one time: no cache may keep them.
session_cache_limiter('');
header('Cache-Control: no-store');
header_remove('X-Powered-By');

function answer(int $status, array $body, array $headers = []): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    array_map(header(...), $headers);
    exit(json_encode($body, JSON_UNESCAPED_UNICODE));
}

function session(): void
{
    session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true]);
}

/** Who is signed in, however your application knows that. */
function current_user(): ?array
{
    if (isset($_COOKIE[session_name()])) {
        session();
    }
    return find_user($_SESSION['user'] ?? null);
}

function listed(string $text): array
{
    return array_filter(array_map('trim', explode(',', $text)));
}

/** The body; more than this is refused. */
function body(int $longest = 64 * 1024): string
{
    $body = file_get_contents('php://input', false, null, 0, $longest + 1);
    return strlen($body) > $longest ? answer(413, ['error' => 'the body is longer than 64 KiB']) : $body;
}

// By DNS rebinding a foreign page reaches this server as its own origin, and its host alone tells.
$host = $_SERVER['HTTP_HOST'] ?? '';
$hosts = listed(getenv('ALLOWED_HOSTS') ?: '') ?: ['localhost', '127.0.0.1', '[::1]'];
if (!in_array(preg_replace('/:\d+$/D', '', strtolower($host)), $hosts, true)) {
    answer(421, ['error' => 'this host is not in ALLOWED_HOSTS']);
}

// Other origins whose pages may use this server with cookies, and no other. The loader reads Date and Retry-After.
$allowed = listed(getenv('ALLOWED_ORIGINS') ?: '');
$origin = $_SERVER['HTTP_ORIGIN'] ?? null;
$listed = in_array($origin, $allowed, true);
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
$scheme = in_array($_SERVER['HTTPS'] ?? '', ['', 'off'], true) ? 'http' : 'https';
$own = $origin === null || $origin === "$scheme://$host";
if (!$own && !$listed && !in_array($method, ['GET', 'HEAD'], true)) {
    answer(403, ['error' => 'this origin is not in ALLOWED_ORIGINS']);
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$takes = ['/api/intercom-jwt' => 'GET', '/api/session' => 'GET', '/login' => 'POST', '/logout' => 'POST'][$path] ?? null;
if ($takes === null) {
    answer(404, ['error' => 'there is nothing at this address']);
}
if ($method !== $takes) {
    answer(405, ['error' => 'this address does not take that method'], ["Allow: $takes"]);
}

switch ($path) {
    case '/api/intercom-jwt':
        $user = current_user();
        if ($user === null) {
            // 401 as JSON: a redirect to a login page would arrive as that page.
            answer(401, ['error' => 'nobody is signed in']);
        }
        $secret = intercom_secret() ?? answer(500, ['error' => 'INTERCOM_IDENTITY_SECRET is not set']);
        answer(200, ['token' => intercom_token($user, $secret)]);

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
        setcookie(session_name(), '', ['expires' => 1, 'path' => '/', 'httponly' => true, 'samesite' => 'Lax']);
        answer(200, ['user' => null]);
}
