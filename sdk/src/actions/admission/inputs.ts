import type { ContractFunctionArgs } from "viem";
import type { admissionAbi } from "../../abi.ts";

/** One seat's revealed result; see IAdmission.SeatResult. */
export type SeatResult = ContractFunctionArgs<typeof admissionAbi, "nonpayable", "finalize">[1][number];
