/** The built page with what a portal would answer, said by a test: no chain and no role runs. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const DIST = join(import.meta.dirname, "../../web/dist");
const TYPES: Record<string, string> = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Answers by path; a function is given the body that was sent. What is not named is the page. */
export type Answers = Record<string, object | ((body: { method?: string }) => object)>;

/** Serves it on a free port. `close` ends it. */
export async function servePage(answers: Answers): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? "/", "http://page");
      const answer = answers[pathname];
      if (answer !== undefined) {
        const said = typeof answer === "function" ? answer(JSON.parse((await bodyOf(request)) || "{}")) : answer;
        response.setHeader("content-type", "application/json").end(JSON.stringify(said));
        return;
      }
      const type = TYPES[extname(pathname)];
      if (type === undefined && /^\/(api|graphql|rpc|v1)/.test(pathname)) {
        response.writeHead(404, { "content-type": "application/json" }).end("{}");
        return;
      }
      response.setHeader("content-type", type ?? "text/html");
      response.end(readFileSync(join(DIST, type === undefined ? "index.html" : pathname)));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
