import {
  type Abi,
  type Account,
  type Chain,
  type Client,
  type ContractEventName,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  type ParseEventLogsReturnType,
  parseEventLogs,
  type TransactionReceipt,
  type Transport,
  type WalletClient,
} from "viem";
import { call, getTransactionCount, sendTransaction } from "viem/actions";
import type { ContractCall } from "../calls/call.ts";
import { AssayError } from "../errors/assay-error.ts";
import { toAssayError } from "../errors/to-assay-error.ts";
import { waitForTransaction } from "./transactions/wait-for-transaction.ts";

/**
 * A client that can sign: viem's wallet client with account and chain. It also serves for reading. `patienceMs` is how
 * long a write waits for its transaction, 180 s unless it says so: `client.extend(() => ({ patienceMs: 600_000 }))`.
 */
export type AssayWallet = WalletClient<Transport, Chain, Account> & { patienceMs?: number };
/** Any client that can read. */
export type AssayReader = Client;

/** Arguments of an event by name. */
export type EventArgs<abi extends Abi, name extends ContractEventName<abi>> = ParseEventLogsReturnType<
  abi,
  name,
  true
>[number]["args"];

/** What every write action resolves to: the transaction and the arguments of its event. */
export type Sent<args = unknown> = args & { hash: Hex };

/**
 * Sends a call and waits until it is mined. It is first tried against the current state, so that a refusal costs no gas
 * and comes back as a sentence. A transaction that its sender speeds up in the wallet is followed. Throws AssayError
 * (REVERT_<NAME>, USER_REJECTED, NO_GAS, RPC_UNREACHABLE ...) and TransactionError (TRANSACTION_CANCELLED,
 * TRANSACTION_REPLACED, TRANSACTION_PENDING).
 */
export async function transact(client: AssayWallet, contractCall: ContractCall): Promise<TransactionReceipt> {
  const to = contractCall.address;
  const data = encodeFunctionData(contractCall);
  const from = client.account.address;
  try {
    await call(client, { account: client.account, to, data });
    const nonce = await getTransactionCount(client, { address: from, blockTag: "pending" });
    const hash = await sendTransaction(client, { account: client.account, chain: client.chain, to, data });
    const sent = { from, nonce, to, value: 0n, input: data };
    const receipt = await waitForTransaction(client, { hash, sent, patienceMs: client.patienceMs });
    if (receipt.status === "success") return receipt;
    // The state moved between trial and block: the same call now says why.
    await call(client, { account: client.account, to, data, blockNumber: receipt.blockNumber });
  } catch (error) {
    throw toAssayError(error);
  }
  throw new AssayError("The transaction was mined but refused.", {
    code: "TX_REVERTED",
    hint: "The chain's state changed in between; look at it again and retry.",
  });
}

/**
 * Sends a call and resolves to the arguments of the event its contract leaves, decoded. Throws what {@link transact}
 * throws, and EVENT_MISSING if there is no such event.
 */
export async function transactFor<const abi extends Abi, name extends ContractEventName<abi>>(
  client: AssayWallet,
  contractCall: ContractCall<abi>,
  eventName: name,
): Promise<Sent<EventArgs<abi, name>>> {
  const { address, abi } = contractCall;
  const receipt = await transact(client, contractCall);
  const logs = receipt.logs.filter((log) => isAddressEqual(log.address, address));
  const [found] = parseEventLogs<abi, true, name>({ abi, eventName, logs, strict: true });
  if (found === undefined) {
    throw new AssayError(`The transaction ${receipt.transactionHash} holds no ${eventName} event.`, {
      code: "EVENT_MISSING",
      hint: "Check that the deployment's addresses belong to this chain.",
    });
  }
  return { ...(found.args as EventArgs<abi, name>), hash: receipt.transactionHash };
}
