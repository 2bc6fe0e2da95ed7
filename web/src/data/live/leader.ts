import type { LiveHub } from "./hub.ts";
import type { FromHub, HubPort, TabPort, ToHub } from "./messages.ts";
import { whenFree } from "./tabLock.ts";

const CHANNEL = "assay-live";

type Wire =
  | { to: "hub"; from: string; message: ToHub }
  | { to: "tab"; tab: string; message: FromHub }
  /** A new hub knows no tab: each says again what it follows. */
  | { to: "tabs"; hub: "new" };

/**
 * For browsers without SharedWorker: the tab that holds a lock owns the connection and tells the others over a
 * BroadcastChannel. When it closes, the lock and with it the connection go to the next one.
 */
export function joinLeader(tab: string, createHub: () => LiveHub): HubPort {
  const channel = new BroadcastChannel(CHANNEL);
  const post = (wire: Wire) => channel.postMessage(wire);
  let hub: LiveHub | undefined;
  let listener: (message: FromHub) => void = () => undefined;
  let follows: ToHub | undefined;
  let lock: ToHub | undefined;
  const own: TabPort = { send: (message) => listener(message) };
  const others = new Map<string, TabPort>();

  const portOf = (id: string, host: LiveHub): TabPort => {
    const known = others.get(id);
    if (known) return known;
    const port: TabPort = { send: (message) => post({ to: "tab", tab: id, message }) };
    others.set(id, port);
    host.add(port);
    return port;
  };
  const forget = (id: string) => {
    const port = others.get(id);
    if (port) hub?.remove(port);
    others.delete(id);
  };

  channel.onmessage = ({ data }: MessageEvent<Wire>) => {
    if (data.to === "tab" && data.tab === tab) listener(data.message);
    if (data.to === "tabs") for (const message of [lock, follows]) if (message) post({ to: "hub", from: tab, message });
    if (data.to !== "hub" || !hub) return;
    const { from, message } = data;
    if (message.kind === "bye") return forget(from);
    hub.receive(portOf(from, hub), message);
    if (message.kind === "lock") void whenFree(message.name).then(() => forget(from));
  };

  void navigator.locks.request(CHANNEL, () => {
    hub = createHub();
    hub.add(own);
    if (follows) hub.receive(own, follows);
    post({ to: "tabs", hub: "new" });
    return new Promise<never>(() => undefined);
  });

  return {
    listen: (heard) => {
      listener = heard;
    },
    send: (message) => {
      if (message.kind === "follow") follows = message;
      if (message.kind === "lock") lock = message;
      if (hub) hub.receive(own, message);
      else post({ to: "hub", from: tab, message });
    },
  };
}
