/// <reference types="intercom-web" />
// Attributes, also those that were written for the types of Intercom's own snippet.
import { boot, update, type Settings } from "intercom-messenger-loader";

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
  await update(rest);
}

interface Plan {
  name: string;
  seats: number;
}
declare const plan: Plan;

// @ts-expect-error: an interface may have more than it says, so it is spread: { ...plan }
export const wrong: Settings = { plan };
export const right: Settings = { plan: { ...plan } };
