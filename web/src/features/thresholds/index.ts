export { ThresholdsPage } from "./ThresholdsPage.tsx";
export { type Gate, type ParamSet, useThresholds } from "./useThresholds.ts";
