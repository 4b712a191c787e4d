package main

import (
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

// life is how long a token lives; the page asks for a new one in time.
const life = 2 * time.Hour

// claims are what a token says. user_id is a string, and what a user does not have is left out.
type claims struct {
	UserID string  `json:"user_id"`
	Name   string  `json:"name"`
	Email  *string `json:"email,omitempty"`
	jwt.RegisteredClaims
}

func (s *server) sign(user *User) (string, error) {
	now := time.Now()
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		UserID: user.UserID,
		Name:   user.Name,
		Email:  user.Email,
		RegisteredClaims: jwt.RegisteredClaims{
			IssuedAt:  jwt.NewNumericDate(now),
			ExpiresAt: jwt.NewNumericDate(now.Add(life)),
		},
	}).SignedString(s.secret)
}

// intercomJWT answers with a token for whoever is signed in.
func (s *server) intercomJWT(w http.ResponseWriter, r *http.Request) {
	user := s.sessions.user(r) // however your application knows who is signed in
	if user == nil {
		// 401 as JSON: a redirect to a login page would arrive as that page.
		answer(w, http.StatusUnauthorized, failure{"nobody is signed in"})
		return
	}
	token, err := s.sign(user)
	if err != nil {
		failed(w, err)
		return
	}
	answer(w, http.StatusOK, struct {
		Token string `json:"token"`
	}{token})
}
