// The answers of token endpoints.
import { REPLY, endTimeout, guard, tell, timeout } from "./page.js";

// Rust imports three files and no more, see page.js.
export { examine, textsOf } from "./examine.js";

/** How many bytes of an answer are read at most, as `MAX_BODY_BYTES` in response.rs. */
const MAX_BODY = 65536;

/** @type {Map<number, { controller: AbortController, deadline: any }>} */
const requests = new Map();

/**
 * What a request brought: a response and its text, which is undefined where it is longer than `MAX_BODY`.
 *
 * @typedef {[Response, string | undefined]} Reply
 */

/** @type {(id: number, limit: number) => void} Waits for a token, wherever it comes from; tells after `limit` ms. */
export const beginRequest = guard((id, limit) => {
  requests.set(id, { controller: new AbortController(), deadline: timeout(limit, () => tell(REPLY, id, false)) });
});

/** @type {(id: number) => void} What is still under way is aborted. */
export const endRequest = guard((id) => forget(id)?.controller.abort());

/** @param {number} id */
function forget(id) {
  const request = requests.get(id);
  requests.delete(id);
  endTimeout(request?.deadline);
  return request;
}

/**
 * Sends a request that was begun, and tells of the answer: of a response and its text; or of no response and what went
 * wrong, which with a `fetch` of the page's own may be anything.
 *
 * @param {number} id
 * @param {string} url
 * @param {string} method
 * @param {string} headers A line each, as they are sent.
 * @param {string | undefined} body
 * @param {RequestCredentials} credentials
 * @param {boolean} fresh Whether it goes past every cache.
 */
export async function send(id, url, method, headers, body, credentials, fresh) {
  let response, text;
  try {
    /** @type {RequestInit} */
    const init = { method, credentials, body, signal: requests.get(id)?.controller.signal };
    if (headers) {
      init.headers = headers.split("\n").map((line) => /** @type {[string, string]} */ (line.split(/:(.*)/, 2)));
    }
    if (fresh) {
      init.cache = "no-store";
    }
    const request = new Request(url, init);
    [response, text] = await replyTo(request);
  } catch (cause) {
    [response, text] = [undefined, cause];
  }
  forget(id);
  tell(REPLY, id, response, text);
}

/** @type {(request: Request) => Promise<Reply>} */
async function replyTo(request) {
  const response = await fetch(request);
  return [response, await textOf(response)];
}

/** @type {(response: Response) => Promise<string | undefined>} */
async function textOf({ body }) {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const reader = body?.getReader();
  let [text, size, broken] = ["", 0, false];
  for (let more = reader !== undefined; more; ) {
    const { done, value } = await /** @type {ReadableStreamDefaultReader} */ (reader).read();
    more = !done;
    size += value?.length ?? 0;
    if (size > MAX_BODY) {
      // Nobody waits for the end of it.
      reader?.cancel().catch(() => {});
      return undefined;
    }
    try {
      text += decoder.decode(value, { stream: more });
    } catch {
      broken = true;
    }
  }
  // What is not UTF-8 is not JSON either; the replacement character makes sure that it is read as neither.
  return broken ? "\ufffd" : text;
}
