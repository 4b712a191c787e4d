package main

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"sync"
)

const cookieName = "session"

// sessions are random ids in cookies, kept in memory. They stand in for your own.
type sessions struct {
	mutex sync.Mutex
	users map[string]*User
}

func (s *sessions) user(r *http.Request) *User {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return nil
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.users[cookie.Value]
}

// begin ends the browser's old session and starts one with a fresh id.
func (s *sessions) begin(w http.ResponseWriter, r *http.Request, user *User, secure bool) error {
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return err
	}
	s.end(w, r, secure)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.users[hex.EncodeToString(id)] = user
	w.Header().Set("Set-Cookie", sessionCookie(hex.EncodeToString(id), 0, secure).String())
	return nil
}

func (s *sessions) end(w http.ResponseWriter, r *http.Request, secure bool) {
	if cookie, err := r.Cookie(cookieName); err == nil {
		s.mutex.Lock()
		delete(s.users, cookie.Value)
		s.mutex.Unlock()
	}
	w.Header().Set("Set-Cookie", sessionCookie("", -1, secure).String())
}

// sessionCookie cannot be read by scripts, is not sent with other sites' requests, and, set over https, not over http.
func sessionCookie(id string, maxAge int, secure bool) *http.Cookie {
	return &http.Cookie{
		Name: cookieName, Value: id, Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure,
	}
}
