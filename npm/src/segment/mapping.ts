// Maps a Segment event to the attributes or the event that the Messenger gets: pure, by the rules of Segment's own
// destination. docs/guides/segment.md lists the rules that differ.
import { IDENTIFYING } from "../generated.js";
import type { IntercomDestinationOptions, SegmentEvent, UserMapping } from "./destination-types.js";
import { cleanFields, flat, isEmpty, isObject, price, read, readAll, seconds, type Fields } from "./values.js";

export type MappingOptions = Pick<IntercomDestinationOptions, "activator" | "mapping" | "richLinkProperties">;

/** Where a company's fields are in its object. */
const COMPANY: Record<string, string | readonly string[]> = {
  company_id: "id",
  name: "name",
  created_at: ["createdAt", "created_at"],
  plan: "plan",
  size: "size",
  website: "website",
  industry: "industry",
  monthly_spend: "monthly_spend",
};

/** Where a company's fields are in an event whose company is at `path`. */
const companyAt = (path: string): Fields =>
  Object.fromEntries(Object.entries(COMPANY).map(([name, at]) => [name, [at].flat().map((one) => `${path}.${one}`)]));

const HIDE_LAUNCHER = ["context.Intercom.hideDefaultLauncher", "context.Intercom.hide_default_launcher"];

/** Where the fields of `identify` and `page` are, unless the site's own mapping says otherwise. */
const USER = {
  user_id: "userId",
  name: "traits.name",
  phone: "traits.phone",
  email: "traits.email",
  created_at: ["traits.createdAt", "traits.created_at"],
  avatar_image_url: "traits.avatar",
  user_hash: ["integrations.Intercom.user_hash", "integrations.Intercom.userHash"],
  intercom_user_jwt: ["integrations.Intercom.intercom_user_jwt", "integrations.Intercom.intercomUserJwt"],
  hide_default_launcher: HIDE_LAUNCHER,
  custom_traits: undefined,
  company_custom_traits: undefined,
  unsubscribed_from_emails: undefined,
  language_override: undefined,
} satisfies UserMapping;

/** The same for `group`. */
const GROUP: Fields = {
  ...companyAt("traits"),
  company_id: "groupId",
  company_custom_traits: undefined,
  hide_default_launcher: HIDE_LAUNCHER,
};

/** The same for `track`. */
const TRACK: Fields = {
  event: "event",
  event_metadata: "properties",
  revenue: "properties.revenue",
  currency: "properties.currency",
};

const DEFAULT_ACTIVATOR = "#IntercomDefaultWidget";

/** Attributes that no custom trait sets: the user's identity, and what the loader sends itself. */
const PROTECTED = ["user_id", "user_hash", "intercom_user_jwt", "app_id", "api_base"];

const without = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** The attributes that may be sent beside a token, or where identity must not be sent without one. */
export const withoutIdentity = (fields: Fields): Fields => without(fields, IDENTIFYING);

/** The company of fields that were read, with its custom traits among them; undefined where all are empty. */
function company(fields: Fields, custom?: unknown): Fields | undefined {
  const { created_at, company_custom_traits, ...others } = fields;
  const traits = flat(custom === undefined ? company_custom_traits : custom);
  const whole = cleanFields({ ...others, created_at: seconds(created_at), ...without(traits, ["company_id"]) });
  return isEmpty(whole) ? undefined : whole;
}

/** Reads the company of a user. `source` names the place of its object, or the places of single fields. */
const readCompany = (source: unknown, event: SegmentEvent): Fields =>
  source === undefined || (isObject(source) && !("@path" in source))
    ? readAll({ ...companyAt("traits.company"), ...source }, event)
    : readAll(COMPANY, read(source, event));

/** Reads the companies of a user. `source` is a place, or `{ "@arrayPath": [place, { field: place in a company }] }`. */
function readCompanies(source: unknown, event: SegmentEvent): Fields[] | undefined {
  const arrayPath = isObject(source) && source["@arrayPath"];
  const [place, fields] = (arrayPath || [source]) as [unknown, Fields?];
  const list = read(place, event);
  const all = Array.isArray(list) ? list.map((one) => company(readAll({ ...COMPANY, ...fields }, one))) : [];
  const companies = all.filter((one): one is Fields => one !== undefined);
  return companies.length ? companies : undefined;
}

const widget = (activator: string | undefined): Fields =>
  activator && activator !== DEFAULT_ACTIVATOR ? { widget: { activator } } : {};

/** The Intercom user that an event names, and the token that it contains. */
export interface Identity {
  user: string | undefined;
  token: string | undefined;
}

export function identityOf(event: SegmentEvent, { mapping }: MappingOptions): Identity {
  const { user_id, intercom_user_jwt } = { ...USER, ...mapping?.identifyUser };
  const [user, token] = [read(user_id, event), read(intercom_user_jwt, event)];
  return {
    user: user == null || user === "" ? undefined : String(user),
    token: typeof token === "string" && token ? token : undefined,
  };
}

/** Returns the attributes that an `identify` or a `page` event changes. */
export function identifyUser(event: SegmentEvent, { mapping, activator }: MappingOptions): Fields {
  const { company: one, companies: many = "traits.companies", ...sources }: UserMapping = {
    ...USER,
    ...mapping?.identifyUser,
  };
  const {
    custom_traits,
    company_custom_traits,
    avatar_image_url,
    intercom_user_jwt,
    created_at,
    hide_default_launcher,
    ...fields
  } = readAll(sources, event);
  return cleanFields({
    ...without(fields, ["app_id", "api_base"]),
    user_id: identityOf(event, { mapping }).user,
    created_at: seconds(created_at),
    hide_default_launcher: hide_default_launcher ?? undefined,
    company: company(readCompany(one, event), company_custom_traits),
    companies: readCompanies(many, event),
    ...without(flat(custom_traits), PROTECTED),
    ...widget(activator),
    avatar: avatar_image_url ? { type: "avatar", image_url: avatar_image_url } : undefined,
  });
}

/** Returns the attributes that a `group` event changes; undefined where it names no company. */
export function identifyCompany(event: SegmentEvent, { mapping, activator }: MappingOptions): Fields | undefined {
  const { hide_default_launcher, ...fields } = readAll({ ...GROUP, ...mapping?.identifyCompany }, event);
  const whole = company(fields);
  const launcher = { hide_default_launcher: hide_default_launcher ?? undefined, ...widget(activator) };
  return whole && cleanFields({ company: whole, ...launcher });
}

/** Returns the name and the metadata of a `track` event; undefined where it has no name. */
export function trackEvent(event: SegmentEvent, options: MappingOptions): [string, Fields] | undefined {
  const { mapping, richLinkProperties = [] } = options;
  const { event: name, event_metadata, revenue, currency } = readAll({ ...TRACK, ...mapping?.trackEvent }, event);
  if (typeof name !== "string" || !name) {
    return undefined;
  }
  const metadata = flat(event_metadata, (key) => richLinkProperties.includes(key));
  const total = revenue ? price(revenue, currency) : undefined;
  return [name, total ? { ...without(metadata, ["revenue", "currency"]), price: total } : metadata];
}
