import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What a page needs before it shows anything, gzipped: a slow phone reads it in five seconds. Bytes. */
const MOST = 250_000;

/** A chunk of the build, as far as it is counted. */
interface Chunk {
  type: "chunk" | "asset";
  isEntry?: boolean;
  code?: string;
  imports?: readonly string[];
}

/** Gzipped bytes of the entry and everything it imports before it runs; what is imported later does not count. */
export function firstPageBytes(bundle: Readonly<Record<string, Chunk>>): number {
  const seen = new Set<string>();
  const see = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const imported of bundle[name]?.imports ?? []) see(imported);
  };
  for (const [name, chunk] of Object.entries(bundle)) if (chunk.isEntry) see(name);
  return [...seen].reduce((sum, name) => sum + gzipSync(bundle[name]?.code ?? "").length, 0);
}

/** Refuses a build whose first page is too large, so that it can't grow unseen. */
export function firstPage(): Plugin {
  return {
    name: "first-page",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const bytes = firstPageBytes(bundle);
        const said = `${(bytes / 1000).toFixed(0)} KB of JavaScript, gzipped`;
        if (bytes > MOST)
          this.error(`The first page needs ${said}; ${MOST / 1000} KB are allowed. Import late what it does not show.`);
        this.info(`The first page needs ${said}.`);
      },
    },
  };
}
