import type { ContractFunctionArgs } from "viem";
import type { datanetRegistryAbi } from "../../abi.ts";

/** What a curator commits with a version; see IDatanetRegistry.VersionInput. */
export type VersionInput = ContractFunctionArgs<typeof datanetRegistryAbi, "nonpayable", "publishVersion">[1];

/** What the custodian commits with the exam; see IDatanetRegistry.HoldoutInput. */
export type HoldoutInput = ContractFunctionArgs<typeof datanetRegistryAbi, "nonpayable", "sealHoldout">[2];
