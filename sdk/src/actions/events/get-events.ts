import type { ContractEventName, GetContractEventsReturnType } from "viem";
import { getContractEvents } from "viem/actions";
import type { Deployment } from "../../deployment.ts";
import { toAssayError } from "../../errors/to-assay-error.ts";
import type { AssayReader } from "../transaction.ts";
import { type ContractAbis, contractAbis } from "./contracts.ts";

/** Parameters of {@link getEvents}. */
export type GetEventsParameters<
  contract extends keyof ContractAbis,
  eventName extends ContractEventName<ContractAbis[contract]>,
> = {
  deployment: Deployment;
  contract: contract;
  eventName: eventName;
  /** default the deployment's start block */
  fromBlock?: bigint | undefined;
  toBlock?: bigint | undefined;
};

/**
 * Past events of one kind, oldest first, with typed arguments.
 *
 * @example
 * const rounds = await getEvents(client, { deployment, contract: "admission", eventName: "RoundOpened" });
 */
export async function getEvents<
  contract extends keyof ContractAbis,
  eventName extends ContractEventName<ContractAbis[contract]>,
>(
  client: AssayReader,
  parameters: GetEventsParameters<contract, eventName>,
): Promise<GetContractEventsReturnType<ContractAbis[contract], eventName, true>> {
  const { deployment, contract, eventName, fromBlock, toBlock } = parameters;
  try {
    return (await getContractEvents(client, {
      address: deployment.addresses[contract],
      abi: contractAbis[contract],
      eventName: eventName as never,
      fromBlock: fromBlock ?? deployment.startBlock,
      toBlock: toBlock ?? "latest",
      strict: true,
    })) as unknown as GetContractEventsReturnType<ContractAbis[contract], eventName, true>;
  } catch (error) {
    throw toAssayError(error);
  }
}
