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

// ownOrigin is the origin of this server's own pages. Behind a proxy that ends TLS it is not: list yours in ALLOWED_ORIGINS.
func ownOrigin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
