export { StakePage } from "./StakePage.tsx";
export { useExitBond, usePostBond } from "./useBond.ts";
