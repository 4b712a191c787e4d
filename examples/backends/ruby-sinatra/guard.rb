# frozen_string_literal: true

require "json"

# Refuses what no route should see. rack-protection 4.1 and newer has HostAuthorization for the first of the two.
class Guard
  # The hosts that this server answers for, on any port. By DNS rebinding a foreign page reaches it as its own origin, and its
  # host alone tells.
  LISTED = ENV.fetch("ALLOWED_HOSTS", "").split(",").map(&:strip).reject(&:empty?).freeze
  HOSTS = LISTED.empty? ? %w[localhost 127.0.0.1 [::1]].freeze : LISTED

  # The most that a body may have, in bytes. Puma counts one that comes in chunks.
  LONGEST = 64 * 1024

  def initialize(app)
    @app = app
  end

  def call(env)
    host = env["HTTP_HOST"].to_s.downcase.sub(/:\d+\z/, "")
    return refuse(421, "this host is not in ALLOWED_HOSTS") unless HOSTS.include?(host)
    return refuse(413, "the body is longer than 64 KiB") if env["CONTENT_LENGTH"].to_i > LONGEST

    @app.call(env)
  end

  private

  def refuse(status, error)
    [status, { "Content-Type" => "application/json", "Cache-Control" => "no-store" }, [{ error: error }.to_json]]
  end
end
