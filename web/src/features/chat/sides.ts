/** The source of a side that answers with the base model. */
export const BASE = "base";
export const SIDES = ["left", "right"] as const;

export type Side = (typeof SIDES)[number];

/** What a side's answers are headed by: the words that tell the two apart. */
export function sideLabel(side: Side, chosen: Record<Side, string>): string {
  const place = side === "left" ? "Left" : "Right";
  const other = chosen[side === "left" ? "right" : "left"];
  if (chosen[side] === BASE) return other === BASE ? `Base model, ${side}` : "Base model";
  return other === BASE ? "Tuned model" : place;
}
