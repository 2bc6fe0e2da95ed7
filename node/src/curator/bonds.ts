import { assayTokenAbi, stakeManagerAbi } from "@assay/sdk/abi";
import { readBond, readParams } from "@assay/sdk/actions";
import type { CustodianOptions } from "./custodianOptions.ts";

/** Rounds of one datanet that may run at once on the bond posted at a time. */
const ROUNDS_BONDED = 2n;

/** Bonds the datanets whose exams were sealed here: being named custodian by a stranger must cost nothing. */
export async function keepBonds(options: CustodianOptions): Promise<void> {
  for (const datanetId of await options.versions.sealedDatanets()) await keepBond(options, datanetId);
}

/**
 * Keeps enough bond on a datanet for the rounds that may run on it at once. Topped up by the same amount whenever less
 * than one round's bond is free.
 */
async function keepBond({ client, outbox, deployment, log }: CustodianOptions, datanetId: bigint): Promise<void> {
  const { custodianBond } = await readParams(client, { deployment });
  const { total, bound } = await readBond(client, { deployment, datanetId });
  if (custodianBond === 0n || total - bound >= custodianBond) return;
  const { stake, token } = deployment.addresses;
  const amount = custodianBond * ROUNDS_BONDED;
  // The total before it names the top-up: a restart sends the same one again, a later one has another name.
  await outbox.call(`approve:bond:${datanetId}:${total}:${bound}`, token, {
    abi: assayTokenAbi,
    functionName: "approve",
    args: [stake, amount],
  });
  await outbox.call(`bond:${datanetId}:${total}:${bound}`, stake, {
    abi: stakeManagerAbi,
    functionName: "postBond",
    args: [datanetId, amount],
  });
  log.info("bond_posted", { datanetId, amount });
}
