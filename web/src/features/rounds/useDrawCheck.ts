import * as calls from "@assay/sdk/calls";
import { StakersDocument } from "@assay/sdk/graph";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { usePublicClient } from "wagmi";
import { useConfig } from "../../data/config.ts";
import { useGraph } from "../../data/graph.ts";
import { type DrawStaker, drawSeed, type Pick, replayDraw } from "./draw.ts";
import type { DrawRecord } from "./useRounds.ts";

export interface DrawCheck {
  /** The seed follows from that of its epoch. */
  isSeedRight: boolean;
  /** Every seat was drawn again as the contract drew it. */
  isDrawRight: boolean;
  total: number;
  stakers: DrawStaker[];
  picks: Pick[];
}

/** Draws a round's seats again from what the chain held at the block of the draw. */
export function useDrawCheck(roundId: string, draw: DrawRecord, asked: boolean) {
  const client = usePublicClient();
  const { deployment } = useConfig();
  const list = useGraph(StakersDocument, {}, { enabled: asked });
  const evaluators = list.data?.evaluators;
  const check = useQuery({
    queryKey: ["document", "draw", draw.id],
    enabled: asked && client !== undefined && evaluators !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async (): Promise<DrawCheck> => {
      if (!client || !evaluators || draw.drawnBlock === null || draw.epoch === null || draw.seed === null)
        throw new Error("The chain is not connected.");
      const blockNumber = BigInt(draw.drawnBlock);
      const [total, epochSeed, units] = await Promise.all([
        client.readContract({ ...calls.stake.totalActiveUnits(deployment), blockNumber }),
        client.readContract({
          ...calls.randomness.seedOf(deployment, { epoch: Number(draw.epoch) }),
          blockNumber,
        }),
        Promise.all(
          evaluators.map(({ id }) =>
            client.readContract({ ...calls.stake.unitsOf(deployment, { evaluator: id }), blockNumber }),
          ),
        ),
      ]);
      const drawn = draw.seats.map((seat) => Number(seat.stakerId));
      const stakers = evaluators
        .map(({ id, stakerId }, i): DrawStaker => {
          const [staked = 0n, weight = 0n, locked = 0n] = units[i] ?? [];
          const number = Number(stakerId);
          // The block's end has the locks of this draw; the draw itself did not.
          const own = drawn.filter((one) => one === number).length;
          return {
            stakerId: number,
            account: id,
            weight: Number(weight),
            staked: Number(staked),
            locked: Number(locked) - own,
          };
        })
        .filter(({ weight }) => weight > 0);
      const barred = new Set(
        evaluators.filter(({ id }) => draw.barred.includes(id)).map(({ stakerId }) => Number(stakerId)),
      );
      const picks = replayDraw({ seed: draw.seed as Hex, seats: drawn.length, stakers, barred });
      return {
        isSeedRight: drawSeed(epochSeed, deployment.addresses.admission, BigInt(roundId), draw.redraw) === draw.seed,
        isDrawRight:
          picks.length === drawn.length &&
          picks.every(({ seat, stakerId }) => drawn[seat] === stakerId) &&
          stakers.reduce((sum, { weight }) => sum + weight, 0) === Number(total),
        total: Number(total),
        stakers,
        picks,
      };
    },
  });
  return { data: check.data, error: list.error ?? check.error };
}
