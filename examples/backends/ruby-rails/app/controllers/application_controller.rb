# frozen_string_literal: true

# What holds for every answer.
class ApplicationController < ActionController::API
  before_action :set_headers, :refuse_foreign_writes, :secure_cookie

  # The cause goes into the log, and a sentence to the page.
  rescue_from StandardError do |failure|
    logger.error(failure.full_message(highlight: false))
    render json: { error: "the server failed" }, status: :internal_server_error
  end

  rescue_from ActionDispatch::Http::Parameters::ParseError do
    render json: { error: "the body is no JSON" }, status: :bad_request
  end

  # 405 as JSON.
  def only
    response.set_header("Allow", params[:allow])
    render json: { error: "this address does not take that method" }, status: :method_not_allowed
  end

  # 404 as JSON.
  def nothing
    render json: { error: "there is nothing at this address" }, status: :not_found
  end

  private

  # Who is signed in, however your application knows that.
  def current_user
    User.find(session[:user])
  end

  # Tokens and sessions belong to one person at one time: no cache may keep them.
  # Puma sends no Date, by which the loader corrects the device's clock.
  def set_headers
    response.set_header("Cache-Control", "no-store")
    response.set_header("Date", Time.now.httpdate)
  end

  # A cookie that is set over https is not for http.
  def secure_cookie
    request.session_options[:secure] = request.ssl?
  end

  # A page of another origin must not sign anybody in or out.
  def refuse_foreign_writes
    origin = request.headers["Origin"]
    allowed = origin.nil? || origin == request.base_url || Rails.configuration.x.allowed_origins.include?(origin)
    return if allowed || request.get? || request.head?

    render json: { error: "this origin is not in ALLOWED_ORIGINS" }, status: :forbidden
  end
end
