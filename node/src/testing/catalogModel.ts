import { packLanes, unpackLanes } from "@assay/sdk/hashing";
import { numberToHex, zeroAddress } from "viem";
import type { CatalogModel, FinalRound } from "../reputation/catalog.ts";

const hash = numberToHex(0, { size: 32 });

/** A model of datanet 1 as the gateway sees it; admitted, without any round. For tests. */
export function catalogModel(id: string, own: Partial<CatalogModel> = {}): CatalogModel {
  return {
    id,
    state: "ADMITTED",
    expiresAt: 0,
    isLapseDue: false,
    datanetId: "1",
    adapterCid: "cid",
    adapterHash: hash,
    servingProfileHash: hash,
    maxTemperature: 0.3,
    publisher: zeroAddress,
    registeredAt: Number(id),
    stake: 0n,
    worst: undefined,
    roles: [],
    exam: undefined,
    rounds: [],
    changes: [],
    ...own,
  };
}

/** A final round over first, repeat and format (all gated) with the given passes of `items`. For tests. */
export function finalRound(id: string, at: number, passes: [number, number, number], items = 32): FinalRound {
  const [first, repeat, format] = passes;
  const lanes = unpackLanes(packLanes([first, 0, 0, 0, 0, repeat, 0, 0, format]));
  const gatedLanes = (1 << 0) | (1 << 5) | (1 << 8);
  const trialMask = 0b111111n | (0b11111111n << 18n);
  return { id, at, passed: Math.min(...passes) >= 30, items, lanes, gatedLanes, trialMask };
}
