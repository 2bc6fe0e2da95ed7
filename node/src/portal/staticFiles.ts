import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { AppError } from "../platform/errors.ts";

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

/**
 * Serves the built web app from `root`. A path without a file is a page of the app and gets index.html; a missing
 * asset is a 404.
 */
export async function serveStatic(root: string, urlPath: string): Promise<Response> {
  const base = await realpath(root).catch((cause: unknown) => {
    throw new AppError("web_not_built", `The web app is not built (${root} is missing); run npm start again.`, {
      status: 503,
      cause,
    });
  });
  const asset = extname(urlPath) !== "" ? decodePath(urlPath) : "/index.html";
  const found = asset === undefined ? undefined : await readInside(base, asset);
  if (found === undefined) throw new AppError("not_found", `There is nothing at ${urlPath}.`, { status: 404 });
  const hashed = urlPath.startsWith("/assets/");
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      "content-type": TYPES[extname(found.file)] ?? "application/octet-stream",
      "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
      ...SECURITY_HEADERS,
    },
  });
}
