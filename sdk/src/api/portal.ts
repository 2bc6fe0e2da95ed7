import Type, { type Static } from "typebox";
import { AddressField, ChainIdField, CountField, HashField, NameField, TextField } from "../documents/fields.ts";
import { liveEvents } from "./live.ts";
import { defineRoutes } from "./route.ts";

/** A funded account of the local chain, whose money is worthless. */
export const DevAccount = Type.Object({ name: NameField, address: AddressField, privateKey: HashField });
export type DevAccount = Static<typeof DevAccount>;

/** What a page must know of the deployment it is served with. */
export const PortalConfig = Type.Object({
  chainId: ChainIdField,
  rpcUrl: TextField,
  startBlock: CountField,
  addresses: Type.Record(Type.String(), AddressField),
  /** catalogue id of the default base model */
  base: NameField,
  /** who keeps the keys of datanets made here */
  custodian: Type.Optional(AddressField),
  /** WalletConnect's id of this portal; wallets on phones can connect where it is set */
  walletConnectProjectId: Type.Optional(NameField),
  /** on the local chain only */
  devAccounts: Type.Optional(Type.Array(DevAccount)),
  /** who is who on the local chain, by address in lower case */
  names: Type.Optional(Type.Record(Type.String(), TextField)),
});
export type PortalConfig = Static<typeof PortalConfig>;

/** The one origin a browser talks to. The roles' own routes lie under `/api/<role>`, the gateway's under `/v1`. */
export const portalApi = defineRoutes({
  config: {
    method: "GET",
    path: "/config.json",
    summary: "Names the chain, its contracts and the defaults of this stack.",
    reply: PortalConfig,
  },
  health: {
    method: "GET",
    path: "/health",
    summary: 'Says of every role whether it answers and what it waits for: "ok", or a sentence.',
    reply: Type.Record(Type.String(), TextField),
  },
  content: {
    method: "GET",
    path: "/ipfs/:cid",
    summary:
      "Returns the bytes of a CID, checked against it. Paths below a folder, ranges, and blocks (?format=raw or car) work as at an IPFS gateway.",
    params: Type.Object({ cid: NameField }),
    bytes: true,
  },
});

/** The portal's one stream. Its query repeats names, so it is described here and read by hand. */
export const liveApi = defineRoutes({
  live: {
    method: "GET",
    path: "/api/live",
    summary: "Streams blocks with what they changed, watched answers, and the events of runs.",
    query: Type.Object({
      watch: Type.Optional(
        Type.Array(Type.String(), { description: "<hash of the last answer, or ->:<path>, as often as needed" }),
      ),
      run: Type.Optional(Type.Array(Type.String(), { description: "<job id>@<last event id>, as often as needed" })),
      since: Type.Optional(Type.String({ description: "id of the last block event, to resume the blocks" })),
    }),
    headers: Type.Object({ "last-event-id": Type.Optional(Type.String()) }),
    events: liveEvents,
  },
});
