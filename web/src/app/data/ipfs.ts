import { useQuery } from "@tanstack/react-query";
import { ensureOk } from "./http.ts";

/** Bytes of a CID; the portal has checked that they hash to it. */
export async function fetchCid(cid: string): Promise<ArrayBuffer> {
  const response = await ensureOk(await fetch(`/ipfs/${encodeURIComponent(cid)}`), "IPFS");
  return response.arrayBuffer();
}

/** A JSON document by CID. Content never changes, so it is read once. */
export function useDocument<T>(cid: string | null | undefined) {
  return useQuery({
    queryKey: ["document", cid],
    enabled: Boolean(cid),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async () => JSON.parse(new TextDecoder().decode(await fetchCid(cid ?? ""))) as T,
  });
}
