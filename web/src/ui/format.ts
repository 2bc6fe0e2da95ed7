/** Every figure the pages print is made here: bigint until the last moment, at most four significant digits. */
const DECIMALS = 18n;
const UNIT = 10n ** DECIMALS;

/** Exact decimal text of a token amount in wei, without trailing zeros. */
export function exactAmount(wei: bigint): string {
  const sign = wei < 0n ? "-" : "";
  const abs = wei < 0n ? -wei : wei;
  const fraction = (abs % UNIT).toString().padStart(Number(DECIMALS), "0").replace(/0+$/, "");
  return `${sign}${abs / UNIT}${fraction ? `.${fraction}` : ""}`;
}

/** A token amount in wei with at most four significant digits (integers are kept whole). */
export function shortAmount(wei: bigint): string {
  const exact = exactAmount(wei);
  const [whole = "0", fraction = ""] = exact.split(".");
  const grouped = Number(whole).toLocaleString("en-US");
  if (whole.replace("-", "").length >= 4 || fraction === "") return grouped;
  const value = Number(exact);
  if (Math.abs(value) < 1e-6) return "<0.000001";
  return Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 12 });
}

/** `12.5 ASY`: an amount in a sentence or on a button. */
export const asy = (wei: bigint): string => `${shortAmount(wei)} ASY`;

/** Parses what a person typed as a token amount; undefined when it is not one. */
export function parseAmount(text: string): bigint | undefined {
  const match = /^(\d+)(?:\.(\d{1,18}))?$/.exec(text.trim());
  if (!match) return undefined;
  return BigInt(match[1] ?? "0") * UNIT + BigInt((match[2] ?? "").padEnd(Number(DECIMALS), "0"));
}

/** Parses what a person typed as a plain number (`0.001`, `1e-3`); NaN when it is not one. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
}

export const count = (value: number | bigint): string => value.toLocaleString("en-US");

/** `0x12345678…cdef`: short enough for a table, long enough to tell apart. */
export const shortHex = (hex: string): string => (hex.length > 14 ? `${hex.slice(0, 6)}…${hex.slice(-4)}` : hex);

/** The text of a word that contracts write into 32 bytes: `keys`, `fraud proof`. */
export const wordText = (hex: string): string => {
  const codes = (hex.slice(2).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return String.fromCharCode(...codes.filter((code) => code !== 0));
};

export const shortCid = (cid: string): string => (cid.length > 16 ? `${cid.slice(0, 6)}…${cid.slice(-6)}` : cid);

/** Seconds as `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return s % 60 === 0 ? `${s / 60} min` : `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86_400) {
    const minutes = Math.floor((s % 3600) / 60);
    return `${Math.floor(s / 3600)} h${minutes === 0 ? "" : ` ${minutes} min`}`;
  }
  return `${Math.floor(s / 86_400)} d`;
}

/** A moment (unix seconds) told from now: `just now`, `5 min ago`, `in 20 s`. */
export function relative(unixSeconds: number, nowMs: number): string {
  const delta = Math.round(nowMs / 1000 - unixSeconds);
  if (Math.abs(delta) < 5) return "just now";
  return delta > 0 ? `${coarse(delta)} ago` : `in ${coarse(-delta)}`;
}

function coarse(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

export const absoluteTime = (unixSeconds: number): string =>
  new Date(unixSeconds * 1000).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** The time of day, from milliseconds. */
export const clockTime = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleTimeString("en-GB", { timeStyle: "medium" });

/** Parts per million as a percentage with at most one decimal. */
export const ppm = (value: number): string => `${Number((value / 10_000).toFixed(1))}%`;

export const bytes = (value: number): string => {
  if (value < 1024) return `${value} B`;
  if (value < 1024 ** 2) return `${(value / 1024).toFixed(1)} KB`;
  return `${(value / 1024 ** 2).toFixed(1)} MB`;
};
