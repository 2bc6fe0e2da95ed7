import type { ProtocolFigures } from "./useProtocol.ts";

export interface NextStep {
  /** One line: what is missing in the loop. */
  title: string;
  why: string;
  label: string;
  to: string;
}

type Counted = Pick<
  ProtocolFigures,
  "datanetCount" | "rowCount" | "modelCount" | "roundCount" | "claimCount" | "feesFunded"
>;

/** The first stage of the loop that nobody has done yet; undefined once the loop went round. */
export function nextStep(figures: Counted | null): NextStep | undefined {
  if (!figures || figures.datanetCount === 0)
    return {
      title: "Begin with data",
      why: "A datanet is a pool of labelled messages whose owners stay known. Name one, drop a CSV into it, sign and publish: about two minutes.",
      label: "Create datanet",
      to: "/datanets/new",
    };
  if (BigInt(figures.rowCount) === 0n)
    return {
      title: "Fill the datanet",
      why: "Drop a CSV or JSONL file with a message and a label a row. Every row is hashed, signed by its owner and kept.",
      label: "Import rows",
      to: "/datanets/1/import",
    };
  if (figures.modelCount === 0)
    return {
      title: "Train a model on the rows",
      why: "Choose a base and press start: the quote shows time, memory and fee first. A finished run can be tried beside the base, then registered.",
      label: "Train a model",
      to: "/studio",
    };
  if (figures.roundCount === 0)
    return {
      title: "Have the model judged",
      why: "Its publisher stakes and opens a round. Evaluators drawn by lot ask unseen items in many forms; the worst condition decides.",
      label: "See models",
      to: "/models",
    };
  if (BigInt(figures.feesFunded) === 0n)
    return {
      title: "Ask a paid question",
      why: "Each answer is paid by a voucher signed in the page. Its fee goes to the people whose rows, work and checks made the answer.",
      label: "Paid call",
      to: "/chat?tab=paid",
    };
  if (figures.claimCount === 0)
    return {
      title: "Claim what was earned",
      why: "Fees are divided by measured influence, not by row count. Every share can be traced back to its answers.",
      label: "See rewards",
      to: "/rewards",
    };
  return undefined;
}
