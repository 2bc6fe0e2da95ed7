import { useLive } from "../data/live/useLive.ts";
import { clockTime } from "../ui/format.ts";

/** The newest block, and whether what the page shows keeps itself up to date. */
export function LiveStatus() {
  const { state, block } = useLive();
  const words = block === undefined ? "" : `Block ${block.toLocaleString("en-US")} · `;
  if (state.status === "live" && state.index !== false) {
    return (
      <p className="side-foot small muted" title="What this page shows changes as it happens.">
        {words === "" ? "Index: waiting for its first block" : `${words}live`}
      </p>
    );
  }
  const since = clockTime(state.since);
  return (
    <p className="side-foot small warn" role="status" title="What this page shows may be out of date until then.">
      {words}
      {state.status === "connecting" && `connecting since ${since}`}
      {state.status === "reconnecting" && `reconnecting since ${since}`}
      {state.status === "live" && "the index does not answer"}
    </p>
  );
}
