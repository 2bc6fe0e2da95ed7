import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { AssayError } from "@assay/sdk/errors";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".map": "application/json",
};

const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** What shrinks; pictures and fonts are compressed already. */
const TEXT = new Set([".html", ".js", ".css", ".svg", ".json", ".map"]);
/** Below this, compressing costs more than it saves, bytes. */
const WORTH_COMPRESSING = 1_024;
const ASSETS = "/assets/";

/** The highest quality takes a second per large file, and the first visitor waits for it. */
const BROTLI_QUALITY = 9;

type Encoding = "br" | "gzip";
const ENCODERS: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Faults that mean there is no such file, whatever the caller put into the path. */
const ABSENT = new Set(["ENOENT", "EISDIR", "ENOTDIR", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"]);

/** The path without percent signs, or undefined when it is not valid UTF-8. */
function decodePath(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

async function readInside(root: string, path: string): Promise<{ bytes: Buffer; file: string } | undefined> {
  try {
    const file = await realpath(join(root, path));
    if (file !== root && !file.startsWith(root + sep)) return undefined;
    return { bytes: await readFile(file), file };
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** `gzip;q=0` refuses; everything else that is named is taken, the smaller form first. */
function encodingFor(accepted: string | null): Encoding | undefined {
  const names = (accepted ?? "")
    .toLowerCase()
    .split(",")
    .map((part) => part.trim().split(";"))
    .filter(([, quality]) => !/^\s*q=0(\.0*)?$/.test(quality ?? ""))
    .map(([name]) => name);
  return (["br", "gzip"] as const).find((encoding) => names.includes(encoding));
}

/**
 * Serves the built web app from `root`, compressed. A path without a file is a page of the app and gets index.html; a
 * missing asset is a 404. Assets carry a hash of their content in their name, so browsers keep them for ever; every
 * other file is asked for again by its tag.
 */
export class StaticFiles {
  readonly #root: string;
  /** Compressed bytes by tag and encoding, made at the first request: the build's files are few and do not change. */
  readonly #compressed = new Map<string, Promise<Buffer>>();

  constructor(root: string) {
    this.#root = root;
  }

  async serve(urlPath: string, request: Headers): Promise<Response> {
    const { bytes, file } = await this.#find(urlPath);
    const type = extname(file);
    const tag = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
    const encoding =
      TEXT.has(type) && bytes.length >= WORTH_COMPRESSING ? encodingFor(request.get("accept-encoding")) : undefined;
    const etag = `"${tag}${encoding === undefined ? "" : `-${encoding}`}"`;
    const headers = {
      "cache-control": urlPath.startsWith(ASSETS) ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
      etag,
      ...SECURITY_HEADERS,
    };
    if (request.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    const body = encoding === undefined ? bytes : await this.#compress(bytes, tag, encoding);
    return new Response(new Uint8Array(body), {
      headers: {
        ...headers,
        "content-type": TYPES[type] ?? "application/octet-stream",
        "content-length": String(body.length),
        ...(encoding === undefined ? {} : { "content-encoding": encoding }),
      },
    });
  }

  async #find(urlPath: string): Promise<{ bytes: Buffer; file: string }> {
    const base = await realpath(this.#root).catch((cause: unknown) => {
      throw new AssayError(`The web app is not built (${this.#root} is missing); run npm start again.`, {
        code: "web_not_built",
        status: 503,
        cause,
      });
    });
    const asset = extname(urlPath) !== "" ? decodePath(urlPath) : "/index.html";
    const found = asset === undefined ? undefined : await readInside(base, asset);
    if (found === undefined)
      throw new AssayError(`There is nothing at ${urlPath}.`, { code: "not_found", status: 404 });
    return found;
  }

  #compress(bytes: Buffer, tag: string, encoding: Encoding): Promise<Buffer> {
    const key = `${tag}-${encoding}`;
    const known = this.#compressed.get(key);
    if (known !== undefined) return known;
    const made = ENCODERS[encoding](bytes);
    this.#compressed.set(key, made);
    return made;
  }
}
