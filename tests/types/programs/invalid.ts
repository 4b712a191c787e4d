// Programs that the types reject. An expected error that is missing is itself an error.
import { boot, MessengerError, on, show, showSpace, startConversation, state, trackEvent, update } from "intercom-messenger-loader";

declare const appId: string;

// @ts-expect-error: boot needs options
boot();
// @ts-expect-error: and a workspace
boot({ jwtUrl: "/api/messenger-token" });
// @ts-expect-error: which is no number
boot({ appId: 12345 });
// @ts-expect-error: a mistyped option
boot({ appId, jwtURL: "/api/messenger-token" });
// @ts-expect-error: Intercom's attributes go into settings
boot({ appId, alignment: "left" });
// @ts-expect-error: a request needs an address
boot({ appId, jwtRequest: { method: "POST" } });
// @ts-expect-error: a token is text
boot({ appId, getJwt: async () => 5 });
// @ts-expect-error: or null
boot({ appId, getJwt: async () => undefined });
// @ts-expect-error: there is no such region
boot({ appId, region: "mars" });
// @ts-expect-error: there is no such moment
boot({ appId, load: "later" });
// @ts-expect-error: the token is the loader's to send
boot({ appId, settings: { intercom_user_jwt: "a.b.c" } });
// @ts-expect-error: the workspace is the loader's to send
boot({ appId, settings: { app_id: "abc12345" } });
// @ts-expect-error: and so is the region
update({ api_base: "https://api-iam.eu.intercom.io" });
// @ts-expect-error: a launcher is found by a selector
boot({ appId, settings: { custom_launcher_selector: 5 } });
// @ts-expect-error: the Messenger has no such theme
update({ theme_mode: "pink" });
// @ts-expect-error: there is no such space
showSpace("shop");
// @ts-expect-error: a conversation starts with a text
startConversation();
// @ts-expect-error: an event has a name
trackEvent({ price: 5 });
// @ts-expect-error: there is no such event
on("booted", () => {});
// @ts-expect-error: a count is no text
on("unreadcountchange", (count: string) => console.log(count));
// @ts-expect-error: the token cannot be read
state().token;
// @ts-expect-error: only the loader makes these
new MessengerError("a");
// @ts-expect-error: opening is not done when the call returns
show().length;
// @ts-expect-error: a visitor has no id
boot({ appId }).then((session) => session.userId);
