// Builds the pages that cargo xtask bench measures: node build.mjs <dist> <out>. It reads the fake Messenger's script
// from <out>/fake-messenger.js, and writes a copy compressed with brotli beside every file, as a host would serve it.
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, deflateSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const [dist, out] = process.argv.slice(2).map((path) => resolve(path));
const kinds = JSON.parse(readFileSync(join(here, "kinds.json"), "utf8"));
const { preloadTags } = await import(pathToFileURL(join(dist, "server.js")).href);
const options = { appId: "standin1", jwtUrl: "/api/messenger-token" };
/**
 * The tags of a page's head. Only a bundler knows its address of the core; beside the script tag's file it is known.
 */
const tagsFor = (name) => preloadTags(options, name === "tag" ? { core: "/core.js", wasm: "/core.wasm" } : undefined);

const squeeze = (text, quality = 11) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });

/** Pseudorandom numbers that are the same in every run. */
let seed = 1;
const random = (below) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

const name = () => Array.from({ length: 2 + random(9) }, () => "abcdefghijklmnopqrstuvwxyz"[random(26)]).join("");

/** Script without effect, of this compressed size: functions with many names, as in minified code. */
function padding(weight) {
  let code = "";
  for (;;) {
    for (let n = 0; n < 500; n += 1) {
      const [one, two, three] = [name(), name(), name()];
      code += `pad.$${random(1e6)}=function(${one}_,${two}$){var $${three}=${one}_.${name()}("${name()} ${name()}",`;
      code += `${random(1e5)});return ${two}$.${name()}?$${three}.${name()}(${one}_,${random(999)}):{${name()}:$${three}}};\n`;
    }
    if (squeeze(code, 5).length >= weight) {
      return `(function(){var pad={};\n${code}})();\n`;
    }
  }
}

/** Checksum at the end of each chunk of a PNG. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
  }
  return ~sum >>> 0;
}

/** An image of noise: as large as a photograph of that size, and incompressible. */
function picture(width, height) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let at = 0; at < rows.length; at += 1) {
    rows[at] = at % (width * 3 + 1) ? random(256) : 0;
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

const prose = Array.from({ length: 12 }, () => `<p>${Array.from({ length: 60 }, name).join(" ")}.</p>\n`).join("");

/** A page: the markup of its head and of the end of its body, an image, and when it boots. */
function page({ head = "", image = "", end = "", load }) {
  const attribute = load ? ` data-load="${load}"` : "";
  return `<!doctype html><html lang="en"${attribute}><head><meta charset="utf-8"><title>Bench</title>
<link rel="icon" href="data:,">${head}</head><body><h1>Bench</h1>${image}${prose}${end}</body></html>`;
}

/**
 * A page with an image, which is the first that it asks for. Otherwise chance decides whether the image or a script
 * gets the page's open connection: a difference of one round trip.
 */
const host = (markup, load) =>
  page({
    image: '<img src="/hero.png" fetchpriority="high" width="1200" height="600" alt="A picture of noise">',
    end: markup,
    load,
  });

const there = kinds.filter(({ needs }) => !needs || existsSync(join(dist, needs)));
const snippet = esbuild.transformSync(readFileSync(join(here, "entries/snippet.js"), "utf8"), { minify: true }).code;
const inlined = (markup) => markup.replace(/ src="snippet">/, () => `>${snippet}`);
for (const { name, entry, copy = [], markup } of there) {
  if (entry) {
    esbuild.buildSync({
      entryPoints: [join(here, "entries", entry)],
      outdir: out,
      bundle: true,
      splitting: true,
      chunkNames: `${name}-[hash]`,
      minify: true,
      format: "esm",
      target: "es2020",
      alias: {
        "intercom-messenger-loader/wasm": join(dist, "wasm.js"),
        "intercom-messenger-loader/before": join(dist, "../target/bench-before/index.js"),
        "intercom-messenger-loader": join(dist, "index.js"),
      },
      logLevel: "error",
    });
  }
  copy.forEach((file) => copyFileSync(join(dist, file), join(out, file)));
  const script = inlined(markup);
  writeFileSync(join(out, `${name}.html`), page({ head: script }));
  writeFileSync(join(out, `${name}-head.html`), page({ head: tagsFor(name) + script }));
  writeFileSync(join(out, `host-${name}.html`), host(script));
  if (name !== "module") continue;
  for (const load of ["load", "idle", "interaction"]) {
    writeFileSync(join(out, `host-${name}-${load}.html`), host(script, load));
  }
  const late = 'addEventListener("load", () => import("/module.js"));';
  writeFileSync(join(out, `host-${name}-late.html`), host(`<script type="module">${late}</script>`));
  const low = script.replace("<script", '<script fetchpriority="low"');
  writeFileSync(join(out, `host-${name}-low.html`), host(low, "load"));
}
// The page's own script, about as large as the loader's first file.
writeFileSync(join(out, "own.js"), `export const text = "${Array.from({ length: 650 }, name).join(" ")}";\n`);
writeFileSync(join(out, "host-none.html"), host('<script type="module" src="/own.js"></script>', "never"));
writeFileSync(join(out, "hero.png"), picture(320, 160));
writeFileSync(join(out, "frame.js"), padding(340 * 1024) + readFileSync(join(out, "fake-messenger.js"), "utf8"));
for (const file of readdirSync(out).filter((file) => /\.(html|js|wasm)$/.test(file))) {
  writeFileSync(join(out, `${file}.br`), squeeze(readFileSync(join(out, file)), file === "frame.js" ? 5 : 11));
}
console.log(JSON.stringify(there.map(({ name }) => name)));
