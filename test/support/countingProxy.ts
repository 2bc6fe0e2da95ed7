/** Stands before a portal and counts what a browser asks it, workers included, which a page's own events leave out. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export type CountingProxy = {
  url: string;
  /** Paths asked for since the last look, in order; streams that stay open are named once. */
  take(): string[];
  /** Live streams that are open now. */
  streams(): number;
  stop(): void;
};

export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let asked: string[] = [];
  let streams = 0;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    asked.push(`${incoming.method} ${path}`);
    const isStream = path.startsWith("/api/live");
    if (isStream) streams++;
    const onward = request(new URL(path, target), { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => {
      if (isStream) streams--;
      onward.destroy();
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = asked;
      asked = [];
      return taken;
    },
    streams: () => streams,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
