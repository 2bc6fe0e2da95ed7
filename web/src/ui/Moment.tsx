import { useEffect, useState } from "react";
import { absoluteTime, exactAmount, relative, shortAmount } from "./format.ts";

/** The clock of the page, once a second. */
export function useNow(intervalMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}

/** A moment (unix seconds), relative; absolute on hover. */
export function Moment({ at }: { at: number | string | bigint }) {
  const seconds = Number(at);
  const now = useNow(5000);
  return (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={absoluteTime(seconds)} className="nowrap">
      {relative(seconds, now)}
    </time>
  );
}

/** A token amount in wei: four significant digits and the unit, exact on hover. */
export function Amount({ wei, unit = "ASY" }: { wei: bigint | string; unit?: string }) {
  const value = BigInt(wei);
  return (
    <span className="nowrap" title={`${exactAmount(value)} ${unit}`}>
      {shortAmount(value)} {unit}
    </span>
  );
}
