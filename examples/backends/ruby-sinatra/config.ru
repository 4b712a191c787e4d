# frozen_string_literal: true

# First, so that a server that is set up wrongly ends at once.
require_relative "settings"
require_relative "app"
require_relative "guard"
require_relative "proxies"

# Before the sessions and all that Sinatra brings.
use Proxies, Settings::PROXIES
use Guard
run App
