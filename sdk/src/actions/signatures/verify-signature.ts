import {
  type Address,
  BaseError,
  type Client,
  ExecutionRevertedError,
  encodeDeployData,
  erc6492SignatureValidatorAbi,
  erc6492SignatureValidatorByteCode,
  type Hex,
  isErc6492Signature,
  parseErc6492Signature,
  serializeErc6492Signature,
} from "viem";
import { call, getCode } from "viem/actions";
import { AssayError } from "../../errors/assay-error.ts";
import { toAssayError } from "../../errors/to-assay-error.ts";
import { canonicalSignature, recoverSigner, signatureFault } from "../../hashing/signature.ts";

/** Parameters of {@link verifySignature}. */
export type VerifySignatureParameters = {
  /** who is said to have signed */
  address: Address;
  /** what was signed: hashTypedData or hashMessage of it */
  hash: Hex;
  /** a key's signature in any of its forms, or what a contract wallet takes (ERC-1271, ERC-6492) */
  signature: Hex;
};

/**
 * Whether the address signed. `signature` is what contracts take of it: 65 bytes with v of 27 or 28 from a key, and from
 * a contract wallet what its code takes; undefined for a wallet that must be deployed first. `fault` is a sentence; its
 * `kind` says whether the bytes are malformed, somebody else's, or what the contract wallet does not accept.
 */
export type VerifySignatureReturnType =
  | { valid: true; signature: Hex | undefined }
  | { valid: false; kind: "malformed" | "stranger" | "refused"; fault: string };

/**
 * Checks a signature by a key (v of 0, 1, 27 or 28, or EIP-2098), by a contract wallet (ERC-1271), or by a contract
 * wallet that is not deployed yet (ERC-6492). The chain is asked only when no key explains it. Throws AssayError when
 * the chain can't be asked.
 *
 * @example
 * const check = await verifySignature(client, { address, hash: hashTypedData(typedData), signature });
 */
export async function verifySignature(
  client: Client,
  { address, hash, signature }: VerifySignatureParameters,
): Promise<VerifySignatureReturnType> {
  const canonical = canonicalSignature(signature);
  if (recoverSigner(hash, signature)?.toLowerCase() === address.toLowerCase())
    return { valid: true, signature: canonical };
  const malformed = signatureFault(signature);
  const refused = {
    valid: false as const,
    kind: malformed === undefined ? ("stranger" as const) : ("malformed" as const),
    fault: malformed ?? `The signature is not ${address}'s.`,
  };
  if (!/^0x([0-9a-f]{2})+$/i.test(signature)) return refused;
  const wrapped = unwrapped(signature);
  try {
    const isDeployed = (await getCode(client, { address })) !== undefined;
    // A wallet of one owner may check with a library that knows only v of 27 and 28; others read v in their own way.
    const bare = wrapped?.signature ?? signature;
    const forms = new Set([bare, canonicalSignature(bare) ?? bare]);
    for (const form of isDeployed ? forms : [])
      if (await acceptedByWallet(client, address, hash, form)) return { valid: true, signature: form };
    if (wrapped !== undefined) {
      for (const form of forms) {
        const whole = serializeErc6492Signature({ ...wrapped, signature: form });
        if (await acceptedByWallet(client, address, hash, whole)) return { valid: true, signature: undefined };
      }
    }
    if (!isDeployed && wrapped === undefined) return refused;
    return { valid: false, kind: "refused", fault: `The contract wallet ${address} does not accept the signature.` };
  } catch (error) {
    throw toAssayError(error);
  }
}

type Wrapped = { address: Address; data: Hex; signature: Hex };

/** What ERC-6492 wraps around a signature; undefined if there is no such wrapping. */
function unwrapped(signature: Hex): Wrapped | undefined {
  if (!isErc6492Signature(signature)) return undefined;
  try {
    const { address, data, signature: inner } = parseErc6492Signature(signature);
    return address === undefined || data === undefined ? undefined : { address, data, signature: inner };
  } catch {
    // It ends like a wrapping and holds none.
    return undefined;
  }
}

/** Asks the wallet's code, by ERC-6492's validator, which a call runs without deploying it. */
async function acceptedByWallet(client: Client, address: Address, hash: Hex, signature: Hex): Promise<boolean> {
  const data = encodeDeployData({
    abi: erc6492SignatureValidatorAbi,
    bytecode: erc6492SignatureValidatorByteCode,
    args: [address, hash, signature],
  });
  try {
    const answer = await call(client, { data });
    return answer.data === "0x01";
  } catch (error) {
    if (isFailedCall(error)) return false;
    throw new AssayError(`The RPC server did not say whether the contract wallet ${address} accepts the signature.`, {
      code: "RPC_UNREACHABLE",
      hint: "Try again, or use a different RPC server.",
      cause: error,
    });
  }
}

/** What servers say of a call that they ran and that failed without a revert: geth, anvil, Nethermind and their kin. */
const FAILED_CALL =
  /\breverted\b|out ?of ?gas|(invalid|bad) ?(fe ?)?(opcode|instruction)|opcode ?not ?found|invalid ?jump|stack ?underflow|vm execution error/i;

/** A wallet whose code fails refuses; a server that did not run the call says nothing of the signature. */
const isFailedCall = (error: unknown): boolean =>
  error instanceof BaseError &&
  (error.walk((cause) => cause instanceof ExecutionRevertedError) !== null || FAILED_CALL.test(error.details ?? ""));
