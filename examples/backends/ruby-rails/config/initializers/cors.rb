# frozen_string_literal: true

# Cookies for the listed origins and for no other. The loader reads Date and Retry-After.
Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allowed = Rails.configuration.x.allowed_origins
  allow do
    origins(*allowed) unless allowed.empty?
    resource "*", methods: %i[get post], headers: :any, credentials: true, expose: %w[Date Retry-After]
  end
end
