// Random options and attributes, and their expected results: an independent implementation, by tables instead of
// readers.
(() => {
  // Reproducible random numbers (mulberry32).
  const chance = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const cyclic = {};
  cyclic.self = cyclic;
  const throwing = { get length() { throw new Error("a getter"); } };
  const odd = [
    1, -1, 0.5, NaN, Infinity, 1e300, 10n, "", " ", "\u0000", "\ud800", "x".repeat(70_000), "<script>", "javascript:alert(1)",
    [], [[]], {}, { toString: null }, cyclic, throwing, () => {}, Symbol("odd"), new Date(NaN), new Proxy({}, {}), /x/, new Map(),
  ];
  const words = (valid) => ({ valid, odd: [...odd, "constructor", "__proto__", "AUTO", "eu "] });
  const flag = { valid: [true, false], odd: [...odd, "true", "false"] };
  const address = ["/jwt", "jwt", "https://example.com/jwt", "//example.com/jwt"];
  const url = (more) => ({
    valid: [...address, ...more],
    odd: odd.filter((value) => !["\ud800", "x".repeat(70_000), "<script>"].includes(value)).concat(["data:,x", "https://user:pw@example.com/", "a b"]),
  });
  const plain = (value) => typeof value === "object";
  const TABLE = {
    region: words(["us", "eu", "au", "ap"]),
    apiBase: words(["https://api-iam.eu.intercom.io", "https://api-iam.intercom.io"]),
    jwtUrl: url([new URL("https://example.com/jwt")]),
    widgetUrl: url([]),
    jwt: { valid: ["anything: it is read when it is used"], odd: odd.filter((value) => typeof value !== "string") },
    getJwt: { valid: [async () => null, () => null], odd: odd.filter((value) => typeof value !== "function") },
    jwtRequest: {
      valid: [{ url: "/jwt" }, { url: "/jwt", method: "post", body: "{}", headers: { a: "b" }, credentials: "omit", timeoutMs: 5 }],
      odd: [...odd, { method: "GET" }, { url: "/jwt", methd: "GET" }, { url: "/jwt", method: "a b" }, { url: "/jwt", body: "x" },
        { url: "/jwt", headers: { "a b": "c" } }, { url: "/jwt", headers: { a: "b\nc" } }, { url: "/jwt", credentials: "some" }],
    },
    settings: {
      valid: [{}, { name: "Ada" }, { created_at: new Date(0), company: { company_id: "1" } }, { list: [1, null, true] }],
      odd: odd.filter((value) => !plain(value) || [cyclic, throwing].includes(value) || Array.isArray(value))
        .concat([{ app_id: "x" }, { email: "a@b.c" }, { f: () => {} }, { n: NaN }, { s: Symbol("s") }, { deep: cyclic }]),
    },
    routes: words(["auto", "manual"]),
    load: words(["now", "load", "idle", "interaction"]),
    whenSignedOut: words(["visitor", "error"]),
    whenTokenFails: words(["visitor", "error"]),
    timeoutMs: { valid: [1, 15_000, 86_400_000], odd: odd.filter((value) => value !== 1).concat([86_400_001, "5"]) },
    nonce: { valid: ["abc"], odd: odd.filter((value) => typeof value !== "string") },
    syncTabs: flag,
    allowUnsignedIdentity: { valid: [false], odd: flag.odd },
    allowCustomApiBase: flag,
    debug: { valid: [false], odd: flag.odd },
  };
  const UNKNOWN = ["appid", "jwtURL", "JWT", "setting", "app_id", "constructor", "toString", "hasOwnProperty", "", "\u0000", "0"];

  const draw = (random) => {
    const pick = (list) => list[Math.floor(random() * list.length)];
    const options = random() < 0.9 ? { appId: pick(["abc12345", "a", "Z9"]) } : { appId: pick([...odd.filter((v) => v !== "x".repeat(70_000)), "a-b", "é"]) };
    let good = typeof options.appId === "string" && /^[A-Za-z0-9]+$/.test(options.appId);
    for (let n = Math.floor(random() * 4); n > 0; n -= 1) {
      const name = pick(Object.keys(TABLE));
      const fine = random() < 0.75;
      options[name] = pick(fine ? TABLE[name].valid : TABLE[name].odd);
      Object.defineProperty(options, `fine:${name}`, { value: fine, configurable: true, enumerable: false, writable: true });
    }
    for (const name of Object.keys(TABLE)) good &&= options[`fine:${name}`] !== false;
    const given = (...names) => names.filter((name) => options[name] != null).length;
    good &&= given("region", "apiBase") < 2 && given("jwtUrl", "jwtRequest", "getJwt", "jwt") < 2;
    if (random() < 0.1) {
      options[pick(UNKNOWN)] = pick([1, "x", true]);
      good = false;
    }
    return { options, good };
  };

  window.fuzz = {
    /** Boots with random options, and shuts down at once; a boot that lasts until then was accepted. */
    async options(seed, count) {
      const { boot, shutdown, MessengerError } = window.loader;
      const random = chance(seed);
      const wrong = [];
      // Loads the core, which reads options: without it a shutdown ends a boot before they are read.
      await boot({}).catch(() => {});
      for (let n = 0; n < count; n += 1) {
        const { options, good } = draw(random);
        const booted = boot(options).then(() => "booted", (error) => (error instanceof MessengerError && error.hint ? error.code : `threw ${error}`));
        await shutdown();
        const code = await booted;
        // A token is read after the options.
        const accepted = ["boot_superseded", "booted", "token_malformed"].includes(code);
        if (accepted !== good || code.startsWith("threw") || /^wasm_/.test(code)) {
          wrong.push({ code, good, options: Object.entries(options).map(([key, value]) => [key, Object.prototype.toString.call(value), window.__seen.text(typeof value === "symbol" || typeof value === "bigint" ? String(value) : value)?.slice(0, 90)]) });
        }
      }
      return wrong;
    },
    /** Loads the script tag's file by tags with random attributes; each calls the `IntercomMessenger` set here. */
    async attributes(seed, count) {
      let options;
      window.IntercomMessenger = { boot: async (given) => void (options = given) };
      // Loaded from memory: thousands of requests would take too long.
      const src = URL.createObjectURL(await (await fetch("/dist/auto.js")).blob());
      const random = chance(seed);
      const pick = (list) => list[Math.floor(random() * list.length)];
      const names = ["app-id", "region", "jwt-url", "settings", "timeout-ms", "debug", "sync-tabs", "load", "appid", "manual", "gtm-id", "x", "settings-", "__proto__"];
      const texts = ["", "true", "false", "1", "-1", "1e999", "NaN", "{}", "{\"a\":1}", "[", "null", "\u0000", "abc12345", "{\"__proto__\":{\"x\":1}}"];
      const wrong = [];
      for (let n = 0; n < count; n += 1) {
        const tag = document.createElement("script");
        for (let some = Math.floor(random() * 6); some > 0; some -= 1) tag.setAttribute(`data-${pick(names)}`, pick(texts));
        options = {};
        const given = { ...tag.dataset };
        let reported;
        const report = ({ message }) => (reported = message);
        window.addEventListener("error", report);
        await new Promise((onload) => document.head.append(Object.assign(tag, { src, onload })));
        window.removeEventListener("error", report);
        tag.remove();
        try {
          if (reported) throw reported;
          if (("manual" in given) && Object.keys(options).length) wrong.push("a manual one boots");
          for (const [name, value] of Object.entries(options)) {
            const text = given[name];
            const flags = ["debug", "syncTabs"].includes(name) && ["", "true", "false"].includes(text);
            const fine = name === "timeoutMs" ? typeof value === "number" : flags ? typeof value === "boolean" : name === "settings" || value === text;
            if (!fine || name === "gtmId" || name === "manual" || name === "x") wrong.push([name, text, String(value)]);
          }
          if ({}.x !== undefined) wrong.push("a prototype is polluted");
        } catch (error) {
          wrong.push(String(error));
        }
      }
      return wrong;
    },
  };
})();
