package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// settings are what the environment says. A server that is set up wrongly must not start: it would sign with nothing, or let
// strangers in.
type settings struct {
	secret []byte
	// allowed are other origins whose pages may use this server with cookies.
	allowed map[string]bool
	// hosts are those that this server answers for, on any port.
	hosts map[string]bool
	// proxies is how many stand before this server.
	proxies int
}

// origin is one as a browser sends it: no pattern, and no path.
var origin = regexp.MustCompile(`^https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?$`)

// usualPort is one that a browser leaves out.
var usualPort = regexp.MustCompile(`^(http:.*:80|https:.*:443)$`)

func readSettings(env func(string) string) (settings, error) {
	secret, err := readSecret(strings.TrimSpace(env("INTERCOM_IDENTITY_SECRET")))
	if err != nil {
		return settings{}, err
	}
	s := settings{secret: secret, allowed: list(env("ALLOWED_ORIGINS")), hosts: list(env("ALLOWED_HOSTS"))}
	for one := range s.allowed {
		if !origin.MatchString(one) || usualPort.MatchString(one) {
			return s, fmt.Errorf(
				"ALLOWED_ORIGINS: %q is no origin: write scheme, host and port as in https://www.example.com", one)
		}
	}
	if len(s.hosts) == 0 {
		s.hosts = list("localhost,127.0.0.1,[::1]")
	}
	proxies := or(env("TRUST_PROXY"), "0")
	if len(proxies) != 1 || !strings.Contains("0123456789", proxies) {
		return s, errors.New("TRUST_PROXY is no number of proxies: write 1 for a server behind one")
	}
	s.proxies = int(proxies[0] - '0')
	return s, nil
}

func readSecret(secret string) ([]byte, error) {
	wrong := ""
	switch {
	case secret == "":
		wrong = "is not set: set it to the workspace's Messenger API secret"
	case strings.Contains(secret, "…") || strings.Trim(secret, ".") == "":
		wrong = "is a placeholder: set it to the workspace's Messenger API secret"
	case strings.IndexFunc(secret, func(r rune) bool { return r < ' ' || r > '~' }) >= 0:
		wrong = "is not ASCII: copy the workspace's Messenger API secret anew"
	case len(secret) < 32:
		wrong = "is shorter than 32 bytes: copy the whole of the workspace's Messenger API secret"
	default:
		return []byte(secret), nil
	}
	return nil, errors.New("INTERCOM_IDENTITY_SECRET " + wrong)
}

func list(text string) map[string]bool {
	listed := map[string]bool{}
	for _, one := range strings.Split(text, ",") {
		if one = strings.TrimSpace(one); one != "" {
			listed[one] = true
		}
	}
	return listed
}
