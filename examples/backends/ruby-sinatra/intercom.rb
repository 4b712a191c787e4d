# frozen_string_literal: true

require "jwt"

# The token that tells Intercom's Messenger who is signed in.
module Intercom
  LIFE = 2 * 60 * 60 # seconds; the page asks for a new one in time

  # A server without the secret must not start: it would sign with nothing.
  SECRET = ENV.fetch("INTERCOM_IDENTITY_SECRET", "").strip.freeze
  abort "INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret" if SECRET.empty?

  # A token for this user. `user_id` is a string, and what a user does not have is left out.
  def self.token(user)
    now = Time.now.to_i
    claims = { user_id: user[:userId].to_s, name: user[:name], email: user[:email], iat: now, exp: now + LIFE }
    JWT.encode(claims.compact, SECRET, "HS256")
  end
end
