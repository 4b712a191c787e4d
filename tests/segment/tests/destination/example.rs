//! The example in `examples/segment`: identify, page, group, track, reset, another identify.

use e2e::{Page, Result, journey};
use segment::{built, told};
use serde_json::{Value, json};

use crate::{ADA, GRACE, token_of};

async fn click(page: &Page, id: &str) -> Result {
    page.run(&format!("document.querySelector('#{id}').click(); return null")).await
}

async fn is_for(page: &Page, who: &str) -> Result {
    page.wait_for(&format!("document.querySelector('#who').value === '{who}'")).await
}

/// The argument of an update, without the time of a page.
fn fields(update: &Value) -> Value {
    let mut fields = update[0].clone();
    fields.as_object_mut().unwrap().remove("last_request_at");
    fields
}

#[test]
fn identify_page_group_track_reset_and_another_identify() -> Result {
    journey(async |site, page| {
        let origin = site.serve(&built()?).await?;
        page.open(&format!("{origin}/")).await?;
        is_for(page, "visitor").await?;
        // The update of the opened page.
        assert_eq!(fields(&told(page, "update", 1).await?[0]), json!({}));

        click(page, "sign-in-ada").await?;
        is_for(page, ADA).await?;
        let update = fields(&told(page, "update", 2).await?[1]);
        let ada = json!({
            "name": "Ada Lovelace", "created_at": 1_714_557_600, "intercom_user_jwt": token_of(ADA),
        });
        assert_eq!(update, ada, "the token has the e-mail address");
        assert_eq!(page.widget().user().await?.as_deref(), Some(ADA));

        click(page, "page").await?;
        let update = told(page, "update", 3).await?[2].clone();
        assert_eq!(fields(&update), json!({ "intercom_user_jwt": token_of(ADA) }), "a page");
        assert!(update[0]["last_request_at"].is_number(), "{update}");

        click(page, "group").await?;
        let company = json!({
            "company_id": "analytical", "name": "Analytical Engines", "created_at": 1_700_000_000, "plan": "steam",
        });
        let update = fields(&told(page, "update", 4).await?[3]);
        assert_eq!(update, json!({ "company": company, "intercom_user_jwt": token_of(ADA) }));

        click(page, "track").await?;
        let facts = json!({ "title": "Middlemarch", "price": { "amount": 1999, "currency": "EUR" } });
        assert_eq!(told(page, "trackEvent", 1).await?, [json!(["Bought", facts])]);

        click(page, "sign-out").await?;
        is_for(page, "nobody").await?;
        assert_eq!(page.widget().session().await?, None, "the Messenger's session goes on");
        assert_eq!(page.intercom_cookies().await?, [""; 0]);

        click(page, "sign-in-grace").await?;
        is_for(page, GRACE).await?;
        let update = fields(&told(page, "update", 5).await?[4]);
        assert_eq!(update["intercom_user_jwt"], json!(token_of(GRACE)));
        assert_eq!(page.widget().user().await?.as_deref(), Some(GRACE));

        let users: Vec<_> = site.pings("boot").into_iter().map(|ping| ping.user_id).collect();
        assert_eq!(users, [None, Some(ADA.to_owned()), Some(GRACE.to_owned())], "booted as");
        assert!(site.log().pings.iter().all(|ping| ping.accepted), "{:?}", site.log().pings);
        assert_eq!(page.widget().mistakes().await?, [""; 0]);
        assert_eq!(page.widget().loads().await?, 1);
        let kinds: String = site.log().segment_events.into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, "pipgti", "what Segment's own servers were told");
        Ok(())
    })
}
