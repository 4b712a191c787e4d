//! The Messenger of this application, and whose it is.

use gloo_net::http::Request;
use intercom_messenger_loader::config::{Region, Routes};
use intercom_messenger_loader::{Config, Error, Identity, Messenger};

/// The workspace, from the environment of the build.
const APP_ID: &str = match option_env!("INTERCOM_APP_ID") {
    Some(app_id) => app_id,
    None => "standin1",
};

/// Its region: `us`, `eu`, `au` or `ap`.
const REGION: &str = match option_env!("INTERCOM_REGION") {
    Some(region) => region,
    None => "us",
};

/// A handle of the page's one Messenger.
///
/// # Errors
/// When the configuration is wrong.
pub fn messenger() -> Result<Messenger, Error> {
    let mut config = Config::new(APP_ID)?.region(Region::parse(REGION)?).jwt_url("/api/messenger-token");
    // The router tells it. Without this line the loader follows the page's address by itself.
    config.routes = Routes::Manual;
    Ok(Messenger::new(config))
}

/// Boots as whoever is signed in, and says who that is.
pub async fn boot(messenger: &Messenger) -> String {
    match messenger.boot().await {
        Ok(Identity::User { user_id }) => user_id,
        Ok(Identity::Visitor) => "visitor".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// Signs in as `user`, in the place of whoever is, or out. The Messenger's session ends before the server's does.
pub async fn sign(messenger: &Messenger, user: Option<&str>) -> String {
    messenger.shutdown().await;
    let (path, body) = match user {
        Some(user) => ("/login", format!(r#"{{"user":"{user}"}}"#)),
        None => ("/logout", String::from("{}")),
    };
    let request = Request::post(path).header("content-type", "application/json").body(body);
    match request {
        Ok(request) => match request.send().await {
            Ok(response) if response.ok() => boot(messenger).await,
            Ok(response) => format!("{path} answered {}", response.status()),
            Err(error) => error.to_string(),
        },
        Err(error) => error.to_string(),
    }
}
