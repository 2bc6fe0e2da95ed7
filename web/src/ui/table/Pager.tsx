import { Button } from "../Button.tsx";
import { count } from "../format.ts";
import { ErrorNote } from "../States.tsx";
import { PAGE_ROWS } from "./pageRows.ts";
import type { More, Rows } from "./useRows.ts";

interface PagerProps<T> {
  view: Rows<T>;
  more: More<T> | undefined;
  /** Says how many rows there are even where all are in view. */
  isList: boolean;
  /** Rows that are here, found by the filter or not. */
  rows: number;
}

/** Where in the list the page stands, how long the list is, and the way to the rest of it. */
export function Pager<T>({ view, more, isList, rows }: PagerProps<T>) {
  const isWhole = view.found.length <= PAGE_ROWS && !more?.hasMore;
  return (
    <>
      {more?.error && <ErrorNote error={more.error} retry={() => void more.load()} />}
      {isWhole && isList && rows > 0 && (
        <p className="small muted" role="status">
          {view.found.length === rows
            ? `${count(rows)} of ${count(rows)}.`
            : `${count(view.found.length)} of ${count(rows)} found.`}
        </p>
      )}
      {!isWhole && (
        <nav className="spread small" aria-label="Pages of the list">
          <span className="muted" role="status">
            {words(view, more, rows)}
            {view.isPartial && more && (
              <>
                {" "}
                Only these are filtered and sorted.{" "}
                <Button variant="quiet" isDisabled={more.isLoading} onPress={() => more.loadAll()}>
                  Read the rest
                </Button>
              </>
            )}
          </span>
          <span className="row">
            {more?.isLoading && <span className="muted">reading…</span>}
            <Button isDisabled={!view.hasPrevious} onPress={view.previous}>
              Earlier page
            </Button>
            <Button isDisabled={!view.hasNext || Boolean(more?.isLoading)} onPress={view.next}>
              Next page
            </Button>
          </span>
        </nav>
      )}
    </>
  );
}

/** `Rows 1 to 50 of 210.`, `Rows 1 to 50 of the first 100.`, or, filtered, `Rows 1 to 3 found in the first 100 of 1,240.` */
function words<T>({ first, visible, found }: Rows<T>, more: More<T> | undefined, rows: number): string {
  const here = found.length === 0 ? "No rows" : `Rows ${count(first + 1)} to ${count(first + visible.length)}`;
  if (!more?.hasMore) return `${here} of ${count(found.length)}.`;
  const all = more.total === undefined ? "" : ` of ${count(more.total)}`;
  if (found.length < rows) return `${here} found in the first ${count(rows)}${all}.`;
  return `${here}${all || ` of the first ${count(rows)}`}.`;
}
