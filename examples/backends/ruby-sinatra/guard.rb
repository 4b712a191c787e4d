# frozen_string_literal: true

require "json"
require_relative "settings"

# Refuses what no route should see. rack-protection 4.1 and newer has HostAuthorization for the first of the two.
class Guard
  # The most that a body may have, in bytes. Puma counts one that comes in chunks.
  LONGEST = 64 * 1024

  def initialize(app)
    @app = app
  end

  def call(env)
    host = env["HTTP_HOST"].to_s.downcase.sub(/:\d+\z/, "")
    # By DNS rebinding a foreign page reaches this server as its own origin, and its host alone tells.
    return refuse(421, "this host is not in ALLOWED_HOSTS") unless Settings::ALLOWED_HOSTS.include?(host)
    return refuse(413, "the body is longer than 64 KiB") if env["CONTENT_LENGTH"].to_i > LONGEST

    @app.call(env)
  end

  private

  def refuse(status, error)
    [status, { "Content-Type" => "application/json", "Cache-Control" => "no-store" }, [{ error: error }.to_json]]
  end
end
