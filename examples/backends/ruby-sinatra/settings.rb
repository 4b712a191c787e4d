# frozen_string_literal: true

# What the environment says. A server that is set up wrongly must not start: it would sign with nothing, or let strangers in.
module Settings
  # As a browser sends it: no pattern, no path, no port that the scheme has by itself.
  ORIGIN = %r{\A(?!http:.*:80\z|https:.*:443\z)https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?\z}.freeze

  def self.listed(name)
    ENV.fetch(name, "").split(",").map(&:strip).reject(&:empty?)
  end

  def self.read_secret
    name = "INTERCOM_IDENTITY_SECRET"
    secret = ENV.fetch(name, "").dup.force_encoding("UTF-8").scrub.strip
    abort "#{name} is not set: set it to the workspace's Messenger API secret" if secret.empty?
    if secret.include?("…") || secret.delete(".").empty?
      abort "#{name} is a placeholder: set it to the workspace's Messenger API secret"
    end
    abort "#{name} is not ASCII: copy the workspace's Messenger API secret anew" unless secret.ascii_only?
    if secret.bytesize < 32
      abort "#{name} is shorter than 32 bytes: copy the whole of the workspace's Messenger API secret"
    end
    secret.freeze
  end

  def self.read_origins
    origins = listed("ALLOWED_ORIGINS")
    wrong = origins.find { |origin| !ORIGIN.match?(origin) }
    abort "ALLOWED_ORIGINS: \"#{wrong}\" is no origin: write scheme, host and port as in https://www.example.com" if wrong
    origins.freeze
  end

  # How many proxies stand before this server.
  def self.read_proxies
    text = ENV.fetch("TRUST_PROXY", "")
    text = "0" if text.empty?
    abort "TRUST_PROXY is no number of proxies: write 1 for a server behind one" unless text.match?(/\A[0-9]\z/)
    text.to_i
  end

  SECRET = read_secret
  # Other origins whose pages may use this server with cookies.
  ALLOWED_ORIGINS = read_origins
  # The hosts that this server answers for, on any port. An empty list would mean every host to some.
  LISTED_HOSTS = listed("ALLOWED_HOSTS").freeze
  ALLOWED_HOSTS = LISTED_HOSTS.empty? ? %w[localhost 127.0.0.1 [::1]].freeze : LISTED_HOSTS
  PROXIES = read_proxies
end
