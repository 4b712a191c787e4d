package main

// User is somebody with an account; it stands in for your own.
type User struct {
	// User is what is typed to sign in.
	User string `json:"user"`
	// UserID is the stable id that goes into the token as user_id.
	UserID string `json:"userId"`
	Name   string `json:"name"`
	// Email is nil for a user without one.
	Email *string `json:"email"`
}

var users = []User{
	{"ada", "user-ada-1815", "Ada Lovelace", text("ada@example.com")},
	{"grace", "user-grace-1906", "Grace Núñez Höpper", text("grace@example.com")},
	{"linus", "user-linus-1969", "Linus Without-Mail", nil},
}

// find is the user with this sign-in name, or nil.
func find(name string) *User {
	for i := range users {
		if users[i].User == name {
			return &users[i]
		}
	}
	return nil
}

func text(s string) *string { return &s }
