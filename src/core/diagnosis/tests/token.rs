//! The token, as far as it can be read.

use super::facts::{answering, failed, healthy, raw, table, token, undated};
use crate::core::diagnosis::Status::{Fail, Pass, Skip, Warn};
use crate::core::diagnosis::facts::TokenReply;
use crate::core::error::Code;
use crate::core::token::tests::encode;

#[test]
fn it_is_read_up_to_the_first_fault() {
    let none = || undated(raw(&encode(br#"{"alg":"none"}"#, br#"{"user_id":"ada"}"#)));
    let nobody = || answering(token(r#"{"exp":1760007200}"#));
    let times = |payload: &str| answering(token(payload));
    table([
        (healthy(), "token_form", Pass, "a JSON Web Token"),
        (undated(raw("no token")), "token_form", Fail, Code::TokenMalformed.message()),
        (undated(raw("no token")), "token_algorithm", Skip, "above"),
        (undated(raw(&"x".repeat(20_000))), "token_form", Fail, Code::TokenTooLarge.message()),
        (healthy(), "token_algorithm", Pass, "HS256"),
        (none(), "token_form", Pass, "a JSON Web Token"),
        (none(), "token_algorithm", Fail, Code::TokenAlgorithm.message()),
        (none(), "token_user_id", Skip, "above"),
        (none(), "token_life", Skip, "cannot be read"),
        (healthy(), "token_user_id", Pass, "present"),
        (nobody(), "token_user_id", Fail, Code::TokenUserIdMissing.message()),
        (nobody(), "token_algorithm", Pass, "HS256"),
        (nobody(), "token_times", Skip, "above"),
        (healthy(), "token_times", Pass, "seconds"),
        (
            answering(token(r#"{"user_id":"undefined"}"#)),
            "token_user_id",
            Warn,
            Code::TokenUserIdMissing.message(),
        ),
        (
            answering(token(r#"{"user_id":"null"}"#)),
            "token_user_id",
            Warn,
            Code::TokenUserIdMissing.message(),
        ),
        (
            answering(token(r#"{"user_id":"None"}"#)),
            "token_user_id",
            Warn,
            Code::TokenUserIdMissing.message(),
        ),
        (
            answering(token(r#"{"user_id":"[object Object]"}"#)),
            "token_user_id",
            Warn,
            Code::TokenUserIdMissing.message(),
        ),
        (answering(token(r#"{"user_id":" \t"}"#)), "token_user_id", Warn, Code::TokenUserIdMissing.message()),
        (answering(token(r#"{"user_id":"nullah"}"#)), "token_user_id", Pass, "present"),
        (times(r#"{"user_id":"a","exp":1760007200000}"#), "token_times", Fail, ": exp"),
        (times(r#"{"user_id":"a","iat":"now"}"#), "token_times", Fail, ": iat"),
        (times(r#"{"user_id":"a","iat":"now"}"#), "token_user_id", Pass, "present"),
    ]);
}

#[test]
fn where_there_is_none_there_is_nothing_to_judge() {
    for name in super::super::token::NAMES {
        table([
            (undated(failed(Code::EndpointEmpty)), name, Skip, "no token"),
            (answering(TokenReply::SignedOut), name, Skip, "no token"),
        ]);
    }
}

#[test]
fn its_life_is_neither_long_nor_short() {
    let claims = |claims: &str| answering(token(&format!(r#"{{"user_id":"a",{claims}}}"#)));
    let name = "token_life";
    table([
        (healthy(), name, Pass, "2 h from its issue, 2 h left"),
        (answering(token(r#"{"user_id":"a"}"#)), name, Warn, "no exp"),
        (claims(r#""exp":1760000000"#), name, Fail, Code::TokenExpired.message()),
        (claims(r#""exp":1759999700"#), name, Fail, "5 min ago"),
        (claims(r#""exp":1760000120"#), name, Warn, "2 min left: so short"),
        (claims(r#""exp":1760000299"#), name, Warn, "so short"),
        (claims(r#""exp":1760000300"#), name, Pass, "5 min left"),
        // The time left is not rounded up.
        (claims(r#""exp":1760000359"#), name, Pass, "5 min left"),
        (claims(r#""exp":1760086400"#), name, Pass, "24 h left"),
        (claims(r#""exp":1760090000"#), name, Warn, "25 h left: long"),
        // A long lifetime that is nearly over is still long.
        (
            claims(r#""iat":1759900000,"exp":1760000120"#),
            name,
            Warn,
            "2 min left: long, for a token that was stolen",
        ),
    ]);
}
