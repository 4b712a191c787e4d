# frozen_string_literal: true

# Signing in without a password: it stands in for your own.
class SessionsController < ApplicationController
  def show
    render json: { user: current_user }
  end

  def create
    user = User.find(params[:user])
    unless user
      error = "there is no such user; there are #{User::ALL.keys.join(", ")}"
      return render json: { error: error }, status: :bad_request
    end
    reset_session
    session[:user] = user[:user]
    render json: { user: user }
  end

  def destroy
    reset_session
    render json: { user: nil }
  end
end
