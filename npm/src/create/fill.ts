// Fills in the values of an example: the workspace's id, its region, and the source of the loader.
import { REGIONS } from "../cli/flags.js";

/** Values to fill in. */
export interface Values {
  appId: string;
  region: string;
  /** npm's specifier of the loader: a range of versions, or `file:` and a packed package. */
  loader: string;
  /** A clone of the loader's repository that contains the crates; without one, the registry's are used. */
  clone: string | undefined;
  version: string;
}

/** Files of an example by their paths in it. */
export type Files = Record<string, string>;

/** Placeholder ids in the examples and their READMEs. */
const PLACEHOLDERS = ["standin1", "abc12345"];

/** Fills in a frontend. */
export function frontend(files: Files, values: Values): Files {
  const filled: Files = {};
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith(".lock")) {
      filled[path] = text;
      continue;
    }
    filled[path] = path === "package.json" ? depend(text, values.loader) : manual(withRegion(withId(text, values), values.region), values);
    filled[path] = withCrates(filled[path], path, values);
  }
  return filled;
}

/** Fills in a backend, which needs only the source of the crates. */
export function backend(files: Files, values: Values): Files {
  const filled = Object.entries(files).map(([path, text]) => [path, path.endsWith("lock.json") ? text : withCrates(withId(text, values), path, values)]);
  return Object.fromEntries(filled) as Files;
}

/** Adds the loader to a package's dependencies. */
function depend(manifest: string, loader: string): string {
  const parsed = JSON.parse(manifest) as { dependencies?: Record<string, string> };
  parsed.dependencies = { ...parsed.dependencies, "intercom-messenger-loader": loader };
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

const withId = (text: string, { appId }: Values): string =>
  PLACEHOLDERS.reduce((text, placeholder) => text.replaceAll(placeholder, appId), text);

/** Adapts a README's instructions for installing the loader, which is a dependency of the manifest already. */
function manual(text: string, { loader, clone, version }: Values): string {
  const install = "npm install ../intercom-messenger-loader/dist     # from where you have the loader\n";
  const once = text.includes("npm ci") ? text.replace(install, "").replaceAll("npm ci", "npm install") : text.replace(install, "npm install\n");
  return once
    .replaceAll('path = "../intercom-messenger-loader"', clone ? `path = ${JSON.stringify(clone)}` : `version = "${version}"`)
    .replaceAll("../intercom-messenger-loader/dist", loader.startsWith("file:") ? loader.slice("file:".length) : "intercom-messenger-loader");
}

/**
 * Sets the region in the text: `REGION=us`, `region: "us"`, `data-region="us"`, and the default of a Rust example,
 * which is two lines below the variable's name.
 */
function withRegion(text: string, region: string): string {
  let since = Infinity;
  const lines = text.split("\n").map((line) => {
    const names = /region/i.test(line);
    since = names ? 0 : since + 1;
    for (const known of REGIONS) {
      const forms = [`REGION=${known}`, `"${known}"`, `'${known}'`];
      const at = forms.findIndex((form, at) => (names || (at > 0 && since <= 2 && line.includes("None =>"))) && line.includes(form));
      const form = forms[at];
      if (form !== undefined) {
        return line.replaceAll(form, form.replace(known, region));
      }
    }
    return line;
  });
  return lines.join("\n");
}

/**
 * A cargo manifest without relative paths into this repository: with absolute paths into a clone, or else versions of
 * a registry.
 */
function withCrates(text: string, path: string, { clone, version }: Values): string {
  if (!path.endsWith("Cargo.toml")) {
    return text;
  }
  const filled = text.replace(/path = "\.\.(?:\/\.\.)*\/?([^"]*)"/g, (_, inside: string) =>
    clone ? `path = ${JSON.stringify(inside ? `${clone}/${inside}` : clone)}` : `version = "${version}"`,
  );
  // It is a workspace of its own, even inside another workspace.
  return filled.includes("[workspace]") ? filled : `${filled.trimEnd()}\n\n[workspace]\n`;
}

/**
 * Makes the links of a document point to a clone, or replaces them with their text if there is none. `from` is the
 * original folder.
 */
export function linked(text: string, from: string, clone: string | undefined): string {
  return text.replace(/\[([^\]]*)\]\((\.\.\/[^)]*)\)/g, (whole, words: string, target: string) => {
    const parts = from.split("/");
    let rest = target;
    while (rest.startsWith("../")) {
      parts.pop();
      rest = rest.slice("../".length);
    }
    const inside = [...parts, rest].join("/");
    // The pair's own document replaces the one of the backends.
    return inside === "examples/backends/README.md" ? whole : clone ? `[${words}](<${clone}/${inside}>)` : words;
  });
}
