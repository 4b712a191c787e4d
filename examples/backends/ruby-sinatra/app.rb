# frozen_string_literal: true

require "active_support"
require "active_support/cache"
require "active_support/notifications"
require "json"
require "rack/attack"
require "rack/cors"
require "rack/session/pool"
require "sinatra/base"
require "time"

require_relative "intercom"
require_relative "settings"
require_relative "users"

# A backend for the Messenger's secure identity.
class App < Sinatra::Base
  # What each address takes.
  METHODS = { "/api/messenger-token" => "GET", "/api/session" => "GET", "/login" => "POST", "/logout" => "POST" }.freeze

  # Sessions in memory: a log-out ends them for every copy of the cookie.
  set :sessions, httponly: true, same_site: :lax
  set :session_store, Rack::Session::Pool
  # Foreign pages are refused below; these would end the session on their behalf.
  set :protection, except: %i[http_origin remote_token]
  set :show_exceptions, false
  set :raise_errors, false

  # Cookies for the listed origins and for no other. The loader reads Date and Retry-After.
  use Rack::Cors do
    allow do
      origins(*Settings::ALLOWED_ORIGINS) unless Settings::ALLOWED_ORIGINS.empty?
      resource "*", methods: %i[get post], headers: :any, credentials: true, expose: %w[Date Retry-After]
    end
  end

  # A page asks once in two hours; many tabs of many pages stay far below this.
  Rack::Attack.cache.store = ActiveSupport::Cache::MemoryStore.new
  Rack::Attack.throttle("tokens", limit: 60, period: 60) do |request|
    (request.session["user"] || request.ip) if request.path == "/api/messenger-token"
  end
  Rack::Attack.throttled_responder = lambda do |request|
    wait = request.env["rack.attack.match_data"][:period]
    headers = { "Content-Type" => "application/json", "Cache-Control" => "no-store", "Retry-After" => wait.to_s }
    [429, headers, [{ error: "too many requests" }.to_json]]
  end
  use Rack::Attack

  helpers do
    # A page of another origin must not sign anybody in or out.
    def refuse_foreign_writes
      origin = request.env["HTTP_ORIGIN"]
      return if request.safe? || origin.nil? || origin == request.base_url || Settings::ALLOWED_ORIGINS.include?(origin)

      halt 403, { error: "this origin is not in ALLOWED_ORIGINS" }.to_json
    end
  end

  before do
    content_type :json
    # Tokens and sessions belong to one person at one time: no cache may keep them.
    # Puma sends no Date, by which the loader corrects the device's clock.
    headers "Cache-Control" => "no-store", "Date" => Time.now.httpdate
    refuse_foreign_writes
    # A cookie that is set over https is not for http.
    request.session_options[:secure] = request.ssl?
    allowed = METHODS[request.path_info]
    # Sinatra answers HEAD where it answers GET.
    takes = allowed == "GET" ? %w[GET HEAD] : [allowed]
    if allowed && ![*takes, "OPTIONS"].include?(request.request_method)
      headers "Allow" => takes.join(", ")
      halt 405, { error: "this address does not take that method" }.to_json
    end
  end

  get "/api/messenger-token" do
    user = Users.find(session[:user]) # however your application knows who is signed in
    # 401 as JSON: a redirect to a login page would arrive as that page.
    halt 401, { error: "nobody is signed in" }.to_json unless user
    { token: Intercom.token(user) }.to_json
  end

  # Signing in without a password: it stands in for your own.
  post "/login" do
    body = JSON.parse(request.body.read.force_encoding(Encoding::UTF_8).scrub)
    user = Users.find(body["user"]) if body.is_a?(Hash)
    halt 400, { error: "there is no such user; there are #{Users::ALL.keys.join(", ")}" }.to_json unless user
    session.clear
    request.session_options[:renew] = true
    session[:user] = user[:user]
    { user: user }.to_json
  rescue JSON::ParserError
    halt 400, { error: "the body is no JSON" }.to_json
  end

  post "/logout" do
    session.clear
    request.session_options[:drop] = true
    { user: nil }.to_json
  end

  get "/api/session" do
    { user: Users.find(session[:user]) }.to_json
  end

  not_found { { error: "there is nothing at this address" }.to_json }
  # Before any route, and so without what stands in `before`.
  error Sinatra::BadRequest do
    content_type :json
    headers "Cache-Control" => "no-store"
    { error: "the request is wrong" }.to_json
  end
  error { { error: "the server failed" }.to_json }
end
