//! Requests that the package's first file starts before the wasm is there, handed over with `boot(options, early)`.

crate::frame::trials! {
    early:
    the_request_is_taken_where_it_is_the_same
    a_request_from_before_somebody_signed_in_or_out_is_aborted_and_sent_past_the_caches
    a_request_to_another_address_is_aborted
    a_request_of_another_method_is_aborted
    a_request_with_other_headers_is_aborted
    a_request_with_other_credentials_is_aborted
    a_request_that_no_boot_takes_is_aborted
    a_request_that_was_taken_is_aborted_by_a_shutdown
    a_boot_that_a_shutdown_came_after_is_superseded
    a_channel_is_taken_over_with_what_it_has_heard
    a_page_that_came_back_asks_anew
    a_counter_of_turns_can_be_attached
}

mod trials {
    use crate::page::{live_messenger, page_code, told, until, user_boot, value};
    use crate::tokens::token_of;

    /// The first file, as the wasm sees it: `boot` stores the result of its promise in `results`.
    const FIRST_FILE: &str = "
        window.results = []; window.sent = []; window.aborted = 0;
        window.note = () => /messenger-loader-abc12345=([^;]*)/.exec(document.cookie)?.[1] ?? '';
        window.boot = (options, early) => loader.boot(
            { appId: 'abc12345', jwtUrl: '/api/messenger-token', syncTabs: false, ...options },
            early && { turn: 1, superseded: false, pastCaches: false, noted: note(), channel: null, request: null, ...early })
          .then((session) => results.push(session.kind), (error) => results.push(error.code));
        window.answer = (token) => new Response(JSON.stringify({ token }));
        window.request = (members) => ({ url: new Request('/api/messenger-token').url,
          response: Promise.resolve(answer(early_token)), abort: () => { aborted += 1 }, ...members });
        window.fetch = async (request) => { sent.push([request.cache, request.method]); return answer(late_token) };";

    /// A page whose early request returns Ada's token, and whose later ones return Grace's. The wasm has not been
    /// used on it: only the first request of a page may use a cache, and so be an early one.
    fn first_file() {
        live_messenger();
        page_code(&format!(
            "window.early_token = '{}'; window.late_token = '{}'; {FIRST_FILE}",
            token_of("ada"),
            token_of("grace")
        ));
    }

    async fn ends_as(result: &str) {
        until("the boot ends", || value("results") == format!("[\"{result}\"]")).await;
    }

    pub(super) async fn the_request_is_taken_where_it_is_the_same() {
        first_file();
        page_code("boot({}, { request: request({}) })");
        ends_as("user").await;
        assert_eq!(told().last(), Some(&user_boot(&token_of("ada"))));
        assert_eq!(value("[sent, aborted]"), "[[],0]");
    }

    pub(super) async fn a_request_from_before_somebody_signed_in_or_out_is_aborted_and_sent_past_the_caches()
    {
        first_file();
        page_code("boot({}, { noted: '7.7', request: request({}) })");
        assert_eq!(value("aborted"), "1");
        ends_as("user").await;
        assert_eq!(told().last(), Some(&user_boot(&token_of("grace"))));
        assert_eq!(value("sent"), r#"[["no-store","GET"]]"#);
    }

    async fn sends_its_own(options: &str) {
        first_file();
        page_code(&format!("boot({options}, {{ request: request({{}}) }})"));
        assert_eq!(value("aborted"), "1");
        ends_as("user").await;
        assert_eq!(told().last(), Some(&user_boot(&token_of("grace"))));
        assert_eq!(value("sent.length"), "1");
    }

    pub(super) async fn a_request_to_another_address_is_aborted() {
        sends_its_own("{ jwtUrl: '/other' }").await;
    }

    pub(super) async fn a_request_of_another_method_is_aborted() {
        sends_its_own("{ jwtUrl: undefined, jwtRequest: { url: '/api/messenger-token', method: 'POST' } }")
            .await;
    }

    pub(super) async fn a_request_with_other_headers_is_aborted() {
        sends_its_own(
            "{ jwtUrl: undefined, jwtRequest: { url: '/api/messenger-token', headers: { a: 'b' } } }",
        )
        .await;
    }

    pub(super) async fn a_request_with_other_credentials_is_aborted() {
        let omit = "{ jwtUrl: undefined, jwtRequest: { url: '/api/messenger-token', credentials: 'omit' } }";
        sends_its_own(omit).await;
    }

    pub(super) async fn a_request_that_no_boot_takes_is_aborted() {
        first_file();
        page_code("boot({ appId: '' }, { request: request({}) })");
        assert_eq!(value("aborted"), "1");
        ends_as("invalid_app_id").await;
        page_code("results.length = 0; boot({ jwtUrl: undefined }, { request: request({}) })");
        assert_eq!(value("aborted"), "2");
        ends_as("visitor").await;
        assert_eq!(value("sent"), "[]");
    }

    pub(super) async fn a_request_that_was_taken_is_aborted_by_a_shutdown() {
        first_file();
        page_code("boot({}, { request: request({ response: new Promise(() => {}) }) })");
        assert_eq!(value("aborted"), "0");
        page_code("loader.shutdown()");
        assert_eq!(value("aborted"), "1");
        ends_as("boot_superseded").await;
        assert_eq!(value("sent"), "[]");
    }

    pub(super) async fn a_boot_that_a_shutdown_came_after_is_superseded() {
        first_file();
        page_code("boot({}, { superseded: true, pastCaches: true, request: request({}) })");
        assert_eq!(value("aborted"), "1");
        ends_as("boot_superseded").await;
        assert!(told().is_empty());
        page_code("results.length = 0; boot({})");
        ends_as("user").await;
        assert_eq!(value("sent"), r#"[["no-store","GET"]]"#, "a cache may have the answer from before");
    }

    pub(super) async fn a_channel_is_taken_over_with_what_it_has_heard() {
        first_file();
        page_code(
            "window.other = new BroadcastChannel('intercom-messenger-loader');
             window.channel = new BroadcastChannel('intercom-messenger-loader');
             boot({ syncTabs: true }, { channel }); ['nonsense', 7, null, 'shutdown:abc12345'].forEach(loader.catchUp)",
        );
        ends_as("boot_superseded").await;
        page_code("results.length = 0; boot({ syncTabs: true })");
        ends_as("user").await;
        assert_eq!(value("typeof channel.onmessage"), "\"function\"");
        page_code("other.postMessage('shutdown:abc12345')");
        until("the session ends", || value("loader.state().phase") == "\"idle\"").await;
    }

    pub(super) async fn a_page_that_came_back_asks_anew() {
        first_file();
        page_code("boot({}, { request: request({}) }); loader.catchUp()");
        ends_as("user").await;
        assert_eq!(told().last(), Some(&user_boot(&token_of("grace"))));
    }

    pub(super) async fn a_counter_of_turns_can_be_attached() {
        first_file();
        // All of this page's script is one run, so no later boot sends more requests than the first.
        page_code("loader.attach(() => 7); loader.boot");
        page_code("window.late_token = null; boot({}, { turn: 7 })");
        page_code("boot({}, { turn: 7 })");
        until("both boots end", || value("results") == r#"["visitor","visitor"]"#).await;
        assert_eq!(value("sent.length"), "1");
    }
}
