/**
 * The protocol on a chain, in a prepared state: `await chainAt("drawn")` at the beginning of a test gives a chain that
 * nobody has touched. A process starts one anvil for each state it asks for, and puts it back for every test after.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDeployment } from "@assay/sdk/deployment";
import type { Hex } from "viem";
import { startAnvil } from "./anvil.ts";
import { ANVIL_OPTIONS, connect, type TestChain } from "./chain.ts";
import { preparedStates } from "./prepare.ts";
import type { StateName } from "./states.ts";

interface Running {
  readonly chain: TestChain;
  /** what the chain is put back to for the next test */
  snapshot: Hex;
}

const running = new Map<StateName, Promise<Running>>();

/** A chain in the state of a name, as it was prepared: what earlier tests did on it is undone. */
export async function chainAt(state: StateName): Promise<TestChain> {
  const known = running.get(state);
  const found = known ?? start(state);
  running.set(state, found);
  const one = await found;
  if (known === undefined) return one.chain;
  const { client } = one.chain;
  await client.revert({ id: one.snapshot });
  one.snapshot = await client.snapshot();
  return one.chain;
}

async function start(state: StateName): Promise<Running> {
  const folder = await preparedStates();
  const { rpcUrl } = await startAnvil([...ANVIL_OPTIONS, "--load-state", join(folder, `${state}.json`)]);
  const deployment = parseDeployment(JSON.parse(await readFile(join(folder, "deployment.json"), "utf8")));
  const chain = connect(rpcUrl, deployment);
  const { client } = chain;
  // Anvil's clock starts at the wall's; windows must go on from where the state was kept.
  const { timestamp } = await client.getBlock();
  await client.request({ method: "evm_setTime", params: [Number(timestamp)] } as never);
  return { chain, snapshot: await client.snapshot() };
}
