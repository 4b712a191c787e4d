// preloadTags and cspDirectives on a server, with the built package.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cspDirectives, MessengerError, preloadTags } from "../../dist/server.js";

const appId = "abc12345";
const widget = '<link rel="preload" as="script" href="https://widget.intercom.io/widget/abc12345">';
const api = (part) => `<link rel="preconnect" crossorigin href="https://api-iam.${part}intercom.io">`;
const files = '<link rel="preconnect" href="https://js.intercomcdn.com">';
const token = (mode, url = "/jwt") => `<link rel="preload" as="fetch" crossorigin="${mode}" href="${url}">`;
const tags = (options) => preloadTags({ appId, ...options }).split("\n").filter(Boolean);

describe("preloadTags", () => {
  it("fetches the widget ahead, and connects to its files and the region's API", () => {
    assert.deepEqual(tags({}), [widget, files, api("")]);
    assert.deepEqual(tags({ region: "us" }), [widget, files, api("")]);
    assert.deepEqual(tags({ region: "eu" }), [widget, files, api("eu.")]);
    for (const region of ["au", "ap"]) assert.deepEqual(tags({ region }), [widget, files, api("au.")]);
    const proxy = tags({ apiBase: "https://Chat.example:8443/", allowCustomApiBase: true });
    assert.equal(proxy[2], '<link rel="preconnect" crossorigin href="https://chat.example:8443">');
  });

  it("fetches the token in the mode in which the loader will ask for it", () => {
    const first = (options) => tags(options)[0];
    assert.equal(first({ jwtUrl: "/jwt" }), token("use-credentials"));
    assert.equal(first({ jwtUrl: new URL("https://a.example/jwt") }), token("use-credentials", "https://a.example/jwt"));
    assert.equal(first({ jwtRequest: { url: "/jwt" } }), token("use-credentials"));
    assert.equal(first({ jwtRequest: { url: "/jwt", method: "get", headers: {} } }), token("use-credentials"));
    assert.equal(first({ jwtRequest: { url: "/jwt", credentials: "same-origin" } }), token("anonymous"));
  });

  it("names the loader's own files where it is told where they are", () => {
    const core = "/own/core-without-wasm.js";
    const withoutWasm = preloadTags({ appId }, { core }).split("\n").slice(3);
    assert.deepEqual(withoutWasm.filter(Boolean), [`<link rel="modulepreload" href="${core}">`]);
    const own = preloadTags({ appId }, { core: "/own/core.js", wasm: "/own/core.wasm" }).split("\n").slice(3);
    assert.deepEqual(own, [
      '<link rel="modulepreload" href="/own/core.js">',
      '<link rel="preload" as="fetch" crossorigin href="/own/core.wasm">',
      "",
    ]);
  });

  it("leaves out what no fetch could reuse, and what it cannot know", () => {
    const plain = [widget, files, api("")];
    assert.deepEqual(tags({ jwtRequest: { url: "/jwt", credentials: "omit" } }), plain);
    assert.deepEqual(tags({ jwtRequest: { url: "/jwt", method: "POST", body: "{}" } }), plain);
    assert.deepEqual(tags({ jwtRequest: { url: "/jwt", headers: { "x-csrf": "1" } } }), plain);
    assert.deepEqual(tags({ getJwt: () => null }), plain);
    assert.deepEqual(tags({ jwt: "a.b.c" }), plain);
  });

  it("does not know where a script of one's own has its files", () => {
    assert.deepEqual(tags({ widgetUrl: "/w" }).slice(1), [api("")]);
  });

  it("fetches no Messenger ahead that waits", () => {
    for (const load of ["load", "idle", "interaction"]) {
      assert.deepEqual(tags({ load }), []);
      assert.deepEqual(tags({ load, jwtUrl: "/jwt" }), [token("use-credentials")]);
    }
    assert.deepEqual(tags({ load: "now" }), tags({}));
  });

  it("takes null for what is not given, as boot does", () => {
    for (const name of ["method", "headers", "body", "credentials"]) {
      assert.equal(tags({ jwtRequest: { url: "/jwt", [name]: null } })[0], token("use-credentials"), name);
    }
    for (const request of [{ credentials: "constructor" }, { credentials: "toString" }, { method: 5 }]) {
      assert.deepEqual(tags({ jwtRequest: { url: "/jwt", ...request } }), [widget, files, api("")]);
    }
    Object.prototype.core = "/elsewhere";
    try {
      assert.ok(!preloadTags({ appId }, { wasm: "/own/core.wasm" }).includes("elsewhere"));
    } finally {
      delete Object.prototype.core;
    }
  });

  it("refuses a request without an address, as boot does", () => {
    assert.throws(() => tags({ jwtRequest: { method: "POST" } }), { code: "invalid_option", message: /jwtRequest\.url is missing/ });
  });

  it("writes the nonce that it has checked", () => {
    let reads = 0;
    const nonce = { toString: () => (reads++ ? '"><script>' : "abc") };
    assert.ok(!preloadTags({ appId, nonce }).includes("<script>"));
  });

  it("escapes what stands in an attribute", () => {
    const url = "/jwt?a=1&b=\"><script>alert('1')</script>";
    const [fetched, script] = tags({ jwtUrl: url, widgetUrl: `/w?"<&` });
    assert.equal(fetched, token("use-credentials", "/jwt?a=1&#38;b=&#34;&#62;&#60;script&#62;alert('1')&#60;/script&#62;"));
    assert.equal(script, '<link rel="preload" as="script" href="/w?&#34;&#60;&#38;">');
  });
});

const REGIONS = {
  us: {
    api: "https://api-iam.intercom.io",
    connect:
      "https://api.intercom.io https://uploads.intercomcdn.com https://nexus-websocket-a.intercom.io " +
      "wss://nexus-websocket-a.intercom.io https://nexus-websocket-b.intercom.io wss://nexus-websocket-b.intercom.io",
    media: "https://downloads.intercomcdn.com",
    img:
      "https://static.intercomassets.com https://messenger-apps.intercom.io https://*.intercom-attachments-1.com " +
      "https://*.intercom-attachments-2.com https://*.intercom-attachments-3.com https://*.intercom-attachments-4.com " +
      "https://*.intercom-attachments-5.com https://*.intercom-attachments-6.com https://*.intercom-attachments-7.com " +
      "https://*.intercom-attachments-8.com https://*.intercom-attachments-9.com",
  },
  eu: {
    api: "https://api-iam.eu.intercom.io",
    connect:
      "https://api.eu.intercom.io https://uploads.intercomcdn.eu https://uploads.eu.intercomcdn.com " +
      "https://nexus-europe-websocket.intercom.io wss://nexus-europe-websocket.intercom.io",
    media: "https://downloads.intercomcdn.eu",
    img: "https://static.intercomassets.eu https://messenger-apps.eu.intercom.io https://*.intercom-attachments.eu",
  },
  au: {
    api: "https://api-iam.au.intercom.io",
    connect:
      "https://api.au.intercom.io https://uploads.au.intercomcdn.com https://nexus-australia-websocket.intercom.io " +
      "wss://nexus-australia-websocket.intercom.io",
    media: "https://downloads.au.intercomcdn.com",
    img:
      "https://static.au.intercomassets.com https://messenger-apps.au.intercom.io " +
      "https://*.au.intercom-attachments.com",
  },
};
const EVERYWHERE = {
  script: "'wasm-unsafe-eval' https://widget.intercom.io https://js.intercomcdn.com https://app.intercom.io",
  connect:
    "https://via.intercom.io https://api-ping.intercom.io https://uploads.intercomusercontent.com " +
    "https://*.intercom-messenger.com wss://*.intercom-messenger.com",
  frame:
    "https://intercom-sheets.com https://www.intercom-reporting.com https://www.youtube.com " +
    "https://player.vimeo.com https://fast.wistia.net",
  font: "https://js.intercomcdn.com https://fonts.intercomcdn.com",
  img:
    "blob: data: https://gifs.intercomcdn.com https://video-messages.intercomcdn.com " +
    "https://uploads.intercomusercontent.com",
};

/** Intercom's table, written by hand. */
function table(region) {
  const { api, connect, media, img } = REGIONS[region];
  const files = ["https://js.intercomcdn.com", media];
  const sorted = (...texts) => texts.flatMap((text) => text.split(" ")).sort();
  return {
    "script-src": sorted(EVERYWHERE.script),
    "connect-src": sorted(EVERYWHERE.connect, connect, api),
    "frame-src": sorted(EVERYWHERE.frame),
    "font-src": sorted(EVERYWHERE.font),
    "form-action": sorted("https://intercom.help", api),
    "media-src": sorted(...files),
    "img-src": sorted(EVERYWHERE.img, img, ...files),
    "style-src": ["'unsafe-inline'"],
  };
}

function sortedDirectives(options) {
  const entries = Object.entries(cspDirectives({ appId, ...options }));
  return Object.fromEntries(entries.map(([name, sources]) => [name, [...sources].sort()]));
}

describe("cspDirectives", () => {
  it("names the hosts of the workspace's region, and no others", () => {
    for (const region of ["us", "eu", "au"]) {
      assert.deepEqual(sortedDirectives({ region }), table(region), region);
      assert.deepEqual(sortedDirectives({ apiBase: `${REGIONS[region].api}/` }), table(region), region);
    }
    assert.deepEqual(sortedDirectives({}), table("us"));
    assert.deepEqual(sortedDirectives({ region: "ap" }), table("au"));
  });

  it("names no source twice", () => {
    for (const sources of Object.values(cspDirectives({ appId, region: "eu", jwtUrl: "/jwt", nonce: "n" }))) {
      assert.equal(new Set(sources).size, sources.length, sources.join(" "));
    }
  });

  it("adds the nonce, the token endpoint's origin and those of proxies", () => {
    const of = (options) => cspDirectives({ appId, ...options });
    assert.ok(of({ nonce: "bj-_+/A==" })["script-src"].includes("'nonce-bj-_+/A=='"));
    assert.ok(of({ jwtUrl: "/jwt" })["connect-src"].includes("'self'"));
    assert.ok(of({ jwtUrl: "jwt?a=https://b.example" })["connect-src"].includes("'self'"));
    assert.ok(of({ jwtUrl: new URL("https://a.example/jwt") })["connect-src"].includes("https://a.example"));
    assert.ok(of({ jwtRequest: { url: "http://localhost:1/jwt" } })["connect-src"].includes("http://localhost:1"));
    assert.ok(!of({ getJwt: () => null })["connect-src"].includes("'self'"));
    const scripts = of({ widgetUrl: "https://chat.example/w.js" })["script-src"];
    assert.ok(scripts.includes("https://chat.example") && !scripts.includes("https://widget.intercom.io"));
    assert.ok(of({ widgetUrl: "/w.js" })["script-src"].includes("'self'"));
    const proxy = of({ apiBase: "https://chat.example", allowCustomApiBase: true });
    for (const name of ["connect-src", "form-action"]) {
      assert.ok(proxy[name].includes("https://chat.example") && !proxy[name].includes("https://api-iam.intercom.io"));
    }
  });
});

describe("options that cannot be used", () => {
  const refused = {
    invalid_app_id: [{ appId: undefined }, { appId: "" }, { appId: "a b" }, { appId: 7 }, { appId: "a".repeat(65) }, { appId: "abc\n" }],
    unknown_region: [{ region: "uk" }, { region: "" }, { region: "constructor" }, { region: "EU" }],
    region_and_api_base: [{ region: "eu", apiBase: "https://api-iam.eu.intercom.io" }],
    invalid_api_base: [
      "http://api-iam.intercom.io", "https://a.intercom.io/x", "https://a b.intercom.io", "https://a;b", "", 7,
    ].map((apiBase) => ({ apiBase })),
    invalid_option: [{ jwtUrl: "javascript:alert(1)" }, { widgetUrl: "data:,x" }, { jwtUrl: "https://a;script-src *" }, { jwtUrl: "https://" }],
  };
  for (const [code, all] of Object.entries(refused)) {
    it(`are refused with ${code}`, () => {
      for (const options of all) {
        for (const use of [preloadTags, cspDirectives]) {
          assert.throws(() => use({ appId, ...options }), (error) => {
            assert.ok(error instanceof MessengerError, String(error));
            assert.equal(error.code, code, JSON.stringify(options));
            assert.ok(error.hint.length > 10 && error.message.endsWith(error.hint) && !error.retryable);
            return true;
          }, JSON.stringify(options));
        }
      }
    });
  }

  it("never end up in a policy", () => {
    for (const nonce of ["", "a b", "a'", "a;b", "==", "n' *; script-src *"]) {
      assert.throws(() => cspDirectives({ appId, nonce }), { code: "invalid_option" }, nonce);
    }
  });

  it("are refused in the words of the table of errors", async () => {
    const { readFile } = await import("node:fs/promises");
    const table = await readFile(new URL("../../docs/reference/errors.md", import.meta.url), "utf8");
    for (const code of ["invalid_app_id", "unknown_region", "region_and_api_base", "invalid_api_base"]) {
      const [, what, , hint] = new RegExp(`\\| \`${code}\` \\| (.*) \\| (.*) \\| (.*) \\|`).exec(table);
      assert.throws(
        () => preloadTags({ appId, ...refused[code][0] }),
        ({ message }) => message.startsWith(what) && message.endsWith(`. ${hint}`),
      );
    }
  });
});
