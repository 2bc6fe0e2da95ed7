import type { LiveBlock } from "@assay/sdk/api";
import type { Query, QueryClient } from "@tanstack/react-query";
import type { LiveClient } from "./client.ts";
import type { Dependencies } from "./dependencies.ts";

type Changed = LiveBlock["changed"];

/** While blocks come fast, what they change is read again at most this often. */
const GATHER_MS = 400;

/** Reads again what a block changed, and nothing else; what a hidden tab shows waits until somebody looks. */
export function refreshOnChange(queries: QueryClient, client: LiveClient): () => void {
  let waiting: Changed[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => {
    timer = undefined;
    if (document.hidden || waiting.length === 0) return;
    const changes = waiting;
    waiting = [];
    void queries.invalidateQueries({ predicate: (query) => changes.some((changed) => isTouched(query, changed)) });
  };
  const soon = () => {
    timer ??= setTimeout(refresh, GATHER_MS);
  };
  const stop = client.onChange((changed) => {
    waiting = changed === null ? [null] : [...waiting, changed];
    soon();
  });
  document.addEventListener("visibilitychange", soon);
  return () => {
    stop();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", soon);
  };
}

/** Whether a query shows something that changed. Reads of the chain don't say what they depend on: every change counts. */
export function isTouched(query: Pick<Query, "queryKey" | "meta">, changed: Changed): boolean {
  if (query.queryKey[0] === "chain") return true;
  if (query.queryKey[0] !== "graph") return false;
  if (changed === null) return true;
  const { dependencies, id } = query.meta as { dependencies: Dependencies; id: unknown };
  return dependencies.types.some((type) => {
    const ids = changed[type];
    return ids !== undefined && (type !== dependencies.one || ids.includes(String(id)));
  });
}
