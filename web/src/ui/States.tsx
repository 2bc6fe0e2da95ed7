import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import { useSlow } from "./useSlow.ts";
import { useWaits } from "./waits.ts";

/** Ten bars at most, none as wide as another, so that they read as text. */
const WIDTHS = [92, 78, 85, 64, 70, 88, 60, 81, 74, 67];

interface SkeletonProps {
  lines?: number;
  label?: string;
  /** The sentence for a long wait and what tries again, where it is not queries that are waited for. */
  waits?: { sentence: string; askAgain: () => void };
  /** Somebody has waited since the app was opened, not only since now. */
  isOpening?: boolean;
}

/**
 * Grey bars that keep the layout still while something loads. After three seconds they say what is waited for, in a
 * sentence.
 */
export function Skeleton({ lines = 3, label = "Loading", waits, isOpening = false }: SkeletonProps) {
  const isSlow = useSlow({ isOpening });
  return (
    <div className="stack-tight">
      <div className="skeleton" role="status" aria-label={label}>
        {WIDTHS.slice(0, lines).map((width) => (
          <span key={width} style={{ width: `${width}%` }} />
        ))}
      </div>
      {isSlow && (waits ? <LongWait {...waits} /> : <LongWaitForQueries />)}
    </div>
  );
}

const LongWaitForQueries = () => <LongWait {...useWaits()} />;

function LongWait({ sentence, askAgain }: { sentence: string; askAgain: () => void }) {
  return (
    <div className="row small" role="status">
      <span>{sentence}</span>
      <Button onPress={askAgain}>Try again</Button>
    </div>
  );
}

/** An empty place teaches: one line, one button, one example. */
export function Empty({ children, action, example }: { children: ReactNode; action?: ReactNode; example?: string }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {example && <p className="small muted">{example}</p>}
      {action}
    </div>
  );
}

/** What happened, in a sentence, what to do about it, and the way on. */
export function ErrorNote({ error, retry }: { error: Error & { hint?: unknown }; retry?: (() => void) | undefined }) {
  return (
    <div className="note note-bad" role="alert">
      <p>{error.message}</p>
      {typeof error.hint === "string" && <p className="small">{error.hint}</p>}
      {retry && <Button onPress={retry}>Try again</Button>}
    </div>
  );
}

export function Note({ tone = "plain", children }: { tone?: "plain" | "good" | "warn" | "bad"; children: ReactNode }) {
  return <div className={`note note-${tone}`}>{children}</div>;
}

interface QueryLike<T> {
  data: T | undefined;
  error: Error | null;
  refetch: () => unknown;
}

/** The four states of every view: loading, error, empty, data. Data already shown stays on a failed refresh. */
export function QueryView<T>(props: {
  query: QueryLike<T>;
  children: (data: T) => ReactNode;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  lines?: number;
}) {
  const { query, isEmpty } = props;
  if (query.data !== undefined) {
    return isEmpty?.(query.data) ? props.empty : props.children(query.data);
  }
  if (query.error) return <ErrorNote error={query.error} retry={() => query.refetch()} />;
  return <Skeleton lines={props.lines ?? 4} />;
}
