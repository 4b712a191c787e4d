//! A token endpoint with every kind of failure.

use e2e::{APP, JWT_URL, Result, TokenFault, journey};
use serde_json::json;

use crate::checks::{ADA, has_code, is_idle_after, is_messenger_of, options, options_with};

#[test]
fn an_answer_that_will_not_get_better_fails_at_once() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        for (fault, code) in [
            (TokenFault::Html, "endpoint_html"),
            (TokenFault::Redirect, "endpoint_html"),
            (TokenFault::Garbage, "endpoint_invalid_response"),
            (TokenFault::Empty, "endpoint_empty"),
            (TokenFault::Huge, "endpoint_too_large"),
            (TokenFault::Status { status: 404, retry_after: None }, "endpoint_status"),
            (TokenFault::Status { status: 405, retry_after: None }, "endpoint_status"),
        ] {
            site.faults().clear_log();
            site.faults().token(fault.clone());
            let error = page.boot(options()).await?.expect_err(code);
            has_code(&error, code);
            assert!(!error.retryable, "{fault:?}");
            is_idle_after(page, code).await?;
            assert_eq!(site.log().token_count, 1, "{fault:?}");
        }
        assert_eq!(site.pings("boot").len(), 0);
        site.faults().reset();
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_failure_that_may_pass_is_asked_about_three_times() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        for (status, code) in [(500, "endpoint_server_error"), (429, "endpoint_rate_limited")] {
            site.faults().clear_log();
            site.faults().token(TokenFault::Status { status, retry_after: None });
            let error = page.boot(options()).await?.expect_err(code);
            has_code(&error, code);
            assert!(error.retryable);
            is_idle_after(page, code).await?;
            assert_eq!(site.log().token_count, 3, "{code}");
        }
        site.faults().clear_log();
        site.faults().token_next(1, TokenFault::Status { status: 503, retry_after: None });
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        assert_eq!(site.log().token_count, 2);
        Ok(())
    })
}

#[test]
fn an_endpoint_that_asks_for_time_is_given_it() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token_next(1, TokenFault::Status { status: 429, retry_after: Some(1) });
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await?;
        let requests = site.log().token_requests;
        assert!(requests[1].at >= requests[0].at + 1000, "{requests:?}");
        Ok(())
    })
}

#[test]
fn an_endpoint_that_hangs_is_given_up() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        site.faults().token(TokenFault::Hang);
        let hasty = options_with(&json!({ "timeoutMs": 200 }));
        let error = page.boot(&hasty).await?.unwrap_err();
        has_code(&error, "endpoint_timeout");
        is_idle_after(page, "endpoint_timeout").await?;
        assert_eq!(site.log().token_count, 3);
        let request = json!({ "appId": APP, "jwtRequest": { "url": JWT_URL, "timeoutMs": 100 } });
        has_code(&page.boot(&request).await?.unwrap_err(), "endpoint_timeout");
        site.faults().reset();
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn an_endpoint_that_cannot_be_reached() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let lost = json!({ "appId": APP, "jwtUrl": "http://nowhere.invalid/api/messenger-token" });
        let error = page.boot(&lost).await?.unwrap_err();
        has_code(&error, "endpoint_unreachable");
        assert!(error.retryable && error.cause.is_some(), "{error:?}");
        is_idle_after(page, "endpoint_unreachable").await?;
        // The other origin does not allow this page's origin.
        let foreign = json!({ "appId": APP, "jwtUrl": site.other_origin(JWT_URL) });
        let error = page.boot(&foreign).await?.unwrap_err();
        has_code(&error, "endpoint_unreachable");
        assert!(error.hint.contains("Access-Control-Allow-Origin"));
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn an_endpoint_on_another_origin_works_where_it_allows_the_page() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        page.open(&site.other_origin(e2e::LOADER_PAGE)).await?;
        page.boot(json!({ "appId": APP, "jwtUrl": site.url(JWT_URL) })).await??;
        is_messenger_of(page, ADA).await?;
        let requests = site.log().token_requests;
        assert!(requests[0].cookies);
        assert_eq!(requests[0].sec_fetch.mode.as_deref(), Some("cors"));
        Ok(())
    })
}

#[test]
fn a_request_without_credentials_is_signed_out() -> Result {
    journey(async |site, page| {
        page.sign_in("ada").await?;
        let request = json!({ "url": JWT_URL, "credentials": "omit" });
        let session = page.boot(json!({ "appId": APP, "jwtRequest": request })).await??;
        assert_eq!(session, e2e::Session::Visitor);
        assert!(!site.log().token_requests[0].cookies);
        Ok(())
    })
}

#[test]
fn a_function_of_the_applications_own_that_fails() -> Result {
    journey(async |site, page| {
        let with = |function: &str| format!("{{ appId: '{APP}', timeoutMs: 200, getJwt: {function} }}");
        for (function, code) in [
            ("async () => { throw new Error('mine') }", "get_jwt_failed"),
            ("() => { throw new Error('mine') }", "get_jwt_failed"),
            ("() => Promise.reject('mine')", "get_jwt_failed"),
            ("() => Promise.reject(undefined)", "get_jwt_failed"),
            ("async () => ({ token: 'a.b.c' })", "get_jwt_failed"),
            ("async () => 7", "get_jwt_failed"),
            ("() => new Promise(() => {})", "endpoint_timeout"),
        ] {
            let error = page.boot(with(function)).await?.expect_err(function);
            has_code(&error, code);
            if function.contains("mine") {
                assert!(error.cause.is_some_and(|cause| cause.contains("mine")), "{function}");
            }
            is_idle_after(page, code).await?;
        }
        let token = site.token("ada")?;
        page.boot(with(&format!("async () => '{token}'"))).await??;
        is_messenger_of(page, ADA).await
    })
}

#[test]
fn a_fetch_that_the_page_has_wrapped_badly_fails_like_any_other() -> Result {
    journey(async |_, page| {
        page.sign_in("ada").await?;
        page.run::<()>("window.realFetch = window.fetch; window.fetch = () => Promise.reject('no error')")
            .await?;
        has_code(&page.boot(options()).await?.unwrap_err(), "endpoint_unreachable");
        page.run::<()>("window.fetch = () => { throw 7 }").await?;
        has_code(&page.boot(options()).await?.unwrap_err(), "endpoint_unreachable");
        page.run::<()>("window.fetch = async () => ({ ok: true, json: async () => ({}) })").await?;
        assert!(page.boot(options()).await?.is_err());
        page.run::<()>("window.fetch = window.realFetch").await?;
        page.boot(options()).await??;
        is_messenger_of(page, ADA).await
    })
}
