/// <reference types="intercom-web" />
// Attributes, including those written for the types of Intercom's own snippet.
import { boot, trackEvent, update, type Settings } from "intercom-messenger-loader";

export const settings: Settings = {
  name: "Ada",
  created_at: new Date(0),
  alignment: "left",
  company: { company_id: "1", name: "Analytical Engines", plan: null },
  companies: [{ company_id: "1", name: "Analytical Engines" }],
  avatar: { type: "avatar", image_url: "https://example.com/ada.png" },
  likes: ["numbers"],
};

declare const written: Intercom_.IntercomSettings;
declare const company: Intercom_.IntercomCompany;
declare const avatar: Intercom_.IntercomAvatar;
declare const custom: Intercom_.IntercomCustomAttribute;

export async function migrate(): Promise<void> {
  await boot({ appId: "abc12345", settings: { company, companies: [company], avatar, custom } });
  const { app_id, api_base, ...rest } = written;
  await boot({ appId: app_id ?? "abc12345", apiBase: api_base, settings: rest });
  await boot({ appId: "abc12345", jwtUrl: "/api/messenger-token", settings: rest });
  await update(rest);
}

interface Plan {
  name: string;
  seats: number;
}
declare const plan: Plan;

/** Attributes of an application, which may have more fields than declared. */
interface Account {
  name: string;
  created_at: number;
  plan: Plan;
}
declare const account: Account;

export const nested: Settings = { plan, company: plan, companies: [plan] };
export const written_by_interface: Settings = account;

export async function interfaces(): Promise<void> {
  await boot({ appId: "abc12345", settings: account });
  await update(account);
  await trackEvent("upgraded", plan);
}

/** Attributes that `null` unsets; and the other attributes that Intercom names. */
export const others: Settings = {
  name: null,
  phone: null,
  avatar: null,
  company: null,
  language_override: null,
  custom_launcher_selector: null,
  action_color: null,
  messenger_style_id: "1",
  cookie_domain: "example.com",
  utm_source: "newsletter",
  utm_campaign: null,
};

interface WrongAccount {
  alignment: number;
}
declare const wrongAccount: WrongAccount;

// @ts-expect-error: a side is a word, also in an interface
update(wrongAccount);
// @ts-expect-error: a style's id is no list
update({ messenger_style_id: [1] });
// @ts-expect-error: a campaign is text
update({ utm_campaign: 5 });
// @ts-expect-error: a company is an object
update({ company: "Analytical Engines" });
// @ts-expect-error: facts about an event are an object
trackEvent("upgraded", "gold");
