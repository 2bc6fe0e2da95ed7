import type { stakeManagerAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as stake from "../../calls/stake.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link registerEvaluator}. */
export type RegisterEvaluatorParameters = CallParameters<typeof stake.registerEvaluator>;

/** EvaluatorRegistered's arguments and the transaction. */
export type RegisterEvaluatorReturnType = Sent<EventArgs<typeof stakeManagerAbi, "EvaluatorRegistered">>;

/** Registers or rotates the caller's X25519 key, to which exam keys are wrapped. */
export async function registerEvaluator(
  client: AssayWallet,
  parameters: RegisterEvaluatorParameters,
): Promise<RegisterEvaluatorReturnType> {
  return transactFor(client, stake.registerEvaluator(parameters.deployment, parameters), "EvaluatorRegistered");
}
