# frozen_string_literal: true

require_relative "app"
require_relative "guard"

# Before the sessions and all that Sinatra brings.
use Guard
run App
