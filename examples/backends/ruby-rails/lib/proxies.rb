# frozen_string_literal: true

# The visitor's address and scheme are those that so many proxies before this server say. Without any, nobody may say them: Rack
# and Puma by themselves take X-Forwarded-Proto and its like from every visitor.
class Proxies
  SAID = %w[HTTP_FORWARDED HTTP_X_FORWARDED_FOR HTTP_X_FORWARDED_HOST HTTP_X_FORWARDED_PORT HTTP_X_FORWARDED_PROTO
            HTTP_X_FORWARDED_SCHEME HTTP_X_FORWARDED_SSL HTTP_X_REAL_IP HTTP_CLIENT_IP].freeze

  def initialize(app, count)
    @app = app
    @count = count
  end

  def call(env)
    said = SAID.to_h { |name| [name, env.delete(name).to_s.split(",").map(&:strip)] }
    if @count.positive?
      # What stands before the last ones was sent by the visitor, who may say anything.
      env["REMOTE_ADDR"] = said["HTTP_X_FORWARDED_FOR"].last(@count).first || env["REMOTE_ADDR"]
      scheme(env, said["HTTP_X_FORWARDED_PROTO"].last(@count).first.to_s.casecmp?("https"))
    elsif said.values.any?(&:any?)
      # What Puma has made of them; HTTPS is its own word for a connection by TLS.
      scheme(env, %w[on https].include?(env["HTTPS"]))
    end
    @app.call(env)
  end

  private

  def scheme(env, https)
    env["rack.url_scheme"] = https ? "https" : "http"
    env["HTTPS"] = https ? "on" : "off"
  end
end
