//! A Dioxus application with the Messenger: visitors, users, routes.

mod messenger;

use dioxus::prelude::*;

#[derive(Clone, PartialEq, Routable)]
enum Page {
    #[layout(Shop)]
    #[route("/")]
    Home {},
    #[route("/orders")]
    Orders {},
}

fn main() {
    dioxus::launch(|| rsx! { Router::<Page> {} });
}

#[component]
fn Shop() -> Element {
    let messenger = use_signal(|| messenger::messenger().expect("the configuration is right"));
    let mut who = use_signal(|| String::from("…"));
    use_future(move || async move {
        let messenger = messenger();
        who.set(messenger::boot(&messenger).await);
    });

    let mut sign = move |user: Option<&'static str>| {
        who.set(String::from("…"));
        spawn(async move {
            let messenger = messenger();
            who.set(messenger::sign(&messenger, user).await);
        });
    };

    let page = use_route::<Page>();
    use_effect(use_reactive!(|page| {
        let _ = page;
        // An error says that nobody has booted: whoever does then tells the page's address.
        spawn(async move { drop(messenger().route_update(None).await) });
    }));

    rsx! {
        p { "The Messenger is for: " output { id: "who", "{who}" } }
        button { id: "sign-in-ada", onclick: move |_| sign(Some("ada")), "Sign in as Ada" }
        button { id: "sign-in-grace", onclick: move |_| sign(Some("grace")), "Sign in as Grace" }
        button { id: "sign-out", onclick: move |_| sign(None), "Sign out" }
        nav {
            Link { id: "to-home", to: Page::Home {}, "Home" }
            " "
            Link { id: "to-orders", to: Page::Orders {}, "Orders" }
        }
        main { id: "route", Outlet::<Page> {} }
    }
}

#[component]
fn Home() -> Element {
    rsx! { "home" }
}

#[component]
fn Orders() -> Element {
    rsx! { "orders" }
}
