package main

import (
	"net/http"
	"regexp"
	"strings"
)

// longestBody is the most that a body may have, in bytes.
const longestBody = 64 << 10

var port = regexp.MustCompile(`:\d+$`)

// guard refuses what was meant for another host: by DNS rebinding a foreign page reaches this server as its own origin, and
// its host alone tells. And it lets no handler read an endless body.
func (s *server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.hosts[port.ReplaceAllString(strings.ToLower(r.Host), "")] {
			answer(w, http.StatusMisdirectedRequest, failure{"this host is not in ALLOWED_HOSTS"})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, longestBody)
		next.ServeHTTP(w, r)
	})
}

// scheme is the one by which the visitor asked. Behind proxies it is what they say; without any, nobody may say it.
func (s *server) scheme(r *http.Request) string {
	if s.proxies > 0 && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") || s.proxies == 0 && r.TLS != nil {
		return "https"
	}
	return "http"
}
