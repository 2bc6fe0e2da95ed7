import { Button } from "./Button.tsx";

/** Says that an unfinished form is kept in this tab, and forgets it on demand. */
export function DraftNote({ draft }: { draft: { isKept: boolean; discard: () => void } }) {
  if (!draft.isKept) return null;
  return (
    <p className="small muted row" role="status">
      Draft kept in this tab.
      <Button variant="quiet" onPress={draft.discard}>
        Discard draft
      </Button>
    </p>
  );
}
