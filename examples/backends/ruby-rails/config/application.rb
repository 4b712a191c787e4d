# frozen_string_literal: true

# Ruby's logger, which older versions of Rails take for granted.
require "logger"
require "jwt"
require "rails"
require "action_controller/railtie"
require "rack/attack"
require "rack/cors"
require_relative "../lib/body_limit"

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

  # Signs nothing here, but Rails wants one.
  config.secret_key_base = ENV["SESSION_SECRET"] || SecureRandom.hex(64)

  # An application for APIs has neither cookies nor sessions by itself. These are in the cache: a log-out ends them for every
  # copy of the cookie, which it could not with :cookie_store.
  config.session_store :cache_store, key: "_session", httponly: true, same_site: :lax
  config.middleware.use ActionDispatch::Cookies
  config.middleware.use config.session_store, config.session_options

  # A server without the secret must not start: it would sign with nothing.
  config.x.intercom_secret = ENV.fetch("INTERCOM_IDENTITY_SECRET", "").strip
  if config.x.intercom_secret.empty?
    abort "INTERCOM_IDENTITY_SECRET is not set: set it to the workspace's Messenger API secret"
  end

  # The hosts that this server answers for, on any port. By DNS rebinding a foreign page reaches it as its own origin, and its
  # host alone tells. An empty list would mean every host.
  listed = ENV.fetch("ALLOWED_HOSTS", "").split(",").map(&:strip).reject(&:empty?)
  config.hosts = listed.presence || %w[localhost 127.0.0.1 [::1]]
  config.host_authorization = {
    response_app: lambda do |_env|
      headers = { "Content-Type" => "application/json", "Cache-Control" => "no-store" }
      [421, headers, [{ error: "this host is not in ALLOWED_HOSTS" }.to_json]]
    end
  }
  config.middleware.insert_after ActionDispatch::HostAuthorization, BodyLimit

  # Other origins whose pages may use this server with cookies.
  config.x.allowed_origins = ENV.fetch("ALLOWED_ORIGINS", "").split(",").map(&:strip).reject(&:empty?)
end
