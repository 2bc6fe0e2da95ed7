import type { Address, Chain, Client, Hex, PrivateKeyAccount, Transport } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { sendTransaction } from "viem/actions";

/** A transaction as wallets are asked for it. */
export interface Call {
  from?: Address;
  to?: Address;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

/** Signs and sends for one development account. */
export function devSigner(client: Client<Transport, Chain>, privateKey: Hex) {
  const account = privateKeyToAccount(privateKey);
  return {
    signMessage: (raw: Hex) => account.signMessage({ message: { raw } }),
    signTypedData: (json: string) =>
      account.signTypedData(JSON.parse(json) as Parameters<PrivateKeyAccount["signTypedData"]>[0]),
    send: ({ to, data, value, gas }: Call) =>
      sendTransaction(client, {
        account,
        to: to ?? null,
        data: data ?? "0x",
        value: BigInt(value ?? 0),
        ...(gas ? { gas: BigInt(gas) } : {}),
      }),
  };
}
