import { LiveHub } from "./hub.ts";
import { joinLeader } from "./leader.ts";
import type { FromHub, HubPort, TabPort, ToHub } from "./messages.ts";
import { holdTabLock } from "./tabLock.ts";

/** The line to the hub that owns the connection: a worker that all tabs share, else a leading tab, else this page. */
export function openHub(): HubPort {
  const tab = crypto.randomUUID();
  const port = reach(tab);
  void holdTabLock(tab).then((name) => name !== undefined && port.send({ kind: "lock", name }));
  window.addEventListener("pagehide", (event) => {
    // A page that may come back keeps its place.
    if (!event.persisted) port.send({ kind: "bye" });
  });
  return port;
}

function reach(tab: string): HubPort {
  if (typeof SharedWorker !== "undefined") return joinWorker();
  if (navigator.locks && typeof BroadcastChannel !== "undefined") return joinLeader(tab, () => new LiveHub());
  return ownHub();
}

function joinWorker(): HubPort {
  const worker = new SharedWorker(new URL("./worker.ts", import.meta.url), { type: "module", name: "assay-live" });
  let listener: (message: FromHub) => void = () => undefined;
  let follows: ToHub | undefined;
  let own: HubPort | undefined;
  worker.port.onmessage = ({ data }: MessageEvent<FromHub>) => listener(data);
  // A worker that can't be loaded: the page follows for itself.
  worker.onerror = () => {
    own ??= ownHub();
    own.listen((message) => listener(message));
    if (follows) own.send(follows);
  };
  return {
    listen: (heard) => {
      listener = heard;
    },
    send: (message) => {
      if (message.kind === "follow") follows = message;
      if (own) own.send(message);
      else worker.port.postMessage(message);
    },
  };
}

/** A hub for this page alone. */
function ownHub(): HubPort {
  let listener: (message: FromHub) => void = () => undefined;
  const port: TabPort = { send: (message) => listener(message) };
  const hub = new LiveHub();
  return {
    listen: (heard) => {
      listener = heard;
      hub.add(port);
    },
    send: (message) => hub.receive(port, message),
  };
}
