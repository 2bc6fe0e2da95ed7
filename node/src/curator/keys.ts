import type { WrappedKey } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import { AssayError } from "@assay/sdk/errors";
import { keyRequestTypedData } from "@assay/sdk/hashing";
import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import type { ChainClient } from "../platform/chain/clients.ts";
import { isSignedBy } from "../platform/chain/signature.ts";
import { wrap } from "../platform/crypto/hpke.ts";
import { versionKeyInfo } from "../platform/crypto/info.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { chainState, SEALED } from "./chainState.ts";
import { unknownVersion } from "./describeVersion.ts";
import type { VersionStore } from "./versionStore.ts";

export interface KeyRequest {
  datanetId: bigint;
  version: number;
  requester: Address;
  /** X25519 public key the version key is wrapped to */
  encryptionKey: Hex;
  signature: Hex;
}

export interface KeyServiceOptions {
  client: ChainClient;
  deployment: Deployment;
  versions: VersionStore;
  ipfs: Ipfs;
}

/** Throws unless the datanet's own metadata opens it to everyone; grants are not part of this version. */
async function requireOpen({ versions, ipfs }: KeyServiceOptions, datanetId: bigint): Promise<void> {
  const datanet = await versions.datanet(datanetId);
  if (datanet === undefined)
    throw new AssayError(`There is no datanet ${datanetId} on this chain.`, {
      code: "datanet_unknown",
      status: 404,
      field: "datanet",
    });
  const { access } = (await ipfs.getJson(datanet.metadataCid)) as { access?: unknown };
  if (access !== "open")
    throw new AssayError(
      `Datanet ${datanetId} is not open for training; ask its curator ${datanet.curator} for access.`,
      { code: "access_denied", status: 403, field: "datanet" },
    );
}

/** Wraps a version's training key to whoever signed for it (EIP-712 KeyRequest). */
export async function releaseTrainingKey(options: KeyServiceOptions, request: KeyRequest): Promise<WrappedKey> {
  const { client, deployment, versions } = options;
  const { datanetId, version, requester, encryptionKey, signature } = request;
  const typedData = keyRequestTypedData({
    chainId: deployment.chainId,
    datanets: deployment.addresses.datanets,
    request: { datanetId, version, requester, encryptionKey },
  });
  const valid = await isSignedBy(client, requester, typedData, signature);
  if (!valid)
    throw new AssayError(`The key request is not signed by ${requester}.`, {
      code: "signature_invalid",
      status: 403,
      field: "signature",
    });
  await requireOpen(options, datanetId);
  const stored = await versions.version(datanetId, version);
  if (stored === undefined) throw unknownVersion(datanetId, version);
  // The chain may be a moment ahead of this role's memory.
  const isSealed = stored.state === "sealed" || (await chainState(options, datanetId, version)) === SEALED;
  if (!isSealed || stored.versionKey === undefined || stored.built === undefined)
    throw new AssayError(
      `Version ${version} of datanet ${datanetId} is ${stored.state}; its exam must be sealed first${stored.failure === undefined ? "" : ` (${stored.failure.message})`}.`,
      { code: "version_not_sealed", status: 409, field: "version" },
    );
  const info = versionKeyInfo({ chainId: deployment.chainId, datanetId, version }, requester);
  return {
    wrappedKey: bytesToHex(await wrap(hexToBytes(encryptionKey), hexToBytes(stored.versionKey), info)),
    bundle: stored.built.bundle,
  };
}
