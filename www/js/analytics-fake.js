// @ts-check
// A fake of Segment's client, `@segment/analytics-next`: it calls a destination as that does, and sends nothing to
// anybody. It keeps nothing either, so after a reload nobody is known.

/** @typedef {Record<string, any>} Fields */
/** @typedef {typeof import("/dist/segment.js").intercomDestination} Destination */

export class AnalyticsFake {
  /** @type {ReturnType<Destination>[]} */
  #plugins = [];
  /** @type {Set<() => void>} */
  #onReset = new Set();
  /** @type {string | null} */
  #id = null;
  /** @type {(line: string) => void} */
  #tell;

  /** @param {(line: string) => void} tell Is told of each call. */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {ReturnType<Destination>} plugin */
  async register(plugin) {
    this.#plugins.push(plugin);
    await plugin.load({}, this);
  }

  user() {
    return { id: () => this.#id };
  }

  /**
   * @param {"reset"} _
   * @param {() => void} listener
   */
  on(_, listener) {
    this.#onReset.add(listener);
  }

  /**
   * @param {"reset"} _
   * @param {() => void} listener
   */
  off(_, listener) {
    this.#onReset.delete(listener);
  }

  /**
   * @param {string} id
   * @param {Fields} traits
   */
  identify(id, traits) {
    this.#id = id;
    this.#dispatch("identify", [id, traits], { traits });
  }

  /** @param {string} name */
  page(name) {
    this.#dispatch("page", [name], { name, properties: { name } });
  }

  /**
   * @param {string} groupId
   * @param {Fields} traits
   */
  group(groupId, traits) {
    this.#dispatch("group", [groupId, traits], { groupId, traits });
  }

  /**
   * @param {string} event
   * @param {Fields} properties
   */
  track(event, properties) {
    this.#dispatch("track", [event, properties], { event, properties });
  }

  reset() {
    this.#id = null;
    this.#tell("analytics.reset()");
    this.#onReset.forEach((listener) => listener());
  }

  /**
   * @param {"identify" | "page" | "group" | "track"} type
   * @param {unknown[]} args
   * @param {Fields} fields
   */
  #dispatch(type, args, fields) {
    this.#tell(`analytics.${type}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`);
    const context = { event: { type, userId: this.#id, context: {}, integrations: {}, ...fields } };
    this.#plugins.forEach((plugin) => plugin[type](context));
  }
}
