// What an application renders, as values that can be compared and do not change behind the adapters' back.
import { tokenKey } from "../identity.js";
import { textOf } from "../text.js";
import type { BootOptions, Settings } from "../types.js";

/** What one provider wants. */
export interface Wish {
  /** Text of the options without the settings, and with the user in place of a `jwt`: a newer one is no other option. */
  key: string;
  /** The same, with a stable `getJwt`: one that is created anew at each render is no other option. */
  options: BootOptions;
  /** The application's own. */
  getJwt: BootOptions["getJwt"];
  settings: Settings;
  /** Text of each setting that has a value. */
  texts: Record<string, string>;
  /** Key of the user: null while nobody is signed in, undefined where the application does not say. */
  user: unknown;
}

/** Reads what is rendered; `getJwt` stands for the application's function. */
export function readWish(given: BootOptions, user: unknown, getJwt: () => Promise<string | null> | string | null): Wish {
  const { settings, ...rest } = (given ?? {}) as BootOptions;
  const own = typeof rest.getJwt === "function" ? rest.getJwt : undefined;
  const options = (own ? { ...rest, getJwt } : rest) as BootOptions;
  // The boot refuses settings that are no object.
  const copy = (settings == null ? {} : snapshotOf(settings, new Map())) as Settings;
  const texts = Object.fromEntries(
    Object.entries(copy)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, textOf(value)]),
  );
  const key = textOf({ ...options, jwt: tokenKey(options.jwt) });
  return { key, options, getJwt: own, settings: copy, texts, user: userKey(user) };
}

/** Whether two wishes are the same. */
export const isSameWish = (one: Wish, other: Wish): boolean =>
  one.key === other.key &&
  one.options.jwt === other.options.jwt &&
  one.user === other.user &&
  textOf(one.texts) === textOf(other.texts);

/**
 * Copies objects and lists, to any depth: a framework's proxies and objects that change in place become what they are now.
 * Anything else (dates, functions) stays as it is.
 */
function snapshotOf(value: unknown, copies: Map<unknown, unknown>): unknown {
  const isList = Array.isArray(value);
  if (!isList && Object.prototype.toString.call(value) !== "[object Object]") {
    return value;
  }
  if (!copies.has(value)) {
    const copy: Record<string, unknown> | unknown[] = isList ? [] : {};
    copies.set(value, copy);
    for (const [name, field] of Object.entries(value as object)) {
      (copy as Record<string, unknown>)[name] = snapshotOf(field, copies);
    }
  }
  return copies.get(value);
}

/**
 * Key of a user: null, undefined, or the text of its content, which an object created anew has again. An object that shows
 * none of its content is its own key.
 */
function userKey(user: unknown): unknown {
  if (user == null) {
    return user;
  }
  const text = textOf(user);
  return text === "{}" && Object.getPrototypeOf(user)?.constructor !== Object ? user : text;
}
