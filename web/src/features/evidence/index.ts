export {
  conditionLabel,
  conditionScores,
  JUDGED_ROUND,
  type JudgedRound,
  verdict,
  worstOf,
} from "./conditions.ts";
export { Evidence } from "./Evidence.tsx";
export { VerifySeat } from "./VerifySeat.tsx";
