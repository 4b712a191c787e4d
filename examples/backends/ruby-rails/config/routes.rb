# frozen_string_literal: true

Rails.application.routes.draw do
  get "/api/messenger-token", to: "intercom#show"
  get "/api/session", to: "sessions#show"
  post "/login", to: "sessions#create"
  post "/logout", to: "sessions#destroy"

  match "/api/messenger-token", "/api/session", to: "application#only", via: :all, defaults: { allow: "GET, HEAD" }
  match "/login", "/logout", to: "application#only", via: :all, defaults: { allow: "POST" }
  match "*path", to: "application#nothing", via: :all
end
