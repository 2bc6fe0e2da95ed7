import { type EvaluatorRecordFragment, EvaluatorsDocument } from "@assay/sdk/graph";
import { NEWEST, useGraphPages } from "../pages.ts";
import { useProtocol } from "./useProtocol.ts";

export type EvaluatorRecord = EvaluatorRecordFragment;

/** Every evaluator, most units first, page by page. */
export const useEvaluatorPages = () =>
  useGraphPages({
    document: EvaluatorsDocument,
    variables: ({ first, before }: { first: number; before: { units: string; id: string } }) => ({ first, ...before }),
    list: ({ evaluators }) => evaluators,
    cursor: ({ nextUnits, id }) => ({ units: nextUnits, id }),
    start: { units: NEWEST, id: "0x" },
    total: useProtocol().data?.protocol?.evaluatorCount,
  });
