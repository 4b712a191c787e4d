// A page's own Content-Security-Policy with more sources merged in: which directive stands for which, by CSP Level 3.

/** Directives, in their order, with their sources. */
type Policy = Map<string, string[]>;

/** The directives that stand for one that is not there, the nearest first. `form-action` has none. */
const FALLBACKS = new Map([
  ["frame-src", ["child-src", "default-src"]],
  ["form-action", []],
]);

/** The directives that are asked instead, each for a part, where they are there. */
const PARTS = new Map([
  ["script-src", ["script-src-elem"]],
  ["style-src", ["style-src-elem", "style-src-attr"]],
]);

/** The name of the policy for addresses of scripts, which the loader makes under Trusted Types. */
const TRUSTED_TYPES = "intercom-messenger-loader";

/** The source that lets WebAssembly run. */
export const WASM = "'wasm-unsafe-eval'";

/** Merges what is needed into each policy of a header; what a policy does not restrict stays so. */
export function mergePolicies(header: string, needed: Record<string, string[]>): string {
  return header
    .split(",")
    .map((text) => write(merge(read(text), needed)))
    .filter(Boolean)
    .join(", ");
}

/** Of directives with one name browsers take the first. */
function read(text: string): Policy {
  const policy: Policy = new Map();
  for (const directive of text.split(";")) {
    const [name, ...sources] = directive.split(/[\t\n\f\r ]+/).filter(Boolean);
    if (name && !policy.has(name.toLowerCase())) {
      policy.set(name.toLowerCase(), sources);
    }
  }
  return policy;
}

const write = (policy: Policy): string =>
  [...policy].map(([name, sources]) => [name, ...sources].join(" ")).join("; ");

function merge(policy: Policy, needed: Record<string, string[]>): Policy {
  const merged = new Map(policy);
  for (const [name, sources] of Object.entries(needed)) {
    const standing = [name, ...(FALLBACKS.get(name) ?? ["default-src"])].find((one) => policy.has(one));
    if (standing) {
      merged.set(name, add(policy.get(standing) ?? [], sources));
    }
    for (const part of PARTS.get(name) ?? []) {
      const before = policy.get(part);
      if (before) {
        // Whether WebAssembly may run is asked of script-src alone.
        merged.set(part, add(before, sources.filter((source) => source !== WASM)));
      }
    }
  }
  const types = policy.get("trusted-types");
  if (types && !types.includes("*")) {
    merged.set("trusted-types", add(types, [TRUSTED_TYPES]));
  }
  return merged;
}

/** The sources with those that are not covered yet; `'none'` is a word for no source, and counts only alone. */
function add(before: readonly string[], sources: readonly string[]): string[] {
  const kept = before.filter((source) => !isWord(source, "none"));
  return [...kept, ...sources.filter((source) => !isCovered(source, kept))];
}

function isCovered(source: string, before: readonly string[]): boolean {
  const has = (name: string) => before.some((one) => isWord(one, name));
  const isLocked = before.some((one) => /^'(nonce|sha\d+)-/i.test(one)) || has("strict-dynamic");
  if (before.includes(source) || (source.startsWith("https:") && (before.includes("*") || before.includes("https:")))) {
    return true;
  }
  // Beside a nonce or a hash browsers pay no heed to 'unsafe-inline': a nonce that is added would forbid the page's own
  // inline scripts, and 'unsafe-inline' would allow nothing. The hosts allow what the nonce would.
  return isWord(source, "unsafe-inline") ? isLocked || has("unsafe-inline") : source.startsWith("'nonce-") && has("unsafe-inline") && !isLocked;
}

/** Whether a source is this keyword, which has no case. */
const isWord = (source: string, name: string): boolean => source.toLowerCase() === `'${name}'`;
