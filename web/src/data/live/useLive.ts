import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useSyncExternalStore } from "react";
import { getJson } from "../http.ts";
import type { LiveClient } from "./client.ts";

export const LiveContext = createContext<LiveClient | null>(null);

export function useLiveClient(): LiveClient {
  const client = useContext(LiveContext);
  if (!client) throw new Error("useLiveClient needs a LiveContext above it.");
  return client;
}

/** How the live connection stands, and the newest block the index has read. */
export function useLive() {
  const client = useLiveClient();
  return useSyncExternalStore(client.subscribe, client.snapshot);
}

interface Watched<Raw, Shown> {
  queryKey: readonly unknown[];
  path: string;
  enabled?: boolean;
  /** Whether changes are still expected; by default always. */
  watch?: (data: Raw | undefined) => boolean;
  select?: (data: Raw) => Shown;
  /** How the address is read, where a refusal is an answer too. */
  read?: (path: string, signal: AbortSignal) => Promise<Raw>;
}

/** A role's answer, kept as it is now by the live connection instead of by asking again and again. */
export function useWatched<Raw, Shown = Raw>(options: Watched<Raw, Shown>) {
  const { queryKey, path, enabled = true, watch, select, read = getJson } = options;
  const queries = useQueryClient();
  const client = useLiveClient();
  const query = useQuery<Raw, Error, Shown>({
    queryKey,
    enabled,
    queryFn: ({ signal }) => read(path, signal) as Promise<Raw>,
    ...(select ? { select } : {}),
  });
  const isWatching = enabled && (watch?.(queries.getQueryData<Raw>(queryKey)) ?? true);
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    if (!isWatching) return;
    const parsed = JSON.parse(key) as unknown[];
    return client.watch(path, (body) => {
      // The role's own words for a refusal come with the answer to a question.
      if (body === null) void queries.invalidateQueries({ queryKey: parsed, exact: true });
      else queries.setQueryData(parsed, body);
    });
  }, [client, queries, path, key, isWatching]);
  return query;
}
