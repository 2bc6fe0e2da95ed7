/** What may be shown of an RPC's URL: its path and query often hold an API key, and its user part a password. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "an RPC whose URL is not valid";
}

/**
 * Replaces the URL by its host in everything that an error says, its causes included, and returns the same error.
 * viem writes the whole URL into message and stack, and these end in logs and answers.
 */
export function hideUrls<T>(error: T, urls: readonly string[]): T {
  const secrets = urls.flatMap((url) => [url, ...secretParts(url)]);
  hide(error, secrets, new Set());
  return error;
}

/** Longest first, so that a URL is replaced as a whole before its parts are. */
function secretParts(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { pathname, search, searchParams, username, password, href } = new URL(url);
  const values = [...searchParams.values()];
  const pieces = [...pathname.split("/"), ...values, ...values.map(encodeURIComponent), username, password];
  const parts = [href, pathname + search, pathname, search, ...pieces];
  // A short path such as "/rpc" holds no key, and would be found in unrelated text.
  return [...new Set(parts)].filter((part) => part.length > 8).sort((a, b) => b.length - a.length);
}

function hide(value: unknown, secrets: readonly string[], seen: Set<unknown>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  const fields = value as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(fields)) {
    const field = fields[name];
    if (typeof field === "string") {
      const shown = secrets.reduce((text, secret) => text.replaceAll(secret, shownFor(secret)), field);
      if (shown !== field) Reflect.set(fields, name, shown);
    } else if (name === "cause" || name === "metaMessages") hide(field, secrets, seen);
  }
}

const shownFor = (secret: string): string => (URL.canParse(secret) ? hostOf(secret) : "(hidden)");
