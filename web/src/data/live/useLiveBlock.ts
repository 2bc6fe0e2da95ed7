import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { indexedBlock } from "../graph.ts";

const FALLBACK_POLL_MS = 3000;

/**
 * Hears of new blocks by server-sent events and refreshes what the page shows; polls while the stream is away.
 * @returns the newest indexed block, and whether the stream is up
 */
export function useLiveBlock(): { block: number | undefined; live: boolean } {
  const queries = useQueryClient();
  const [block, setBlock] = useState<number>();
  const [live, setLive] = useState(false);

  useEffect(() => {
    const stream = new EventSource("/graphql/stream");
    const heard = (number: number) => {
      setBlock((last) => {
        if (last !== number)
          void queries.invalidateQueries({
            predicate: (query) => query.queryKey[0] === "graph" || query.queryKey[0] === "chain",
          });
        return number;
      });
    };
    const read = (event: MessageEvent<string>) => {
      const number = blockIn(event.data);
      if (number !== undefined) heard(number);
    };
    indexedBlock().then(heard, () => setLive(false));
    stream.onopen = () => setLive(true);
    stream.onerror = () => setLive(false);
    stream.onmessage = read;
    for (const name of ["block", "next"]) stream.addEventListener(name, read as (event: Event) => void);
    const poll = setInterval(() => {
      if (stream.readyState !== EventSource.OPEN) indexedBlock().then(heard, () => setLive(false));
    }, FALLBACK_POLL_MS);
    return () => {
      stream.close();
      clearInterval(poll);
    };
  }, [queries]);

  return { block, live };
}

/** The block number in an event: a bare number or an object that carries one. */
function blockIn(data: string): number | undefined {
  const value: unknown = data === "" ? undefined : JSON.parse(data);
  if (typeof value === "number") return value;
  const fields = (value ?? {}) as { block?: number | { number: number }; number?: number };
  if (typeof fields.block === "number") return fields.block;
  return fields.block?.number ?? fields.number;
}
