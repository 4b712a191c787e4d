<?php

declare(strict_types=1);

/** Stands in for your own users: what is typed to sign in, and what Intercom shall know of them. */
const USERS = [
    'ada' => ['userId' => 'user-ada-1815', 'name' => 'Ada Lovelace', 'email' => 'ada@example.com'],
    'grace' => ['userId' => 'user-grace-1906', 'name' => 'Grace Núñez Höpper', 'email' => 'grace@example.com'],
    'linus' => ['userId' => 'user-linus-1969', 'name' => 'Linus Without-Mail', 'email' => null],
];

/** The user with this sign-in name. */
function find_user(mixed $name): ?array
{
    return is_string($name) && isset(USERS[$name]) ? ['user' => $name] + USERS[$name] : null;
}
