export { Degradation } from "./Degradation.tsx";
export { Evidence } from "./Evidence.tsx";
export { useTranscript } from "./useEvidence.ts";
export { VerifySeat } from "./VerifySeat.tsx";
