import type { AddressInfo } from "node:net";
import { AssayError } from "@assay/sdk/errors";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";

export interface Server {
  url: string;
  close(): Promise<void>;
}

/** Listens on `port` (0: a free one) of the loopback address. A busy port is AssayError port_busy. */
export async function serve(app: Pick<Hono, "fetch">, options: { port: number; host?: string }): Promise<Server> {
  const host = options.host ?? "127.0.0.1";
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === "EADDRINUSE"
          ? new AssayError(`Port ${options.port} is in use; stop what holds it or give another port.`, {
              code: "port_busy",
              field: "port",
              cause,
            })
          : cause,
      ),
    );
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Event streams never end by themselves.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
