// Starts the network requests of a boot at once, while the core is still loading. The options are not validated here.
// The core reads them again: it takes over each request that it would make itself, and aborts the others.
import { attempt, callDocument, ofDocument, own } from "./browser.js";
import { noteOf } from "./cookies.js";
import { API_HOSTS, CHANNEL, FILES_ORIGIN, WIDGET_URL } from "./generated.js";

/** A boot that was called before the core was there, and its requests, for the core to take over. */
export interface Early {
  /** Run of script in which boot was called. */
  turn: number;
  /** Whether a shutdown without the core has happened since. */
  superseded: boolean;
  /** Whether a shutdown without the core has ever happened: cached responses are not trusted any more. */
  pastCaches: boolean;
  /** Note of the last user at the time of the call; an empty text for none. */
  noted: string;
  /** Channel to the other tabs. */
  channel?: BroadcastChannel;
  request?: EarlyRequest | undefined;
}

/** Request for the token. */
interface EarlyRequest {
  url: string;
  response: Promise<Response>;
  abort(): void;
}

/** A boot that waits for the core. */
export interface EarlyBoot {
  /** Requests the token and the Messenger's script, opens connections, and listens to the other tabs. */
  begin(cache: RequestCache): void;
  /** Hands the requests over to the core. */
  handOver(turn: number, superseded: boolean, pastCaches: boolean): Early;
  /** Cancels all requests: the boot was rejected, or never reached the core. */
  takeBack(): void;
}

/**
 * Calls `hear` with messages of the other tabs, and without one when the page returns from the back-forward cache.
 */
export function earlyBoot(options: any, hear: (message?: unknown) => void): EarlyBoot {
  const appId = own(options, "appId");
  const noted = typeof appId === "string" ? noteOf(appId) : "";
  let begun: Pick<Early, "channel" | "request"> = {};
  let links: ReturnType<typeof preload> = [];

  const onPageShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) {
      hear();
    }
  };
  // Only once: a core that comes later must not get cancelled requests.
  const take = () => {
    attempt(() => removeEventListener("pageshow", onPageShow));
    const taken = begun;
    begun = {};
    return taken;
  };

  return {
    begin(cache) {
      if (typeof appId !== "string") {
        return;
      }
      attempt(() => addEventListener("pageshow", onPageShow));
      if (own(options, "syncTabs") !== false) {
        attempt(() => {
          begun.channel = new BroadcastChannel(CHANNEL);
          begun.channel.onmessage = ({ data }) => hear(data);
        });
      }
      attempt(() => (begun.request = ask(own(options, "jwtUrl"), cache)));
      // Not with "idle" or "interaction": idle time or a click may never come.
      attempt(() => /^i/.test(loadOf(options)) || (links = preload(options, appId)));
    },
    handOver: (turn, superseded, pastCaches) => ({ turn, superseded, pastCaches, noted, ...take() }),
    takeBack() {
      const { request, channel } = take();
      request?.abort();
      channel?.close();
      links.forEach((link) => link?.remove());
    },
  };
}

const loadOf = (options: any): any => own(options, "load") ?? "now";

/** Whether no part of the boot waits for the page's load. */
export const isNow = (options: any): boolean => loadOf(options) === "now";

function ask(given: unknown, cache: RequestCache): EarlyRequest | undefined {
  if (typeof given !== "string" && !(given instanceof URL)) {
    return;
  }
  const controller = new AbortController();
  const { url } = new Request(given);
  const response = fetch(url, { cache, credentials: "include", signal: controller.signal });
  // The core might not take it over.
  response.catch(() => {});
  return { url, response, abort: () => controller.abort() };
}

function preload(options: any, appId: string): Array<HTMLLinkElement | undefined> {
  const widget = own(options, "widgetUrl");
  const api: unknown = own(options, "apiBase") ?? API_HOSTS[own(options, "region") ?? "us"];
  return [
    link("preload", widget ?? WIDGET_URL + appId, { as: "script", nonce: own(options, "nonce") ?? "" }),
    widget === undefined ? link("preconnect", FILES_ORIGIN) : undefined,
    // Its requests have no cookies; browsers use separate connections for those.
    link("preconnect", api, { crossOrigin: "" }),
  ];
}

/** Adds a `<link>` to the page, unless the page's head, or an older boot, has it. */
function link(rel: string, href: unknown, others?: object): HTMLLinkElement | undefined {
  const same = `link[rel=${rel}][href=${JSON.stringify(href)}]`;
  if (typeof href === "string" && !callDocument("querySelector", same)) {
    const made = Object.assign(callDocument<HTMLLinkElement>("createElement", "link"), { rel, href }, others);
    (ofDocument("head") ?? ofDocument("documentElement")).append(made);
    return made;
  }
}
