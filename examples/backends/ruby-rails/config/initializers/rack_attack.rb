# frozen_string_literal: true

# A page asks once in two hours; many tabs of many pages stay far below this. Rack::Attack's own railtie puts it behind the session.
Rack::Attack.throttle("tokens", limit: 60, period: 60) do |request|
  (request.session["user"] || request.ip) if request.path == "/api/messenger-token"
end

Rack::Attack.throttled_responder = lambda do |request|
  wait = request.env["rack.attack.match_data"][:period]
  headers = { "Content-Type" => "application/json", "Cache-Control" => "no-store", "Retry-After" => wait.to_s }
  [429, headers, [{ error: "too many requests" }.to_json]]
end
