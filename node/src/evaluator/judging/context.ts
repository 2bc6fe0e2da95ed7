import type { ChainClient } from "../../platform/chain/clients.ts";
import type { EngineClient } from "../../platform/engine/client.ts";
import type { Ipfs } from "../../platform/ipfs/ipfs.ts";
import type { ChainView } from "../chainView.ts";
import type { Identity } from "../identity.ts";
import type { JudgeView } from "./judgeView.ts";
import type { TranscriptShelf } from "./transcripts.ts";
import type { Turns } from "./turns.ts";

/** What every duty of one identity works with. */
export interface DutyContext {
  identity: Identity;
  client: ChainClient;
  view: ChainView;
  judges: JudgeView;
  engine: EngineClient;
  ipfs: Ipfs;
  dir: string;
  shelf: TranscriptShelf;
  turns: Turns;
  signal: AbortSignal;
}
