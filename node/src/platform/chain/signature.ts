import { verifySignature } from "@assay/sdk/actions";
import { AssayError } from "@assay/sdk/errors";
import { type Address, type Client, type Hex, hashTypedData, type TypedDataDefinition } from "viem";

/** What somebody says they signed. */
export interface Claim {
  address: Address;
  typedData: TypedDataDefinition;
  signature: Hex;
  /** what the signature is over, in words: "over this job" */
  over: string;
}

/**
 * Why `address` did not sign the typed data, in a sentence; undefined if it did: with a key or as a contract wallet,
 * deployed (ERC-1271) or not (ERC-6492), in any form that wallets give.
 * @throws AssayError chain_unreachable when only the chain could tell
 */
export async function signatureFault(client: Client, claim: Claim): Promise<string | undefined> {
  const { address, typedData, signature, over } = claim;
  const check = await verifySignature(client, { address, hash: hashTypedData(typedData), signature }).catch(unasked);
  if (check.valid) return undefined;
  return check.kind === "stranger" ? `signature is not ${address}'s ${over}; sign it with that account.` : check.fault;
}

/** @throws AssayError signature_invalid with the reason, and chain_unreachable when only the chain could tell */
export async function assertSigned(client: Client, claim: Claim, status = 400): Promise<void> {
  const fault = await signatureFault(client, claim);
  if (fault !== undefined) throw new AssayError(fault, { code: "signature_invalid", status, field: "signature" });
}

/** The chain did not answer, so nothing is known of the signature. @throws AssayError chain_unreachable */
export function unasked(cause: unknown): never {
  if (!(cause instanceof AssayError)) throw cause;
  throw new AssayError("The chain could not be asked whether a contract wallet signed this; try again.", {
    code: "chain_unreachable",
    status: 503,
    cause,
  });
}
