// Sends the requests of a command with Node's own http and https. Not with `fetch`: that adds headers of its own, joins
// headers that stand twice, does not say which compression failed, and takes no certificate that nobody has signed.
import { request as askHttp, type IncomingMessage } from "node:http";
import { request as askHttps } from "node:https";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";

/** A request, as crates/verify/src/node.rs writes it. */
interface Request {
  url: string;
  method: string;
  headers: [string, string][];
  body: string | null;
  seconds: number;
  insecure: boolean;
  limit: number;
}

/** `Body` of crates/verify. */
type Body = { text: string } | { notEncodedAs: string } | "tooLong" | "notUtf8";

/** `Cause` of crates/verify. */
type Cause =
  | "timeout"
  | "refused"
  | "unknownHost"
  | "notTls"
  | "untrusted"
  | "otherName"
  | "notInTime"
  | "notHttp"
  | "cut"
  | { tls: string }
  | { other: string };

const CAUSES: Record<string, Cause> = {
  ETIMEDOUT: "timeout",
  ECONNREFUSED: "refused",
  ENOTFOUND: "unknownHost",
  EAI_AGAIN: "unknownHost",
  EAI_NODATA: "unknownHost",
  EAI_NONAME: "unknownHost",
  DEPTH_ZERO_SELF_SIGNED_CERT: "untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "untrusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "otherName",
  CERT_HAS_EXPIRED: "notInTime",
  CERT_NOT_YET_VALID: "notInTime",
  ECONNRESET: "cut",
  EPIPE: "cut",
};

/** What OpenSSL says of an answer that is no TLS; some versions of Node have it in the code, others in the message. */
const NOT_TLS = /wrong.version.number|packet.length.too.long|http.request/i;

/** Why a request failed. An error's message may hold what was sent, so only its code is told. */
function causeOf(error: unknown, url: URL): Cause {
  const { name, code = name, message = "" } = error as { name?: string; code?: string; message?: string };
  const known = CAUSES[code ?? ""];
  if (known) {
    return known;
  }
  if (code?.startsWith("HPE_")) {
    return "notHttp";
  }
  const isTls = url.protocol === "https:" && /^(?:ERR_(?:SSL|TLS)_|CERT_|EPROTO$)/.test(code ?? "");
  if (isTls && NOT_TLS.test(`${code} ${message}`)) {
    return "notTls";
  }
  return isTls ? { tls: `${code}` } : { other: `${code ?? "the request failed"}` };
}

/** Sends a request, and gives the answer, both as JSON. Never rejects. */
export async function send(json: string): Promise<string> {
  const request: Request = JSON.parse(json);
  const url = new URL(request.url);
  const signal = AbortSignal.timeout(request.seconds * 1000);
  try {
    const reply = await ask(url, request, signal);
    const raw = await read(reply, request.limit);
    const headers = reply.rawHeaders.flatMap((name, at, all) => (at % 2 ? [] : [[name, all[at + 1] ?? ""]]));
    const body = raw === undefined ? "tooLong" : await decode(raw, reply.headers["content-encoding"], request.limit);
    return JSON.stringify({ reply: { status: reply.statusCode, headers, body, received: Date.now() } });
  } catch (error) {
    return JSON.stringify({ cause: signal.aborted ? "timeout" : causeOf(error, url) });
  }
}

function ask(url: URL, { method, headers, body, insecure }: Request, signal: AbortSignal): Promise<IncomingMessage> {
  const all: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    (all[name] ??= []).push(value);
  }
  return new Promise((resolve, reject) => {
    // Without an agent of the process's: no connection is kept, and no proxy of the environment is used.
    const options = { method, headers: all, agent: false as const, signal };
    const sent = url.protocol === "https:" ? askHttps(url, { ...options, rejectUnauthorized: !insecure }) : askHttp(url, options);
    // Whatever follows is of another protocol: the answer has no body.
    const onSwitch = (reply: IncomingMessage, socket: Duplex) => {
      socket.destroy();
      reply.push(null);
      resolve(reply);
    };
    sent.on("response", resolve).on("upgrade", onSwitch).on("connect", onSwitch).on("error", reject);
    // Comes last in every case. After an answer or an error it changes nothing.
    sent.on("close", () => reject(Object.assign(new Error(), { code: "ECONNRESET" })));
    sent.end(body ?? undefined);
  });
}

/** The body as it came, or undefined for one that is too long. */
async function read(reply: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of reply) {
    chunks.push(chunk);
    if ((length += chunk.length) > limit) {
      reply.destroy();
      return undefined;
    }
  }
  return Buffer.concat(chunks);
}

const DECODERS = {
  gzip: [promisify(gunzip)],
  br: [promisify(brotliDecompress)],
  // With a head, as the specification says, or without, as some servers send it.
  deflate: [promisify(inflate), promisify(inflateRaw)],
};

async function decode(raw: Buffer, header: string | undefined, limit: number): Promise<Body> {
  const encoding = header?.trim().toLowerCase() ?? "";
  if (encoding === "" || encoding === "identity") {
    return textOf(raw);
  }
  const decoders = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding as keyof typeof DECODERS] : [];
  for (const decoder of decoders) {
    try {
      return textOf(await decoder(raw, { maxOutputLength: limit }));
    } catch (error) {
      if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") {
        return "tooLong";
      }
    }
  }
  return { notEncodedAs: encoding };
}

function textOf(bytes: Buffer): Body {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return "notUtf8";
  }
}
