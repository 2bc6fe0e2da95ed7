import { encodeFunctionData, type Hex } from "viem";
import { stakeManagerAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link registerEvaluator}. */
export type RegisterEvaluatorParameters = {
  deployment: Deployment;
  /** 32-byte X25519 public key */
  encryptionKey: Hex;
};

/** EvaluatorRegistered's arguments and the transaction. */
export type RegisterEvaluatorReturnType = Sent<EventArgs<typeof stakeManagerAbi, "EvaluatorRegistered">>;

/** Registers or rotates the caller's X25519 key, to which exam keys are wrapped. */
export async function registerEvaluator(
  client: AssayWallet,
  parameters: RegisterEvaluatorParameters,
): Promise<RegisterEvaluatorReturnType> {
  const { deployment, encryptionKey } = parameters;
  const address = deployment.addresses.stake;
  const data = encodeFunctionData({ abi: stakeManagerAbi, functionName: "registerEvaluator", args: [encryptionKey] });
  return eventOf(await transact(client, address, data), {
    address,
    abi: stakeManagerAbi,
    eventName: "EvaluatorRegistered",
  });
}
