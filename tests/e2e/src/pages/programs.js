// Random programs for Intercom's own package and for its replacement (`window.sdk`), and the calls that the Messenger
// should receive from the replacement: derived from the documentation alone, without either implementation.
(() => {
  const APP = "standin1";
  const LOOK = ["alignment"];

  // Reproducible random numbers (mulberry32).
  const chance = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  /** Steps of a program: names of the package's functions with arguments, and `settle`. */
  const make = (seed) => {
    const random = chance(Math.imul(seed, 0x9e3779b1));
    const pick = (list) => list[Math.floor(random() * list.length)];
    const place = pick([{}, { region: "us" }, { region: "eu" }, { region: "ap" }, { region: "au" }, { api_base: "https://api-iam.eu.intercom.io" }]);
    const user = pick([{}, { user_id: "u1" }, { user_id: "u1", email: "ada@example.com" }]);
    const odd = random() < 0.2;
    const restless = random() < 0.3;
    const attributes = () => {
      const all = {
        plan: pick(["free", "gold", "silver"]), seats: Math.floor(random() * 5), name: pick(["Ada", "Lovelace"]), beta: random() < 0.5,
        alignment: pick(["left", "right"]), company: { company_id: "7", plan: pick(["a", "b"]) }, phase: null, gone: undefined,
      };
      const bad = { seats: NaN, plan: () => {}, company: { plan: Infinity }, beta: Symbol("odd") };
      const fields = {};
      for (const [name, value] of Object.entries(all)) if (random() < 0.3) fields[name] = odd && name in bad && random() < 0.4 ? bad[name] : value;
      return fields;
    };
    const whose = () => (restless && random() < 0.4 ? pick([{ user_id: "u2" }, { user_id: "u1" }, {}]) : user);
    const method = () => pick([
      ["show"], ["hide"], ["showSpace", pick(["help", "shop"])], ["showMessages"], ["showNewMessage", pick(["Hello", undefined, null])],
      ["startConversation", "Hi"], ["hideNotifications", pick([true, false])], ["startTour", "1"], ["showArticle", "2"], ["showNews", "3"],
      ["startSurvey", "4"], ["startChecklist", "5"], ["showTicket", "6"], ["showConversation", "7"],
      ["trackEvent", "paid", pick([undefined, null, { price: 5 }])], ["trackEvent", "seen", { at: 1 }, "third"], ["trackEvent", "bare"],
    ]);
    const steps = [["Intercom", { app_id: APP, ...place, ...user, ...attributes() }]];
    for (let n = 1 + Math.floor(random() * 9); n > 0; n -= 1) {
      const chosen = random();
      if (chosen < 0.2) steps.push(["Intercom", { app_id: APP, ...place, ...whose(), ...attributes() }]);
      else if (chosen < 0.3) steps.push(["boot", { app_id: APP, ...pick([{}, whose()]), ...attributes() }]);
      else if (chosen < 0.45) steps.push(["update", pick([attributes(), attributes(), {}, undefined])]);
      else if (chosen < 0.5) steps.push(["shutdown"]);
      else if (chosen < 0.65) steps.push(["settle"]);
      else if (chosen < 0.7) steps.push(pick([["onShow", () => {}], ["getVisitorId"], ["whoami"]]));
      else steps.push(method());
    }
    return steps;
  };

  const API = { us: "https://api-iam.intercom.io", eu: "https://api-iam.eu.intercom.io", ap: "https://api-iam.au.intercom.io", au: "https://api-iam.au.intercom.io" };
  const IDENTITY = ["user_id", "email"];
  const isBad = (value) => {
    if (typeof value === "object" && value) return Object.values(value).some(isBad);
    return ["function", "symbol"].includes(typeof value) || (typeof value === "number" && !Number.isFinite(value));
  };
  const LIFE = ["Intercom", "boot", "update", "shutdown", "settle", "onShow", "getVisitorId", "whoami"];

  /** A space that the loader does not know is opened after the other calls of the same moment. */
  const inOrder = (methods) => {
    const isUnknown = ([, given]) => given === "shop";
    return [...methods.filter((call) => !isUnknown(call)), ...methods.filter(isUnknown)];
  };

  /**
   * The calls that the Messenger receives from the replacement in a program, and the documented differences that
   * occur.
   */
  const expected = (steps) => {
    const rows = new Set();
    const [sessions, methods] = [[], []];
    /** Number of calls that reach no Messenger; each is logged to the console. */
    let lost = 0;
    let live;
    let look = {};
    let place;
    let queued = [];
    /** Whether the Messenger has loaded: another session then begins in it at once. */
    let isThere = false;
    // Attributes of Intercom(), which the Messenger reads again with each call.
    let standing = {};
    const fields = (given) => {
      const kept = {};
      for (const [name, value] of Object.entries(given ?? {})) {
        if (value === undefined || ["app_id", "region", "api_base"].includes(name)) continue;
        if (isBad(value)) rows.add("a value that cannot be sent");
        else kept[name] = value;
      }
      return kept;
    };
    const end = () => {
      if (live && !isThere) {
        rows.add("calls before the Messenger is there, when `shutdown()` or another user comes");
        lost += queued.length;
      }
      queued = [];
      if (live) look = Object.fromEntries(LOOK.filter((name) => name in live.attributes).map((name) => [name, live.attributes[name]]));
      // A session that was never handed over reached no Messenger.
      if (live && !isThere && sessions.at(-1) === live) sessions.pop();
      live = undefined;
    };
    const begin = (given) => {
      live = { attributes: { ...given } };
      sessions.push(live);
    };
    for (const [name, given, ...rest] of steps) {
      if (name === "settle") {
        isThere ||= Boolean(live);
        methods.push(...queued);
        queued = [];
      } else if (name === "shutdown") {
        end();
      } else if (name === "Intercom" || name === "boot") {
        const said = fields(given);
        const names = IDENTITY.some((one) => said[one] != null);
        const keeps = name === "boot" && !names;
        const before = live?.attributes;
        if (name === "boot" && !isThere && queued.length) rows.add("calls before the Messenger is there, when `boot()` follows");
        const bothIds = before?.user_id != null && said.user_id != null;
        const isSame = keeps || (bothIds ? before.user_id === said.user_id : IDENTITY.every((one) => before?.[one] === said[one]));
        if (name === "Intercom") {
          if (given.region === "au") rows.add("`region: \"au\"`");
          if (given.api_base) rows.add("`api_base` without `region`, in `Intercom()`");
          place = given.api_base ?? API[given.region ?? "us"];
        }
        if (!live) {
          if (steps[0][1] !== given) rows.add(`\`${name}()\` after \`shutdown()\``);
          begin(name === "boot" ? { ...look, ...said } : said);
        } else if (isSame) {
          if (Object.keys(said).some((one) => one in standing && name === "boot" && standing[one] !== said[one])) rows.add("what `Intercom()` has said and a later call has changed");
          if (name === "Intercom" && !isThere) rows.add("`Intercom()` again, as at every render");
          Object.assign(before, said);
        } else {
          rows.add("`Intercom()` or `boot()` as another user");
          end();
          begin(name === "boot" ? { ...look, ...said } : said);
        }
        if (name === "Intercom") standing = said;
      } else if (name === "update") {
        const said = fields(given);
        if (!live) {
          lost += 1;
          rows.add("calls without a session");
          continue;
        }
        if (Object.keys(said).some((one) => one in standing && standing[one] !== said[one])) rows.add("what `Intercom()` has said and a later call has changed");
        Object.assign(live.attributes, said);
        if (!isThere) queued.push(["update"]);
      } else if (!LIFE.includes(name)) {
        if (!live) {
          lost += 1;
          rows.add("calls without a session");
          continue;
        }
        const args = [given, ...rest].slice(0, name === "trackEvent" ? 2 : 1);
        while (args.length && args.at(-1) == null) args.pop();
        (isThere ? methods : queued).push([name, ...args]);
      }
    }
    methods.push(...queued);
    const told = methods.filter(([name]) => name !== "update");
    const who = ({ attributes }) => [attributes.user_id ?? null, attributes.email ?? null, attributes];
    return { outcome: { sessions: sessions.map(who), live: Boolean(live), api: live ? place : null, methods: inOrder(told) }, rows: [...rows], lost };
  };

  /** The calls that the Messenger received. */
  const outcome = () => {
    const facts = window.__standInMessenger;
    const methods = [];
    let live = false;
    for (const { method, args } of facts?.calls ?? []) {
      if (method === "boot") live = true;
      else if (method === "shutdown") live = false;
      else if (live && !["update", "reattach_activator", "whoami", "getVisitorId"].includes(method) && !method.startsWith("on")) {
        const given = args.slice(0, method === "trackEvent" ? 2 : 1);
        while (given.length && given.at(-1) == null) given.pop();
        methods.push([method, ...given]);
      }
    }
    const sessions = (facts?.sessions ?? []).map(({ attributes: { app_id, api_base, installation_type, last_request_at, ...told } }) => [
      told.user_id ?? null,
      told.email ?? null,
      told,
    ]);
    return { sessions, live: Boolean(facts?.session), api: facts?.session?.apiBase ?? null, methods: inOrder(methods) };
  };

  /** The same text for equal values, regardless of the order of their fields. */
  const text = (value) =>
    JSON.stringify(value, (_, part) =>
      part && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1))) : part,
    );

  /** Waits until the Messenger is there; the replacement may have no session, and then it never comes. */
  const settled = async (until) => {
    await (window.loader ? window.loader.whoami().catch(() => {}) : until(() => window.Intercom?.booted));
    // Lets calls continue that wait for the session in a promise of their own.
    await new Promise((done) => setTimeout(done));
  };

  window.programs = {
    text,
    outcome,
    expected: (seed) => expected(make(seed)),
    steps: (seed) => make(seed).map((step) => step.map((part) => (typeof part === "function" ? "<function>" : part))),
    /** Runs the program of this seed. */
    async run(seed, until) {
      for (const [name, ...given] of make(seed)) {
        if (name === "settle") {
          await settled(until);
        } else {
          window.sdk[name](...given);
        }
      }
      await settled(until);
    },
  };
})();
