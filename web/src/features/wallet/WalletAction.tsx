import type { ReactNode } from "react";
import { useWallet } from "../../data/wallet/useWallet.ts";
import type { WriteStage, WriteState } from "../../data/wallet/useWrite.ts";
import { Button, ErrorNote, TxLink } from "../../ui/index.ts";
import { useSlow } from "../../ui/useSlow.ts";

interface WalletActionProps {
  label: string;
  /** While a promise it returns is pending, the button does nothing. */
  onPress: () => unknown;
  /** What blocks this step, in words; the first one that is a string or element is shown. */
  blocks?: (ReactNode | false | undefined)[];
  busy?: boolean;
  variant?: "primary" | "plain" | "danger";
}

/**
 * The one gate of every write: says in words what blocks it (no wallet, wrong network, the page's own reasons) and
 * offers what removes the block. A second press while the first is pending does nothing.
 */
export function WalletAction({ label, onPress, blocks = [], busy = false, variant = "primary" }: WalletActionProps) {
  const wallet = useWallet();
  const first = wallet.locked ?? wallet.connectors[0];
  const reason = blocks.find((block) => block !== false && block !== undefined && block !== null);
  if (!wallet.isConnected) {
    return (
      <div className="action">
        <Button variant={variant} isDisabled>
          {label}
        </Button>
        <span className="small muted">
          {wallet.locked
            ? "Your wallet is locked."
            : first
              ? "No wallet is connected."
              : "No wallet was found in this browser."}
        </span>
        {first && <Button onPress={() => wallet.connect(first)}>Connect {first.name}</Button>}
      </div>
    );
  }
  if (wallet.isWrongNetwork) {
    return (
      <div className="action">
        <Button variant={variant} isDisabled>
          {label}
        </Button>
        <span className="small muted">Your wallet is on a different network.</span>
        <Button onPress={wallet.switchNetwork}>Switch network</Button>
      </div>
    );
  }
  return (
    <div className="action">
      <Button variant={variant} isDisabled={busy || reason !== undefined} onPress={onPress}>
        {label}
      </Button>
      {reason !== undefined && !busy && <span className="small muted">{reason}</span>}
    </div>
  );
}

/** A write: the gate, then its transaction step by step, on the thing itself. */
export function WriteAction({ write, ...props }: WalletActionProps & { write: WriteState & { busy: boolean } }) {
  return (
    <div className="stack-tight">
      <WalletAction {...props} busy={Boolean(props.busy) || write.busy} />
      <TxStepper state={write} />
    </div>
  );
}

const STEPS: { stage: WriteStage; label: string }[] = [
  { stage: "wallet", label: "in wallet" },
  { stage: "pending", label: "pending" },
  { stage: "confirmed", label: "confirmed" },
  { stage: "indexed", label: "indexed" },
];

export function TxStepper({ state }: { state: WriteState }) {
  if (state.stage === "idle") return null;
  if (state.stage === "failed") return state.error ? <ErrorNote error={state.error} /> : null;
  return <Steps state={state} />;
}

/** What is said when a step takes long, and after how long. */
const LONG: Partial<Record<WriteStage, { afterMs: number; words: string }>> = {
  wallet: { afterMs: 3_000, words: "Open your wallet: a request waits there." },
  pending: {
    afterMs: 60_000,
    words:
      "It is not mined yet. It still can be, so do not send another. You can speed it up or cancel it in your wallet.",
  },
};

const INDEX_LATE =
  "It is done on the chain, so do not send it again. The index has not read it yet: this page may show what was before it.";

function Steps({ state }: { state: WriteState }) {
  const at = STEPS.findIndex((step) => step.stage === state.stage);
  const long = LONG[state.stage];
  const isSlow = useSlow({ of: state.stage, afterMs: long?.afterMs });
  return (
    <div className="row" role="status" aria-label={`Transaction ${STEPS[at]?.label ?? ""}`}>
      <ol className="stepper">
        {STEPS.map((step, i) => (
          <li key={step.stage} data-state={i < at || state.stage === "indexed" ? "done" : i === at ? "now" : "next"}>
            {step.label}
          </li>
        ))}
      </ol>
      {state.hash && <TxLink hash={state.hash} />}
      {long && isSlow && <span className="small">{long.words}</span>}
      {state.isIndexLate && <span className="small">{INDEX_LATE}</span>}
    </div>
  );
}
