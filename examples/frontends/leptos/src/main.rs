//! A Leptos application with the Messenger: visitors, users, routes.

mod messenger;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;

fn main() {
    mount_to_body(|| view! { <Router><Shop/></Router> });
}

#[component]
fn Shop() -> impl IntoView {
    let messenger = StoredValue::new_local(messenger::messenger().expect("the configuration is right"));
    let (who, set_who) = signal(String::from("…"));
    spawn_local(async move { set_who.set(messenger::boot(&messenger.get_value()).await) });

    let sign = move |user: Option<&'static str>| {
        set_who.set(String::from("…"));
        spawn_local(async move { set_who.set(messenger::sign(&messenger.get_value(), user).await) });
    };

    let location = use_location();
    Effect::new(move |_| {
        // The router has not changed the page's address yet.
        let origin = window().location().origin().unwrap_or_default();
        let url = origin + &location.pathname.get() + &location.search.get();
        // An error says that nobody has booted: whoever does then tells the page's address.
        spawn_local(async move { drop(messenger.get_value().route_update(Some(url)).await) });
    });

    view! {
        <p>"The Messenger is for: " <output id="who">{who}</output></p>
        <button id="sign-in-ada" on:click=move |_| sign(Some("ada"))>"Sign in as Ada"</button>
        <button id="sign-in-grace" on:click=move |_| sign(Some("grace"))>"Sign in as Grace"</button>
        <button id="sign-out" on:click=move |_| sign(None)>"Sign out"</button>
        <nav>
            <A href="/" attr:id="to-home">"Home"</A> " "
            <A href="/orders" attr:id="to-orders">"Orders"</A>
        </nav>
        <main id="route">
            <Routes fallback=|| "not found">
                <Route path=path!("/") view=|| "home"/>
                <Route path=path!("/orders") view=|| "orders"/>
            </Routes>
        </main>
    }
}
