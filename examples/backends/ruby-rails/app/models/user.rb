# frozen_string_literal: true

# Stands in for your own model: what is typed to sign in, and what Intercom shall know of them.
class User
  ALL = {
    "ada" => { userId: "user-ada-1815", name: "Ada Lovelace", email: "ada@example.com" },
    "grace" => { userId: "user-grace-1906", name: "Grace Núñez Höpper", email: "grace@example.com" },
    "linus" => { userId: "user-linus-1969", name: "Linus Without-Mail", email: nil }
  }.freeze

  # The user with this sign-in name, or nil.
  def self.find(name)
    found = ALL[name]
    found && { user: name, **found }
  end
end
