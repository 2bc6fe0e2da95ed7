import type { ProtocolFigures } from "../../data/entities/useProtocol.ts";

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
      why: "A datanet is a pool of labelled messages that remembers who owns each one. Name it, drop in a CSV, sign and publish. It takes about two minutes.",
      label: "Create datanet",
      to: "/datanets/new",
    };
  if (BigInt(figures.rowCount) === 0n)
    return {
      title: "Fill the datanet",
      why: "Drop in a CSV or JSONL file with one message and one label per row. Every row is hashed and signed by its owner.",
      label: "Import rows",
      to: "/datanets/1/import",
    };
  if (figures.modelCount === 0)
    return {
      title: "Train a model on the rows",
      why: "Choose a base and press start. The quote shows time, memory and fee first. Then you can try the finished run beside its base and register it.",
      label: "Train a model",
      to: "/studio",
    };
  if (figures.roundCount === 0)
    return {
      title: "Have the model judged",
      why: "Its publisher stakes and opens a round. Judges, drawn by lot, ask unseen items in many forms. The worst condition decides.",
      label: "See models",
      to: "/models",
    };
  if (BigInt(figures.feesFunded) === 0n)
    return {
      title: "Ask a paid question",
      why: "You pay each answer with a voucher that you sign in the page. Its fee goes to the people whose rows, work and checks made the answer.",
      label: "Paid call",
      to: "/chat?tab=paid",
    };
  if (figures.claimCount === 0)
    return {
      title: "Claim what was earned",
      why: "Fees are divided by measured influence, not by the number of rows. You can trace every share back to its answers.",
      label: "See rewards",
      to: "/rewards",
    };
  return undefined;
}
