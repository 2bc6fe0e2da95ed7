import type { ContractEventName, GetContractEventsReturnType } from "viem";
import { watchContractEvent } from "viem/actions";
import type { AssayError } from "../../errors/assay-error.ts";
import { toAssayError } from "../../errors/to-assay-error.ts";
import type { AssayReader } from "../transaction.ts";
import { type ContractAbis, contractAbis } from "./contracts.ts";
import type { GetEventsParameters } from "./get-events.ts";

/** Parameters of {@link watchEvents}. */
export type WatchEventsParameters<
  contract extends keyof ContractAbis,
  eventName extends ContractEventName<ContractAbis[contract]>,
> = Omit<GetEventsParameters<contract, eventName>, "toBlock"> & {
  onEvents: (events: GetContractEventsReturnType<ContractAbis[contract], eventName, true>) => void;
  onError: (error: AssayError) => void;
};

/** Calls `onEvents` with new events of one kind as blocks come, from `fromBlock` if given; returns the function that stops it. */
export function watchEvents<
  contract extends keyof ContractAbis,
  eventName extends ContractEventName<ContractAbis[contract]>,
>(client: AssayReader, parameters: WatchEventsParameters<contract, eventName>): () => void {
  const { deployment, contract, eventName, fromBlock, onEvents, onError } = parameters;
  return watchContractEvent(client, {
    address: deployment.addresses[contract],
    abi: contractAbis[contract],
    eventName: eventName as never,
    strict: true,
    poll: true,
    ...(fromBlock === undefined ? {} : { fromBlock }),
    onLogs: (logs) => onEvents(logs as unknown as GetContractEventsReturnType<ContractAbis[contract], eventName, true>),
    onError: (error) => onError(toAssayError(error)),
  });
}
