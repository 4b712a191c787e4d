<?php

declare(strict_types=1);

/** How long a token lives, in seconds; the page asks for a new one in time. */
const TOKEN_LIFE = 2 * 60 * 60;

/** A token for this user. `user_id` is a string, and what a user does not have is left out. */
function intercom_token(array $user, #[\SensitiveParameter] string $secret): string
{
    $now = time();
    $claims = ['user_id' => (string) $user['userId'], 'name' => $user['name'], 'iat' => $now, 'exp' => $now + TOKEN_LIFE];
    if ($user['email']) {
        $claims['email'] = $user['email'];
    }
    return sign_hs256($claims, $secret);
}

/** A compact JSON Web Token. The PHP language has the HMAC; firebase/php-jwt does the same, if you use Composer. */
function sign_hs256(array $claims, #[\SensitiveParameter] string $secret): string
{
    $json = fn (array $part): string => base64url(json_encode($part, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE));
    $signed = $json(['alg' => 'HS256', 'typ' => 'JWT']) . '.' . $json($claims);
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, $secret, true));
}

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
