import { readBond, readParams } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { allow } from "../platform/chain/allowance.ts";
import { nextKey } from "../platform/chain/outbox/numbering.ts";
import { createEachItem } from "../platform/eachItem.ts";
import type { CustodianOptions } from "./custodianOptions.ts";

/** Rounds of one datanet that may run at once on the bond posted at a time. */
const ROUNDS_BONDED = 2n;

/** Bonds the datanets whose exams were sealed here: being named custodian by a stranger must cost nothing. */
export function createBondKeeper(options: CustodianOptions): () => Promise<void> {
  const { log, signal, versions } = options;
  const each = createEachItem({ fault: "bond_postponed", log, signal });
  return async () =>
    await each(
      await versions.sealedDatanets(),
      (datanetId) => `bond:${datanetId}`,
      (datanetId) => keepBond(options, datanetId),
    );
}

/**
 * Keeps enough bond on a datanet for the rounds that may run on it at once. Topped up by the same amount whenever less
 * than one round's bond is free.
 */
async function keepBond({ client, outbox, deployment, log }: CustodianOptions, datanetId: bigint): Promise<void> {
  // One top-up at a time: while one waits, what is bound may change, but its key does not.
  const key = await nextKey(outbox, `bond:${datanetId}`);
  const { custodianBond } = await readParams(client, { deployment });
  const { total, bound } = await readBond(client, { deployment, datanetId });
  if (custodianBond === 0n || total - bound >= custodianBond) return;
  const amount = custodianBond * ROUNDS_BONDED;
  const bond = calls.stake.postBond(deployment, { datanetId, amount });
  await allow({ client, outbox, deployment }, { key: "approve:bonds", spender: bond.address, amount });
  await outbox.call(key, bond);
  log.info("bond_posted", { datanetId, amount });
}
