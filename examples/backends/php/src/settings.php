<?php

declare(strict_types=1);

/** Something in the environment that cannot be meant; its message says what to set, and holds no secret. */
final class WrongSetting extends RuntimeException
{
}

/** As a browser sends it: no pattern, no path, no port that the scheme has by itself. */
const ORIGIN = '~^(?!http:.*:80$|https:.*:443$)https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?$~D';

/** What the environment says. A server that is set up wrongly must not start: it would sign with nothing, or let strangers in. */
final class Settings
{
    public readonly string $secret;
    /** Other origins whose pages may use this server with cookies. */
    public readonly array $origins;
    /** The hosts that this server answers for, on any port. */
    public readonly array $hosts;
    /** How many proxies stand before this server. */
    public readonly int $proxies;

    /** @throws WrongSetting */
    public function __construct()
    {
        $this->secret = self::secret(trim(getenv('INTERCOM_IDENTITY_SECRET') ?: ''));
        $this->origins = self::origins(self::listed(getenv('ALLOWED_ORIGINS') ?: ''));
        $this->hosts = self::listed(getenv('ALLOWED_HOSTS') ?: '') ?: ['localhost', '127.0.0.1', '[::1]'];
        $proxies = getenv('TRUST_PROXY') ?: '0';
        if (!preg_match('/^[0-9]$/D', $proxies)) {
            throw new WrongSetting('TRUST_PROXY is no number of proxies: write 1 for a server behind one');
        }
        $this->proxies = (int) $proxies;
    }

    /** var_dump() and the like show no secret. */
    public function __debugInfo(): array
    {
        return ['origins' => $this->origins, 'hosts' => $this->hosts, 'proxies' => $this->proxies];
    }

    private static function secret(#[\SensitiveParameter] string $secret): string
    {
        $wrong = match (true) {
            $secret === '' => "is not set: set it to the workspace's Messenger API secret",
            str_contains($secret, '…'), trim($secret, '.') === '' =>
                "is a placeholder: set it to the workspace's Messenger API secret",
            preg_match('/[^\x20-\x7e]/', $secret) === 1 => "is not ASCII: copy the workspace's Messenger API secret anew",
            strlen($secret) < 32 => "is shorter than 32 bytes: copy the whole of the workspace's Messenger API secret",
            default => null,
        };
        return $wrong === null ? $secret : throw new WrongSetting("INTERCOM_IDENTITY_SECRET $wrong");
    }

    private static function origins(array $origins): array
    {
        foreach ($origins as $origin) {
            if (!preg_match(ORIGIN, $origin)) {
                $write = 'write scheme, host and port as in https://www.example.com';
                throw new WrongSetting("ALLOWED_ORIGINS: \"$origin\" is no origin: $write");
            }
        }
        return $origins;
    }

    private static function listed(string $text): array
    {
        return array_values(array_filter(array_map('trim', explode(',', $text))));
    }
}
