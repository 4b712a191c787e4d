# frozen_string_literal: true

# The token that tells Intercom's Messenger who is signed in.
class IntercomController < ApplicationController
  LIFE = 2.hours

  def show
    # 401 as JSON: a redirect to a login page would arrive as that page.
    return render json: { error: "nobody is signed in" }, status: :unauthorized unless current_user

    render json: { token: JWT.encode(claims(current_user), Rails.configuration.x.intercom_secret, "HS256") }
  end

  private

  # `user_id` is a string, and what a user does not have is left out.
  def claims(user)
    now = Time.now.to_i
    { user_id: user[:userId].to_s, name: user[:name], email: user[:email], iat: now, exp: now + LIFE.to_i }.compact
  end
end
