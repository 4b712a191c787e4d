// What the Messenger is told of a Segment event: pure, by the rules of Segment's own destination. README.md, "Segment",
// has the rules that differ.
import * as values from "./segment-values.js";

/** @typedef {Record<string, any>} Fields */
/** @typedef {{ mapping?: Fields, activator?: string, richLinkProperties?: string[] }} MappingOptions */

const { clean, flat, isEmpty, isObject, read, readAll, seconds } = values;

/** Where a company's fields are in its object. @type {Fields} */
const COMPANY = {
  company_id: "id",
  name: "name",
  created_at: ["createdAt", "created_at"],
  plan: "plan",
  size: "size",
  website: "website",
  industry: "industry",
  monthly_spend: "monthly_spend",
};

/**
 * The same where that object is at a path.
 *
 * @param {string} path
 * @returns {Fields}
 */
const companyAt = (path) =>
  Object.fromEntries(Object.entries(COMPANY).map(([name, at]) => [name, [at].flat().map((one) => `${path}.${one}`)]));

const HIDE_LAUNCHER = ["context.Intercom.hideDefaultLauncher", "context.Intercom.hide_default_launcher"];

/** Where each action's fields are in an event, unless the site's own mapping says otherwise. @type {Fields} */
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
};
const GROUP = {
  ...companyAt("traits"),
  company_id: "groupId",
  company_custom_traits: undefined,
  hide_default_launcher: HIDE_LAUNCHER,
};
const TRACK = {
  event: "event",
  event_metadata: "properties",
  revenue: "properties.revenue",
  currency: "properties.currency",
};

const DEFAULT_ACTIVATOR = "#IntercomDefaultWidget";

/** What says who it is, and stands in a token or nowhere beside one. */
const IDENTIFYING = ["user_id", "email", "phone", "user_hash"];

/** What no custom trait may say: who it is, and what the loader says itself. */
const PROTECTED = ["user_id", "user_hash", "intercom_user_jwt", "app_id", "api_base"];

/**
 * @param {Fields} fields
 * @param {string[]} names
 * @returns {Fields}
 */
const without = (fields, names) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/**
 * What may be said beside a token, or where nobody may be named without one.
 *
 * @param {Fields} fields
 * @returns {Fields}
 */
export const withoutIdentity = (fields) => without(fields, IDENTIFYING);

/**
 * A company of fields that were read: its date in seconds, its custom traits among the others.
 *
 * @param {Fields} fields
 * @param {any} [custom]
 * @returns {Fields | undefined} Nothing where all is empty.
 */
function company({ created_at, company_custom_traits, ...others }, custom = company_custom_traits) {
  const whole = clean({ ...others, created_at: seconds(created_at), ...without(flat(custom), ["company_id"]) });
  return isEmpty(whole) ? undefined : whole;
}

/**
 * The company of a user: a mapping says where its object is, or where single fields are.
 *
 * @param {any} from
 * @param {any} event
 * @returns {Fields}
 */
const companyFields = (from, event) =>
  from === undefined || (isObject(from) && !("@path" in from))
    ? readAll({ ...companyAt("traits.company"), ...from }, event)
    : readAll(COMPANY, read(from, event));

/**
 * @param {any} from Where the list is, or `{ "@arrayPath": [where, { field: where in a company }] }`.
 * @param {any} event
 * @returns {Fields[] | undefined}
 */
function companies(from, event) {
  const [path, fields] = (isObject(from) && from["@arrayPath"]) || [from];
  const list = read(path, event);
  const all = Array.isArray(list) ? list.map((one) => company(readAll({ ...COMPANY, ...fields }, one))) : [];
  const some = all.filter((one) => one !== undefined);
  return some.length ? /** @type {Fields[]} */ (some) : undefined;
}

/** @param {string | undefined} activator */
const widget = (activator) => (activator && activator !== DEFAULT_ACTIVATOR ? { widget: { activator } } : {});

/**
 * Whose event it is to Intercom, and the token that it brought.
 *
 * @param {any} event
 * @param {MappingOptions} options
 * @returns {{ user: string | undefined, token: string | undefined }}
 */
export function identityOf(event, { mapping }) {
  const { user_id, intercom_user_jwt } = { ...USER, ...mapping?.identifyUser };
  const [user, token] = [read(user_id, event), read(intercom_user_jwt, event)];
  return {
    user: user == null || user === "" ? undefined : String(user),
    token: typeof token === "string" && token ? token : undefined,
  };
}

/**
 * The attributes that an `identify` or a `page` event changes.
 *
 * @param {any} event
 * @param {MappingOptions} options
 * @returns {Fields}
 */
export function identifyUser(event, { mapping, activator }) {
  const { company: one, companies: many = "traits.companies", ...map } = { ...USER, ...mapping?.identifyUser };
  const { custom_traits, company_custom_traits, avatar_image_url, intercom_user_jwt, created_at, ...fields } = readAll(
    map,
    event,
  );
  return clean({
    ...without(fields, ["app_id", "api_base"]),
    user_id: identityOf(event, { mapping }).user,
    created_at: seconds(created_at),
    hide_default_launcher: fields.hide_default_launcher ?? undefined,
    company: company(companyFields(one, event), company_custom_traits),
    companies: companies(many, event),
    ...without(flat(custom_traits), PROTECTED),
    ...widget(activator),
    avatar: avatar_image_url ? { type: "avatar", image_url: avatar_image_url } : undefined,
  });
}

/**
 * The attributes that a `group` event changes; none where it names no company.
 *
 * @param {any} event
 * @param {MappingOptions} options
 * @returns {Fields | undefined}
 */
export function identifyCompany(event, { mapping, activator }) {
  const { hide_default_launcher, ...fields } = readAll({ ...GROUP, ...mapping?.identifyCompany }, event);
  const whole = company(fields);
  const launcher = { hide_default_launcher: hide_default_launcher ?? undefined, ...widget(activator) };
  return whole && clean({ company: whole, ...launcher });
}

/**
 * The name of a `track` event, and the facts about it; nothing where it has no name.
 *
 * @param {any} event
 * @param {MappingOptions} options
 * @returns {[string, Fields] | undefined}
 */
export function trackEvent(event, { mapping, richLinkProperties = [] }) {
  const { event: name, event_metadata, revenue, currency } = readAll({ ...TRACK, ...mapping?.trackEvent }, event);
  if (typeof name !== "string" || !name) {
    return undefined;
  }
  const facts = flat(event_metadata, (key) => richLinkProperties.includes(key));
  const price = revenue ? values.price(revenue, currency) : undefined;
  return [name, price ? { ...without(facts, ["revenue", "currency"]), price } : facts];
}
