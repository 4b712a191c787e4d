//! A Yew application with the Messenger: visitors, users, routes.

mod messenger;

use std::rc::Rc;

use yew::platform::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

#[derive(Clone, PartialEq, Routable)]
enum Page {
    #[at("/")]
    Home,
    #[at("/orders")]
    Orders,
}

fn main() {
    yew::Renderer::<App>::new().render();
}

#[component]
fn App() -> Html {
    html! { <BrowserRouter><Shop/></BrowserRouter> }
}

#[component]
fn Shop() -> Html {
    let messenger = use_memo((), |()| messenger::messenger().expect("the configuration is right"));
    let who = use_state(|| String::from("…"));
    {
        let (messenger, who) = (Rc::clone(&messenger), who.clone());
        use_effect_with((), move |()| {
            spawn_local(async move { who.set(messenger::boot(&messenger).await) });
        });
    }

    let sign = |user: Option<&'static str>| {
        let (messenger, who) = (Rc::clone(&messenger), who.clone());
        Callback::from(move |_: MouseEvent| {
            who.set(String::from("…"));
            let (messenger, who) = (Rc::clone(&messenger), who.clone());
            spawn_local(async move { who.set(messenger::sign(&messenger, user).await) });
        })
    };

    let path = use_location().map(|location| location.path().to_owned());
    {
        let messenger = Rc::clone(&messenger);
        use_effect_with(path, move |_| {
            // An error says that nobody has booted: whoever does then tells the page's address.
            spawn_local(async move { drop(messenger.route_update(None).await) });
        });
    }

    html! {
        <>
            <p>{ "The Messenger is for: " }<output id="who">{ (*who).clone() }</output></p>
            <button id="sign-in-ada" onclick={sign(Some("ada"))}>{ "Sign in as Ada" }</button>
            <button id="sign-in-grace" onclick={sign(Some("grace"))}>{ "Sign in as Grace" }</button>
            <button id="sign-out" onclick={sign(None)}>{ "Sign out" }</button>
            <nav>
                <span id="to-home"><Link<Page> to={Page::Home}>{ "Home" }</Link<Page>></span>{ " " }
                <span id="to-orders"><Link<Page> to={Page::Orders}>{ "Orders" }</Link<Page>></span>
            </nav>
            <main id="route">
                <Switch<Page> render={|page| match page {
                    Page::Home => html! { "home" },
                    Page::Orders => html! { "orders" },
                }} />
            </main>
        </>
    }
}
