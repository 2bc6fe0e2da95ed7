import { formatEther, type Hex, hexToString } from "viem";

/** Arguments of a decoded contract error by parameter name. */
export type RevertArgs = Readonly<Record<string, unknown>>;

/** What went wrong and what to do next. */
export type Sentence = { sentence: string; hint?: string };

/** Sentences by error name. Same-named errors share one meaning. */
export type SentenceBook = Readonly<Record<string, (args: RevertArgs) => Sentence>>;

/** An amount in token wei, for people. */
export const tokens = (value: unknown): string => `${formatEther(value as bigint)} ASY`;
/** Name of an enum value. */
export const named = (names: readonly string[], value: unknown): string => names[Number(value)] ?? String(value);
/** A bytes32 that holds a field's name. */
export const field = (value: unknown): string => hexToString(value as Hex, { size: 32 }) || "a field";
/** Unix seconds as an ISO time. */
export const time = (value: unknown): string => new Date(Number(value) * 1000).toISOString();

export const wait = "Wait and try again.";
export const switchAccount = "Switch to that account.";
