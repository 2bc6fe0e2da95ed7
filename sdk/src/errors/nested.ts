/** Where wallets, nodes and libraries put the error that they wrap. */
const INSIDE = ["cause", "data", "originalError", "error", "info", "value", "body"] as const;
/** No error wraps more than this; what follows is a circle or noise. */
const MOST = 64;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Plain text wraps nothing.
    return undefined;
  }
}

/** The error and every object that it wraps, the outer ones first. A wrapped text of JSON counts as what it holds. */
export function nestedErrors(error: unknown): object[] {
  const found = new Set<object>();
  let level: unknown[] = [error];
  while (level.length > 0 && found.size < MOST) {
    const objects = level
      .map((item) => (typeof item === "string" && item.startsWith("{") ? parsed(item) : item))
      .filter((item): item is object => typeof item === "object" && item !== null && !found.has(item));
    for (const item of objects) found.add(item);
    level = objects.flatMap((item) => INSIDE.map((key) => Reflect.get(item, key) as unknown));
  }
  return [...found];
}
