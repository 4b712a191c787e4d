// Filling an example in: the workspace's id, its region, and where the loader is.
import { REGIONS } from "../generated.js";

/** What is filled in. */
export interface Values {
  appId: string;
  region: string;
  /** How npm finds the loader: a range of versions, or `file:` and a packed package. */
  loader: string;
  /** A clone of the loader's repository, in which crates are found; without one, the registry's. */
  clone: string | undefined;
  version: string;
  /** Whether a backend signs who a user is. */
  signed: boolean;
}

/** Files of an example by their paths in it. */
export type Files = Record<string, string>;

/** The ids that the examples and their READMEs have in the place of one's own. */
const PLACEHOLDERS = /standin1|abc12345/g;

/** Fills in a frontend. */
export function frontend(files: Files, values: Values): Files {
  const filled: Files = {};
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith(".lock")) {
      filled[path] = text;
      continue;
    }
    filled[path] = path === "package.json" ? depend(text, values.loader) : manual(withId(withRegion(text, values.region), values), values);
    filled[path] = withCrates(values.signed ? filled[path] : unsigned(filled[path]), path, values);
  }
  return filled;
}

/** Fills in a backend, which only needs to know where crates are. */
export function backend(files: Files, values: Values): Files {
  const filled = Object.entries(files).map(([path, text]) => [path, path.endsWith("lock.json") ? text : withCrates(withId(text, values), path, values)]);
  return Object.fromEntries(filled) as Files;
}

/** Replaces the token's endpoint, in each form that examples have, with the option that allows unsigned attributes. */
const unsigned = (text: string): string =>
  text
    .replace(/jwtUrl: (["'])\/api\/messenger-token\1/g, "allowUnsignedIdentity: true")
    .replace(/\bjwtUrl="\/api\/messenger-token"/g, "allowUnsignedIdentity")
    .replace(/data-jwt-url="\/api\/messenger-token"/g, "data-allow-unsigned-identity")
    .replace(/\.jwt_url\("\/api\/messenger-token"\);/g, ";\n    config.allow_unsigned_identity = true;");

/** Adds the loader to a package's dependencies. */
function depend(manifest: string, loader: string): string {
  const parsed = JSON.parse(manifest) as { dependencies?: Record<string, string> };
  parsed.dependencies = { ...parsed.dependencies, "intercom-messenger-loader": loader };
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

/** The text with its id, in one pass and after the region: an id may look like a placeholder, or like a region. */
const withId = (text: string, { appId }: Values): string => text.replace(PLACEHOLDERS, () => appId);

/** What a README says of getting the loader, which is a dependency of the manifest already. */
function manual(text: string, { loader, clone, version }: Values): string {
  const install = "npm install --install-links ../intercom-messenger-loader/dist     # from where you have the loader\n";
  const once = text.includes("npm ci") ? text.replace(install, "").replaceAll("npm ci", "npm install") : text.replace(install, "npm install\n");
  return once
    .replaceAll('path = "../intercom-messenger-loader"', clone ? `path = ${JSON.stringify(clone)}` : `version = "${version}"`)
    .replaceAll("../intercom-messenger-loader/dist", loader.startsWith("file:") ? loader.slice("file:".length) : "intercom-messenger-loader");
}

/**
 * The text with its region: `REGION=us`, `region: "us"`, `data-region="us"`, and the default of a Rust example, which stands
 * two lines below the variable's name.
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

/** A manifest of cargo's without paths into this repository: in a clone in full, else the versions of a registry. */
function withCrates(text: string, path: string, { clone, version }: Values): string {
  if (!path.endsWith("Cargo.toml")) {
    return text;
  }
  const filled = text.replace(/path = "\.\.(?:\/\.\.)*\/?([^"]*)"/g, (_, inside: string) =>
    clone ? `path = ${JSON.stringify(inside ? `${clone}/${inside}` : clone)}` : `version = "${version}"`,
  );
  // It stands alone, also below another workspace.
  return filled.includes("[workspace]") ? filled : `${filled.trimEnd()}\n\n[workspace]\n`;
}

/** A document whose links lead on to a clone, or are text where there is none. `from` is the folder that it was in. */
export function linked(text: string, from: string, clone: string | undefined): string {
  return text.replace(/\[([^\]]*)\]\((\.\.\/[^)]*)\)/g, (whole, words: string, target: string) => {
    const parts = from.split("/");
    let rest = target;
    while (rest.startsWith("../")) {
      parts.pop();
      rest = rest.slice("../".length);
    }
    const inside = [...parts, rest].join("/");
    // The pair's own document takes the place of the one beside the backends.
    return inside === "examples/backends/README.md" ? whole : clone ? `[${words}](<${clone}/${inside}>)` : words;
  });
}
