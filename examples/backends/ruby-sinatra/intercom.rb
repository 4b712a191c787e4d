# frozen_string_literal: true

require "jwt"
require_relative "settings"

# The token that tells Intercom's Messenger who is signed in.
module Intercom
  LIFE = 2 * 60 * 60 # seconds; the page asks for a new one in time

  # A token for this user. `user_id` is a string, and what a user does not have is left out.
  def self.token(user)
    now = Time.now.to_i
    claims = { user_id: user[:userId].to_s, name: user[:name], email: user[:email], iat: now, exp: now + LIFE }
    JWT.encode(claims.compact, Settings::SECRET, "HS256")
  end
end
