# frozen_string_literal: true

# Refuses a body that is too long before anything parses it.
class BodyLimit
  # In bytes. Puma counts a body that comes in chunks.
  LONGEST = 64 * 1024

  def initialize(app)
    @app = app
  end

  def call(env)
    return @app.call(env) if env["CONTENT_LENGTH"].to_i <= LONGEST

    headers = { "Content-Type" => "application/json", "Cache-Control" => "no-store" }
    [413, headers, [{ error: "the body is longer than 64 KiB" }.to_json]]
  end
end
