// A program for @intercom/messenger-js-sdk in which only the import was changed.
import Intercom, * as sdk from "intercom-messenger-loader/messenger-js-sdk";
import { boot, onHide, onUnreadCountChange, shutdown, trackEvent, update, whoami } from "intercom-messenger-loader/messenger-js-sdk";

Intercom({
  app_id: "abc12345",
  region: "ap",
  user_id: "1",
  name: "Ada",
  email: "ada@example.com",
  created_at: 1_700_000_000,
  company: { company_id: "7", name: "Analytical" },
  plan: "gold",
});
sdk.Intercom({ app_id: "abc12345" });
boot({ app_id: "abc12345", email: "john.doe@example.com", hide_default_launcher: true });
update({ name: "Ada" });
onHide(() => {});
onUnreadCountChange(function (count: number) {
  console.log(count);
});
trackEvent("invited-friend", { friend: "grace" });
shutdown();
const nothing: void = sdk.show();
export const id: string | undefined = sdk.getVisitorId();
export const name = whoami()?.name;
window.Intercom?.("show");

// Our own options together with theirs.
Intercom({ app_id: "abc12345", region: "au", jwtUrl: "/api/messenger-token", routes: "auto" });
Intercom({ app_id: "abc12345", getJwt: async () => null, nothing });

// @ts-expect-error: the workspace is missing
Intercom({ region: "eu" });

// @ts-expect-error: no such region
Intercom({ app_id: "abc12345", region: "uk" });

// @ts-expect-error: our own options have their types
Intercom({ app_id: "abc12345", routes: "always" });

// @ts-expect-error: nothing is waited for
sdk.show().then(() => {});

// @ts-expect-error: no such space's name is a number
sdk.showSpace(1);
