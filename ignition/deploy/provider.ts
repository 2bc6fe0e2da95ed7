import type { EIP1193Provider } from "@nomicfoundation/ignition-core";
import { createPublicClient, type Hex, hexToBigInt, hexToNumber, http, type PrivateKeyAccount } from "viem";

/** What Ignition puts into eth_sendTransaction: an EIP-1559 or a legacy transaction, quantities in hex. */
interface RpcTransaction {
  readonly to?: Hex;
  readonly data: Hex;
  readonly value: Hex;
  readonly nonce: Hex;
  readonly gas: Hex;
  readonly gasPrice?: Hex;
  readonly maxFeePerGas?: Hex;
  readonly maxPriorityFeePerGas?: Hex;
}

function sign(account: PrivateKeyAccount, chainId: number, tx: RpcTransaction): Promise<Hex> {
  const common = {
    chainId,
    data: tx.data,
    value: hexToBigInt(tx.value),
    nonce: hexToNumber(tx.nonce),
    gas: hexToBigInt(tx.gas),
    ...(tx.to === undefined ? {} : { to: tx.to }),
  };
  if (tx.maxFeePerGas !== undefined && tx.maxPriorityFeePerGas !== undefined) {
    return account.signTransaction({
      ...common,
      type: "eip1559",
      maxFeePerGas: hexToBigInt(tx.maxFeePerGas),
      maxPriorityFeePerGas: hexToBigInt(tx.maxPriorityFeePerGas),
    });
  }
  return account.signTransaction({ ...common, type: "legacy", gasPrice: hexToBigInt(tx.gasPrice ?? "0x0") });
}

/**
 * An EIP-1193 provider over JSON-RPC that signs with `account` instead of asking the node for an unlocked one.
 * @param afterSend runs after each transaction was handed to the node
 */
export function signingProvider(
  rpcUrl: string,
  account: PrivateKeyAccount,
  afterSend: (hash: Hex) => Promise<void>,
): EIP1193Provider {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const chainId = client.getChainId();
  return {
    async request({ method, params }) {
      if (method === "eth_accounts") return [account.address];
      if (method !== "eth_sendTransaction") {
        return client.request({ method, params } as Parameters<typeof client.request>[0]);
      }
      const [transaction] = params as [RpcTransaction];
      const serializedTransaction = await sign(account, await chainId, transaction);
      const hash = await client.sendRawTransaction({ serializedTransaction });
      await afterSend(hash);
      return hash;
    },
  };
}
