//! Table of every failure: code, retryable, message and hint.
//!
//! A message describes what happened, a hint what to type or change, each with a full stop. The developer who installs
//! the Messenger reads both on a console.

use crate::core::text::part;

/// The line of `code`. One text takes half a kilobyte less of the wasm than a table of slices.
fn nth(lines: &'static str, code: Code) -> &'static str {
    part(lines, b'\n', code as usize)
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $retryable:literal, $message:literal, $hint:literal;)*) => {
        /// Stable identity of a failure; texts may change between releases, a code does not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of the table in docs/reference/errors.md.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code as JavaScript sees it: `error.code`.
            #[must_use]
            pub fn as_str(self) -> &'static str { nth(concat!($($code, "\n"),*), self) }

            /// Whether the same call can succeed later without a change of code or configuration.
            #[must_use]
            pub const fn retryable(self) -> bool { match self { $(Self::$name => $retryable),* } }

            /// Description of what happened and why.
            #[must_use]
            pub fn message(self) -> &'static str { nth(concat!($($message, "\n"),*), self) }

            /// The suggested fix.
            #[must_use]
            pub fn hint(self) -> &'static str { nth(concat!($($hint, "\n"),*), self) }
        }
    };
}

codes! {
    /// The options are not an object.
    InvalidOptions, "invalid_options", false,
        "boot() needs an object of options",
        "Call boot({ appId: \"abc12345\", jwtUrl: \"/api/messenger-token\" }).";
    /// A key of the options is not known.
    UnknownOption, "unknown_option", false,
        "boot() knows no such option",
        "Correct the name; Intercom's own attributes go inside settings.";
    /// An option has a value of the wrong type or outside its range.
    InvalidOption, "invalid_option", false,
        "an option cannot be used",
        "Change its value to what the message says.";
    /// The workspace's id is not letters and digits.
    InvalidAppId, "invalid_app_id", false,
        "appId must be letters and digits",
        "Copy it from Intercom: Settings > Installation. Where a tag manager removes attributes, write auto.js?app-id=… in src.";
    /// The region is none of Intercom's.
    UnknownRegion, "unknown_region", false,
        "Intercom has no such region",
        "Use \"us\", \"eu\", \"au\" or \"ap\".";
    /// Both `region` and `apiBase` are given.
    RegionAndApiBase, "region_and_api_base", false,
        "region and apiBase are both given",
        "Keep region and remove apiBase.";
    /// The API base is not an https origin of Intercom's.
    InvalidApiBase, "invalid_api_base", false,
        "apiBase must be an https origin of Intercom's",
        "Use region; for your own proxy add allowCustomApiBase: true.";
    /// More than one of the options that say where the token comes from.
    SeveralTokenSources, "several_token_sources", false,
        "more than one option gives the token",
        "Keep one of jwtUrl, jwtRequest, getJwt and jwt.";
    /// An attribute in `settings` cannot be sent.
    InvalidSettings, "invalid_settings", false,
        "an attribute in settings cannot be sent",
        "Send strings, finite numbers, booleans, null, dates, lists and plain objects; data-settings takes valid JSON.";
    /// An identifying attribute beside a token.
    IdentityOutsideToken, "identity_outside_token", false,
        "an identifying attribute in settings is not signed",
        "Put it into the token's payload on your server, and not into settings.";
    /// An identifying attribute without a token.
    UnsignedIdentity, "unsigned_identity", false,
        "an identifying attribute in settings has no token to sign it",
        "Give jwtUrl and put it into the token; allowUnsignedIdentity: true lets anyone impersonate anyone.";

    /// The token is not a JSON Web Token.
    TokenMalformed, "token_malformed", false,
        "the token is not a JSON Web Token",
        "Answer {\"token\": \"…\"} with what your JWT library returned, unchanged.";
    /// The token is longer than 16 KiB.
    TokenTooLarge, "token_too_large", false,
        "the token is longer than 16 KiB",
        "Put only user_id, email, name and exp into it; send other attributes in settings.";
    /// The token is not signed with HS256.
    TokenAlgorithm, "token_algorithm", false,
        "the token is not signed with HS256",
        "Sign it with HS256 and the Messenger API secret.";
    /// The token has no usable `user_id`.
    TokenUserIdMissing, "token_user_id_missing", false,
        "the token has no user_id",
        "Put user_id, a non-empty string, into the token's payload on your server.";
    /// The token has expired.
    TokenExpired, "token_expired", true,
        "the token has expired",
        "Sign a new token for each request, and send Cache-Control: no-store with it.";
    /// The token's times are not Unix seconds.
    TokenTimes, "token_times", false,
        "the token's exp or iat is not in Unix seconds",
        "Set exp in seconds: Math.floor(Date.now() / 1000) + 7200.";

    /// The endpoint could not be reached.
    EndpointUnreachable, "endpoint_unreachable", true,
        "the token endpoint could not be reached",
        "Check the network and the URL. Ad blockers stop addresses with \"intercom\" in them; on another origin answer with Access-Control-Allow-Origin (this \
         page's origin) and Access-Control-Allow-Credentials: true.";
    /// The endpoint did not answer in time.
    EndpointTimeout, "endpoint_timeout", true,
        "the token endpoint did not answer in time",
        "Make it faster, or give it longer with timeoutMs.";
    /// The endpoint limits the rate of requests.
    EndpointRateLimited, "endpoint_rate_limited", true,
        "the token endpoint answered 429",
        "Raise its rate limit: a page asks when it loads and for each new token.";
    /// The endpoint failed.
    EndpointServerError, "endpoint_server_error", true,
        "the token endpoint failed on the server",
        "Look into your server's log.";
    /// The endpoint answered with a status that has no meaning here.
    EndpointStatus, "endpoint_status", false,
        "the token endpoint answered with an unexpected status",
        "Check the URL; answer 200 with {\"token\": \"…\"} for a user and 401 for everybody else.";
    /// The endpoint answered with a web page.
    EndpointHtml, "endpoint_html", false,
        "the token endpoint answered with a web page",
        "Check the URL; answer 401 instead of redirecting to a login page. A captive portal answers like this too.";
    /// The endpoint answered 200 with an empty body.
    EndpointEmpty, "endpoint_empty", false,
        "the token endpoint's answer is empty",
        "Check the URL; answer 200 with {\"token\": \"…\"} for a user and 401 for everybody else.";
    /// The endpoint's answer is not the JSON that was asked for.
    EndpointInvalid, "endpoint_invalid_response", false,
        "the token endpoint's answer is not {\"token\": \"…\"}",
        "Check the URL; answer 200 with {\"token\": \"…\"} for a user and 401 for everybody else.";
    /// The endpoint's answer is longer than 64 KiB.
    EndpointTooLarge, "endpoint_too_large", false,
        "the token endpoint's answer is longer than 64 KiB",
        "Check the URL; answer 200 with {\"token\": \"…\"} for a user and 401 for everybody else.";
    /// The application's own `getJwt` failed.
    GetJwtFailed, "get_jwt_failed", true,
        "getJwt failed",
        "Look at the cause; return the token, or null for somebody who is signed out.";
    /// No user is signed in, and `whenSignedOut` is `error`.
    SignedOut, "signed_out", true,
        "nobody is signed in",
        "Sign the user in and call boot() again, or leave out whenSignedOut.";

    /// The widget's script did not load.
    WidgetBlocked, "widget_blocked", true,
        "the Messenger's script could not be loaded",
        "An ad blocker, a firewall or a lost connection stops widget.intercom.io; widgetUrl can load it \
         from your own domain.";
    /// The widget's script did not load on a page that is cross-origin isolated.
    WidgetBlockedByCoep, "widget_blocked_by_coep", true,
        "the Messenger's script could not be loaded by a page that is cross-origin isolated",
        "Send Cross-Origin-Embedder-Policy: credentialless in place of require-corp, or load it from your own \
         domain with widgetUrl; else look for an ad blocker.";
    /// The script at the page's own address for it did not load.
    WidgetUrlFailed, "widget_url_failed", true,
        "the script at widgetUrl could not be loaded",
        "Open that address: it must answer 200 with the script of widget.intercom.io.";
    /// The page's Content-Security-Policy forbids the widget's script.
    WidgetBlockedByCsp, "widget_blocked_by_csp", false,
        "the page's Content-Security-Policy forbids the Messenger's script",
        "Add https://widget.intercom.io and https://js.intercomcdn.com to script-src, or pass nonce; under \
         Trusted Types allow the policy intercom-messenger-loader.";
    /// The widget's script neither loaded nor failed in time.
    WidgetTimeout, "widget_timeout", true,
        "the Messenger's script did not load in time",
        "Call boot() again, or give it longer with timeoutMs.";
    /// The loaded script is not the widget.
    WidgetInvalid, "widget_invalid", false,
        "what loaded is not the Messenger",
        "Check appId and widgetUrl: that address answers with something else.";

    /// There is no session.
    NotBooted, "not_booted", false,
        "there is no Messenger session",
        "Call boot() first, and again after shutdown().";
    /// A new token was requested where none can be fetched.
    NoTokenSource, "no_token_source", false,
        "there is nowhere to get a new token from",
        "Give jwtUrl or getJwt in place of jwt.";
    /// A shutdown or another boot came before this boot was complete.
    BootSuperseded, "boot_superseded", false,
        "shutdown() or another boot() came first",
        "Nothing to do: the later call decides.";
    /// The user changed before the call was made.
    UserChanged, "user_changed", false,
        "the user changed before the call's turn came",
        "Call it again if it is meant for the user who is signed in now.";
    /// There is no web page here.
    UnsupportedEnvironment, "unsupported_environment", false,
        "there is no page",
        "Call it in a browser, not on a server.";
}
