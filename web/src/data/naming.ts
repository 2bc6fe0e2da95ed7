/** How things are called. A given name comes first; without one, what a thing is made of is its name. */

/** `1st`, `2nd`, `3rd`, `11th` */
export function ordinal(n: number): string {
  const tens = n % 100;
  const suffix = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${suffix}`;
}

interface Made {
  /** What its maker called it. */
  given?: string | undefined;
  datanet: string;
  /** Undefined while its document is read. */
  base: string | undefined;
  /** Its place among those with the same datanet and base, from 1. */
  place: number;
}

/** `Support desk on smollm2-135m`; from the second on with its place: `..., 3rd run`. */
export function madeName({ given, datanet, base, place }: Made, what: "run" | "model"): string {
  if (given?.trim()) return given.trim();
  const made = base === undefined ? datanet : `${datanet} on ${base}`;
  return place > 1 ? `${made}, ${ordinal(place)} ${what}` : made;
}

/** Place of each thing among those of the same kind, in the order given; from 1. */
export function placesOf<T>(things: readonly T[], id: (thing: T) => string, kind: (thing: T) => string) {
  const seen = new Map<string, number>();
  const places = new Map<string, number>();
  for (const thing of things) {
    const place = (seen.get(kind(thing)) ?? 0) + 1;
    seen.set(kind(thing), place);
    places.set(id(thing), place);
  }
  return places;
}
