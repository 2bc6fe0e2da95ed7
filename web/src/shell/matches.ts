/** Something with a name and a page. */
export interface Named {
  kind: string;
  id: string;
  name: string;
  to: string;
}

const MOST = 8;

/** What fits a text, by words of name, kind or number: names that begin with it first. */
export function matchesOf(text: string, things: readonly Named[]): Named[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const starts = ({ name }: Named) => Number(!name.toLowerCase().startsWith(words.join(" ")));
  return things
    .filter(({ kind, id, name }) => {
      const whole = `${name} ${kind} ${id}`.toLowerCase();
      return words.every((word) => whole.includes(word));
    })
    .toSorted((a, b) => starts(a) - starts(b))
    .slice(0, MOST);
}
