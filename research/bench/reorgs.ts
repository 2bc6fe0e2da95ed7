/**
 * Reorders chains at random depths of 1 to 50 blocks while their index is made over an RPC that lags, throttles, loses
 * blocks, and cuts and reorders lists, and while the index is killed. After every reorg all entity tables must be those
 * of an index made from nothing. Prints figures, and last one line of JSON.
 */
import { parseArgs } from "node:util";
import { runCampaign } from "../../node/src/indexer/testing/campaign.ts";
import { machine } from "./machine.ts";

/** Chains that are reordered side by side: mostly the index waits. */
const LANES = 4;

const { values } = parseArgs({ options: { count: { type: "string" }, seed: { type: "string" } } });
const count = Number(values.count ?? 1_000);
const seed = Number(values.seed ?? 1);
const start = performance.now();
const lanes = await Promise.all(
  Array.from({ length: LANES }, (_, lane) => runCampaign(Math.ceil((count - lane) / LANES), seed * LANES + lane)),
);
const figures = lanes.reduce((sum, lane) => ({
  reorgs: sum.reorgs + lane.reorgs,
  rewinds: sum.rewinds + lane.rewinds,
  deepest: Math.max(sum.deepest, lane.deepest),
  waits: sum.waits + lane.waits,
  kills: sum.kills + lane.kills,
  faults: sum.faults + lane.faults,
  blocks: sum.blocks + lane.blocks,
}));
const seconds = Math.round((performance.now() - start) / 1_000);

console.log(machine());
console.log(
  `${figures.reorgs} reorgs of up to ${figures.deepest} blocks over ${figures.blocks} blocks in ${seconds} s, seed ${seed}:`,
);
console.log(
  `the index went back ${figures.rewinds} times, waited ${figures.waits} times (${figures.faults} by faults), was killed ${figures.kills} times,`,
);
console.log("and was that of the winning chain after every reorg.");
console.log(JSON.stringify({ ...figures, seconds, seed }));
