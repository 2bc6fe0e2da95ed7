import { LiveHub } from "./hub.ts";
import type { TabPort, ToHub } from "./messages.ts";
import { whenFree } from "./tabLock.ts";

/** A SharedWorker: one for all tabs of this origin, so that they share one connection. */
const hub = new LiveHub();

const scope = globalThis as unknown as { onconnect: (event: MessageEvent) => void };
scope.onconnect = (event) => {
  const line = event.ports[0];
  if (!line) return;
  const port: TabPort = { send: (message) => line.postMessage(message) };
  line.onmessage = ({ data }: MessageEvent<ToHub>) => {
    hub.receive(port, data);
    if (data.kind === "lock") void whenFree(data.name).then(() => hub.remove(port));
  };
  hub.add(port);
};
