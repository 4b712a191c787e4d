// A backend for the Messenger's secure identity, with the standard library and golang-jwt.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

type server struct {
	settings
	sessions *sessions
}

type failure struct {
	Error string `json:"error"`
}

type who struct {
	User *User `json:"user"`
}

func main() {
	log.SetFlags(0)
	settings, err := readSettings(os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	s := &server{settings: settings, sessions: &sessions{users: map[string]*User{}}}
	address := net.JoinHostPort(or(os.Getenv("HOST"), "127.0.0.1"), or(os.Getenv("PORT"), "8080"))
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	log.Fatal((&http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}).Serve(listener))
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/messenger-token", only(http.MethodGet, s.intercomJWT))
	mux.HandleFunc("/api/session", only(http.MethodGet, func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, who{s.sessions.user(r)})
	}))
	mux.HandleFunc("/login", only(http.MethodPost, s.login))
	mux.HandleFunc("/logout", only(http.MethodPost, func(w http.ResponseWriter, r *http.Request) {
		s.sessions.end(w, r, s.scheme(r) == "https")
		answer(w, http.StatusOK, who{})
	}))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusNotFound, failure{"there is nothing at this address"})
	})
	return s.recovering(s.guard(s.origins(mux)))
}

// origins lets the listed ones use cookies, and no other. The loader reads Date and Retry-After.
func (s *server) origins(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		w.Header().Add("Vary", "Origin")
		if s.allowed[origin] {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Allow-Credentials", "true")
			w.Header().Set("Access-Control-Expose-Headers", "Date, Retry-After")
		}
		switch {
		case r.Method == http.MethodOptions:
			if s.allowed[origin] {
				w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
				w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
			}
			w.WriteHeader(http.StatusNoContent)
		// A page of another origin must not sign anybody in or out.
		case r.Method != http.MethodGet && r.Method != http.MethodHead &&
			origin != "" && origin != s.scheme(r)+"://"+r.Host && !s.allowed[origin]:
			answer(w, http.StatusForbidden, failure{"this origin is not in ALLOWED_ORIGINS"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func only(method string, handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// net/http sends no body with HEAD.
		if r.Method == method || r.Method == http.MethodHead && method == http.MethodGet {
			handler(w, r)
			return
		}
		allow := method
		if method == http.MethodGet {
			allow = "GET, HEAD"
		}
		w.Header().Set("Allow", allow)
		answer(w, http.StatusMethodNotAllowed, failure{"this address does not take that method"})
	}
}

// login is without a password: it stands in for your own.
func (s *server) login(w http.ResponseWriter, r *http.Request) {
	var body struct{ User string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		if long := (*http.MaxBytesError)(nil); errors.As(err, &long) {
			answer(w, http.StatusRequestEntityTooLarge, failure{"the body is longer than 64 KiB"})
			return
		}
		answer(w, http.StatusBadRequest, failure{"the body is no login"})
		return
	}
	user := find(body.User)
	if user == nil {
		answer(w, http.StatusBadRequest, failure{"there is no such user; there are ada, grace, linus"})
		return
	}
	if err := s.sessions.begin(w, r, user, s.scheme(r) == "https"); err != nil {
		failed(w, err)
		return
	}
	answer(w, http.StatusOK, who{user})
}

// failed tells the log why, and the page that.
func failed(w http.ResponseWriter, cause any) {
	log.Printf("the server failed: %v", cause)
	answer(w, http.StatusInternalServerError, failure{"the server failed"})
}

// recovering makes a failure of a panic, for which net/http would hang up.
func (s *server) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil {
				failed(w, cause)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// answer sends JSON. Tokens and sessions belong to one person at one time: no cache may keep them.
func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
