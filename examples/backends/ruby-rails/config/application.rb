# frozen_string_literal: true

# First, so that a server that is set up wrongly ends at once.
require_relative "../lib/settings"

# Ruby's logger, which older versions of Rails take for granted.
require "logger"
require "jwt"
require "rails"
require "action_controller/railtie"
require "rack/attack"
require "rack/cors"
require_relative "../lib/body_limit"
require_relative "../lib/proxies"

# The application, without a database: yours stays as it is.
class Application < Rails::Application
  config.load_defaults Rails::VERSION::STRING.to_f
  config.api_only = true
  config.eager_load = true
  config.cache_store = :memory_store
  config.logger = ActiveSupport::Logger.new($stdout)
  config.filter_parameters += [:token]
  config.action_dispatch.show_exceptions = true
  config.consider_all_requests_local = false
  # What no controller was asked for, such as an address that is not UTF-8, is answered as JSON too.
  config.exceptions_app = lambda do |env|
    status = env["PATH_INFO"].delete("/").to_i
    headers = { "Content-Type" => "application/json", "Cache-Control" => "no-store" }
    [status, headers, [{ error: status < 500 ? "the request is wrong" : "the server failed" }.to_json]]
  end

  config.secret_key_base = Settings::SESSION_SECRET

  # An application for APIs has neither cookies nor sessions by itself. These are in the cache: a log-out ends them for every
  # copy of the cookie, which it could not with :cookie_store.
  config.session_store :cache_store, key: "_session", httponly: true, same_site: :lax
  config.middleware.use ActionDispatch::Cookies
  config.middleware.use config.session_store, config.session_options

  config.x.intercom_secret = Settings::SECRET

  # By DNS rebinding a foreign page reaches this server as its own origin, and its host alone tells.
  config.hosts = Settings::ALLOWED_HOSTS.dup
  config.host_authorization = {
    response_app: lambda do |_env|
      headers = { "Content-Type" => "application/json", "Cache-Control" => "no-store" }
      [421, headers, [{ error: "this host is not in ALLOWED_HOSTS" }.to_json]]
    end
  }
  config.middleware.insert_after ActionDispatch::HostAuthorization, BodyLimit

  # Other origins whose pages may use this server with cookies.
  config.x.allowed_origins = Settings::ALLOWED_ORIGINS

  config.middleware.insert_before 0, Proxies, Settings::PROXIES
end
