// The page of these tests: a Messenger that records calls, page code, and functions that reset the page.

const own = { fetch: window.fetch, random: Math.random, console: { ...console } };

let calls = [];
let requests = [];
let scripts = [];
let logged = "";

// A value as JSON with its keys in order; values outside JSON show their kind, so that no test mistakes them for
// data.
const text = (value) => {
  if (Array.isArray(value)) return `[${value.map(text).join(",")}]`;
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join(",")}}`;
  }
  const plain = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  return plain ? JSON.stringify(value) : `<${Object.prototype.toString.call(value)}>`;
};

// The one Messenger of this page: a function without a queue that identifies itself, as the widget does.
const messenger = (...call) => {
  // The loader detects a running session by this call, which changes nothing in the Messenger.
  if (call[0] === "ready") return;
  const settings = window.intercomSettings;
  calls.push({ call: text(call), settings: settings === undefined ? "" : text(settings) });
};

messenger.booted = true;

export const live_messenger = () => {
  window.Intercom = messenger;
};

/** The Messenger's calls, in order. */
export const told = () => calls.map(({ call }) => call);

/** `window.intercomSettings` as the Messenger found it at each call. */
export const found_settings = () => calls.map(({ settings }) => settings);

export const forget_calls = () => {
  calls = [];
};

/** Runs page code. */
export const run = (source) => {
  (0, eval)(source);
};

/** The value of an expression in page code. */
export const value_of = (source) => text((0, eval)(`(${source})`));

/** The same without conversion. */
export const evaluate = (source) => (0, eval)(`(${source})`);

/** A value as JSON with its keys in order. */
export const json_of = text;

/** Gives page code the exports of the loader that these tests share: `loader.boot(…)`. */
export const expose_loader = async () => {
  const wasm = performance.getEntriesByType("resource").find((entry) => entry.name.endsWith("_bg.wasm")).name;
  // The page, or the frame, has loaded it from this address; another one would create another instance.
  window.loader = await import(wasm.replace("_bg.wasm", window.frameElement ? ".js" : ""));
};

/** Calls in the stub's queue. */
export const queued = () =>
  Array.from(window.Intercom.q, (call) => Array.from(call)).filter(([method]) => method !== "ready").map(text);

/** Wraps `window.fetch` in a function of the page's own. */
export const wrap_fetch = (source) => {
  const wrapper = (0, eval)(`(${source})`);
  window.fetch = (...request) => {
    requests.push(new Request(...request));
    return wrapper(...request, requests.length);
  };
};

/** Requests that the wrapper has recorded. */
export const seen_requests = () =>
  requests.map(({ method, url, credentials, headers, signal }) =>
    text({ method, url, credentials, headers: Array.from(headers), aborted: signal.aborted }),
  );

/** Sets delays between tries to this share of their maximum. */
export const jitter = (share) => {
  Math.random = () => share;
};

/** Time of a monotonic clock, in milliseconds. */
export const uptime = () => performance.now();

const address = (path) => new URL(path, location.href).href;
// A script that failed is requested again from the same address with a query.
const with_src = (path) =>
  Array.from(document.scripts).filter(({ src }) => src.replace(/[?&]again$/, "") === address(path));

/** Number of scripts with this address on the page. */
export const scripts_of = (path) => with_src(path).length;

/** Number of scripts that were added to the page. */
export const inserted_scripts = () => scripts.length;

let on_insertion = () => {};
const insertions = new MutationObserver((records) => {
  for (const node of records.flatMap(({ addedNodes }) => Array.from(addedNodes))) {
    if (node.localName === "script") {
      scripts.push(node);
      on_insertion(node);
    }
  }
});
insertions.observe(document, { childList: true, subtree: true });

/** Makes the next script that is added to the page act as the widget: it drains the queue, and has loaded. */
export const widget_arrives = () => {
  on_insertion = (script) => {
    const queue = window.Intercom.q;
    live_messenger();
    queue.forEach((call) => messenger(...call));
    script.dispatchEvent(new Event("load"));
  };
};

/** Stops every script on the page from reporting its end. */
export const silence_scripts = () => {
  silent = true;
};

/** Makes all scripts with this address on the page report a failure. */
export const fail_scripts = (path) => {
  silent = false;
  with_src(path).forEach((script) => script.dispatchEvent(new Event("error")));
};

let silent = false;
let failures = [];
window.addEventListener(
  "error",
  (event) => {
    if (event.target.localName !== "script") return;
    if (silent) event.stopImmediatePropagation();
    failures.splice(0).forEach((tell) => tell());
  },
  true,
);

/** Resolves as soon as a script on the page has failed. */
export const script_failure = () => new Promise((resolve) => failures.push(() => setTimeout(resolve)));

/** Records everything that is logged, from now on. */
export const listen_to_console = () => {
  for (const method of ["debug", "log", "info", "warn", "error"]) {
    console[method] = (...values) => {
      logged += `${values.map(String).join(" ")}\n`;
    };
  }
};

export const console_text = () => logged;

const base64url = (text) => {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

/** An unsigned token with exactly these two parts. */
export const token_with = (header, claims) => `${base64url(header)}.${base64url(claims)}.c2ln`;

/** A well-formed, unsigned token. */
export const token = (user_id, expires_at) =>
  token_with('{"alg":"HS256"}', JSON.stringify({ user_id, exp: expires_at }));

/** The names of the page's cookies, in order. */
export const cookie_names = () => {
  const names = document.cookie.split("; ").map((cookie) => cookie.split("=")[0]);
  return names.filter((name) => name !== "").sort();
};

/** Whether a shutdown has removed `window.intercomSettings`. A page's `var` can never be deleted. */
export const settings_are_gone = () => {
  const left = Object.getOwnPropertyDescriptor(window, "intercomSettings");
  return left === undefined || (!left.configurable && left.value === undefined);
};

/** This file, as a script on the test's own server that is not a Messenger. */
export const this_file = () => new URL(import.meta.url).pathname;

/** Runs everything that is ready. */
export const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** Resolves after this time limit, in milliseconds. */
export const limit = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Resets the page; only scripts of the loader that are still loading stay. */
export const clean = (path) => {
  delete window.Intercom;
  if (!settings_are_gone() && !delete window.intercomSettings) window.intercomSettings = undefined;
  window.fetch = own.fetch;
  Math.random = own.random;
  Object.assign(console, own.console);
  on_insertion = () => {};
  // The last insertions of an earlier test do not count.
  insertions.takeRecords();
  [calls, requests, scripts, failures, logged] = [[], [], [], [], ""];
  localStorage.clear();
  document.querySelectorAll("#Intercom, link[rel=preload]").forEach((element) => element.remove());
  for (const name of cookie_names()) document.cookie = `${name}=; Path=/; Max-Age=0`;
  fail_scripts(path);
};

/** Runs the trial of this name in a frame, with a separate instance of this module. */
export const run_in_frame = async (trials, name) => {
  const wasm = performance.getEntriesByType("resource").find((entry) => entry.name.endsWith("_bg.wasm")).name;
  const frame = document.createElement("iframe");
  frame.srcdoc = "<!doctype html><title>trial</title>";
  const shown = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await shown;
  try {
    const inside = frame.contentWindow;
    const failed = new Promise((_, reject) => {
      inside.addEventListener("error", (event) => reject(event.error ?? event.message));
      inside.addEventListener("unhandledrejection", (event) => reject(event.reason));
    });
    const load = `async (glue, wasm) => {
      const module = await import(glue);
      await module.default({ module_or_path: wasm });
      return module;
    }`;
    const module = await inside.eval(load)(wasm.replace("_bg.wasm", ".js"), wasm);
    // The exports of the package's core are among the module's.
    inside.loader = module;
    await Promise.race([module[trials](name), failed]);
  } catch (error) {
    throw `${frame.contentWindow.panicked ?? ""} ${error}`;
  } finally {
    frame.remove();
  }
};

/** Stores a panic's message for the page that shows the result. */
export const panicked = (message) => {
  window.panicked ??= message;
};
