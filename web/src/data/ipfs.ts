import { useQuery } from "@tanstack/react-query";
import { portal } from "./services.ts";

/** Bytes of a CID; the portal has checked that they hash to it. */
export const fetchCid = (cid: string): Promise<ArrayBuffer> => portal.content({ params: { cid } });

/** A JSON document by CID, as a query. Content never changes, so it is read once. */
export function documentQuery<T>(cid: string | null | undefined) {
  return {
    queryKey: ["document", cid],
    enabled: Boolean(cid),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    queryFn: async () => JSON.parse(new TextDecoder().decode(await fetchCid(cid ?? ""))) as T,
  };
}

/** A JSON document by CID. */
export const useDocument = <T>(cid: string | null | undefined) => useQuery(documentQuery<T>(cid));
