// The options of `boot`, made from the settings that a program passes.
import { IDENTIFYING, LOOK, TOKEN_OPTIONS } from "../generated.js";
import { tokenKey } from "../identity.js";
import { hasToken } from "../owner.js";
import { textOf } from "../text.js";
import type { LoaderOptions } from "./sdk-types.js";
import { withoutBad } from "./sdk-values.js";

export type Fields = Record<string, unknown>;

/** Settings that a program passes. */
export interface Given extends Fields {
  app_id?: unknown;
  intercom_user_jwt?: unknown;
}

/** Options of `boot`, which checks them. */
export interface Options extends Fields {
  appId?: unknown;
  jwt?: unknown;
  allowUnsignedIdentity?: unknown;
}

/** Options of a session, with its attributes. */
export interface SessionOptions extends Options {
  settings: Fields;
}

/** Attributes that identify a user. */
export interface Identity extends Fields {
  user_id?: unknown;
}

/** The loader's own options that may stand beside Intercom's settings. */
const LOADER_OPTIONS = Object.keys({
  allowCustomApiBase: true,
  allowUnsignedIdentity: true,
  debug: true,
  getJwt: true,
  jwt: true,
  jwtRequest: true,
  jwtUrl: true,
  load: true,
  nonce: true,
  refreshWith: true,
  routes: true,
  syncTabs: true,
  timeoutMs: true,
  visitorOnSignIn: true,
  whenSignedOut: true,
  whenTokenFails: true,
  widgetUrl: true,
} satisfies Record<keyof LoaderOptions, true>);

/** The fields that are defined and whose names `keep` accepts. */
export const pick = (fields: Fields, keep: (name: string) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== undefined && keep(name)));

export const hasFields = (fields: Fields): boolean => Object.keys(fields).length > 0;

/** Whether two values have the same content; functions are the same only as objects. */
export function isSame(one: unknown, other: unknown): boolean {
  const isFunction = typeof one === "function" || typeof other === "function";
  return one === other || (!isFunction && textOf(one) === textOf(other));
}

/** The attributes that may be sent with these options: beside a token none that identify. */
export const sendable = (options: Options, settings: Fields): Fields =>
  pick(settings, (name) => !hasToken(options) || !IDENTIFYING.includes(name));

/** The identifying attributes among the settings. */
export const identityIn = (settings: Fields): Identity =>
  pick(settings, (name) => settings[name] !== null && IDENTIFYING.includes(name));

/** Whether two boots differ in nothing but attributes and tokens of the same user. */
export const isSameSession = (one: SessionOptions, other: SessionOptions): boolean =>
  tokenKey(one.jwt) === tokenKey(other.jwt) &&
  [...LOADER_OPTIONS, "appId", "region", "apiBase"].every((name) => name === "jwt" || isSame(one[name], other[name])) &&
  isSameUser(one.settings, other.settings);

/** Whether they are of one user, who may get another e-mail address. */
function isSameUser(one: Identity, other: Identity): boolean {
  const names = one.user_id != null && other.user_id != null ? ["user_id"] : IDENTIFYING;
  return names.every((name) => isSame(one[name], other[name]));
}

/** Whether a program says who the user is, or where the token comes from. */
export const namesUser = (given: Given): boolean =>
  given.intercom_user_jwt != null || hasToken(given as Options) || hasFields(identityIn(given));

/**
 * Makes the options of `boot` from what the program passes. What it leaves out is inherited from `base`, but for what
 * belongs to that session's user, unless that one is kept.
 */
export function bootOptions(given: Given, base: Partial<SessionOptions> = {}, keepsUser = false): SessionOptions {
  const { app_id, api_base, region, intercom_user_jwt: token, ...rest } = given;
  const { settings: lastSettings = {}, appId, ...inherited } = base;
  const own: Options = pick(rest, (name) => LOADER_OPTIONS.includes(name));
  if (token != null) {
    own.jwt = String(token);
  }
  const place = region != null ? { region } : api_base != null ? { apiBase: api_base } : undefined;
  const replaced = [...(keepsUser ? [] : replacedTokenOptions(own, inherited)), ...(place ? ["region", "apiBase"] : [])];
  const options: Options = {
    routes: "manual",
    ...pick(inherited, (name) => !replaced.includes(name)),
    ...place,
    ...own,
    appId: app_id ?? appId,
  };
  options.allowUnsignedIdentity = !hasToken(options) && own.allowUnsignedIdentity !== false;
  const settings = sendable(options, {
    ...pick(lastSettings, (name) => keepsUser || LOOK.includes(name)),
    ...withoutBad(pick(rest, (name) => !LOADER_OPTIONS.includes(name)), "the attribute"),
  });
  return { ...options, settings };
}

/** Token options that are not inherited. A token was one user's; an endpoint answers anew who is signed in. */
function replacedTokenOptions(own: Options, inherited: Options): readonly string[] {
  if (hasToken(own)) {
    return TOKEN_OPTIONS;
  }
  return inherited.jwt ? ["jwt"] : [];
}
