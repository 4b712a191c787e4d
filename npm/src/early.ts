// What a boot needs of the network is asked for at once, while the core is still on its way. The options are taken at face
// value here. The core reads them again: it takes what was begun where it would begin the same, else it is aborted.
import { attempt, callDocument, ofDocument, own } from "./browser.js";
import { noteOf } from "./cookies.js";
import { API_HOSTS, CHANNEL, FILES_ORIGIN, WIDGET_URL } from "./generated.js";

/** A boot that was called before the core was there, and what it has begun, for the core to take over. */
export interface Early {
  /** Run of script in which boot was called. */
  turn: number;
  /** A shutdown has gone on without the core since. */
  superseded: boolean;
  /** A shutdown has once gone on without the core: no answer of a cache is believed any more. */
  pastCaches: boolean;
  /** Note of the last user when it was called; an empty text for nobody. */
  noted: string;
  /** Listens to the other tabs. */
  channel?: BroadcastChannel;
  request?: EarlyRequest | undefined;
}

/** Request for the token. */
interface EarlyRequest {
  url: string;
  response: Promise<Response>;
  abort(): void;
}

/** A boot whose core is on its way. */
export interface EarlyBoot {
  /** Asks for the token, for the Messenger's script and for connections, and listens to the other tabs. */
  begin(cache: RequestCache): void;
  /** Gives what was begun to the core. */
  handOver(turn: number, superseded: boolean, pastCaches: boolean): Early;
  /** Leaves nothing of what was begun: the boot was refused, or never came to the core. */
  takeBack(): void;
}

/** `hear` is called with what the other tabs say, and with nothing where the page comes back out of the back-forward cache. */
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
  // Once: a core that comes after all must not be given what was taken back.
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
      if (isNow(options)) {
        attempt(() => (links = preload(options, appId)));
      }
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

/** Whether nothing of the boot waits for the page to have loaded. */
export const isNow = (options: any): boolean => (own(options, "load") ?? "now") === "now";

function ask(given: unknown, cache: RequestCache): EarlyRequest | undefined {
  if (typeof given !== "string" && !(given instanceof URL)) {
    return;
  }
  const controller = new AbortController();
  const { url } = new Request(given);
  const response = fetch(url, { cache, credentials: "include", signal: controller.signal });
  // Perhaps the core does not take it.
  response.catch(() => {});
  return { url, response, abort: () => controller.abort() };
}

function preload(options: any, appId: string): Array<HTMLLinkElement | undefined> {
  const widget = own(options, "widgetUrl");
  const api: unknown = own(options, "apiBase") ?? API_HOSTS[own(options, "region") ?? "us"];
  return [
    link("preload", widget ?? WIDGET_URL + appId, { as: "script", nonce: own(options, "nonce") ?? "" }),
    widget === undefined ? link("preconnect", FILES_ORIGIN) : undefined,
    // Its requests have no cookies; a browser keeps connections for those apart.
    link("preconnect", api, { crossOrigin: "" }),
  ];
}

/** Puts a `<link>` on the page, unless the page's head, or an older boot, has it. */
function link(rel: string, href: unknown, others?: object): HTMLLinkElement | undefined {
  const same = `link[rel=${rel}][href=${JSON.stringify(href)}]`;
  if (typeof href === "string" && !callDocument("querySelector", same)) {
    const made = Object.assign(callDocument<HTMLLinkElement>("createElement", "link"), { rel, href }, others);
    (ofDocument("head") ?? ofDocument("documentElement")).append(made);
    return made;
  }
}
