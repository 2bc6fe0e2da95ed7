import Type, { type TSchema } from "typebox";
import type { Address, Hex } from "viem";
import { GRADERS } from "../hashing/exam.ts";

/** What a string pattern stands for, for error sentences. */
export const PATTERNS = {
  "^0x[0-9a-fA-F]{40}$": "a 20-byte address (0x and 40 hex digits)",
  "^0x[0-9a-fA-F]{64}$": "a 32-byte hash (0x and 64 hex digits)",
  "^0x([0-9a-fA-F]{2})*$": "bytes in hex (0x and an even number of hex digits)",
  "^(0|[1-9][0-9]{0,77})$": "a whole number as a decimal string",
  "\\S": "a text that is not empty",
} as const;

const [ADDRESS, HASH, BYTES, AMOUNT] = Object.keys(PATTERNS) as [string, string, string, string];

/** Longest free text of a document. */
const TEXT_LIMIT = 65_536;

export const AddressField = Type.Unsafe<Address>(Type.String({ pattern: ADDRESS }));
export const HashField = Type.Unsafe<Hex>(Type.String({ pattern: HASH }));
export const BytesField = Type.Unsafe<Hex>(Type.String({ pattern: BYTES }));
/** Integers beyond 2^53 (token wei, ids, packed words) as decimal strings. */
export const AmountField = Type.String({ pattern: AMOUNT });
export const CidField = Type.String({ minLength: 8, maxLength: 128 });
export const NameField = Type.String({ minLength: 1, maxLength: 200 });
export const TextField = Type.String({ maxLength: TEXT_LIMIT });
export const CountField = Type.Integer({ minimum: 0 });
export const ChainIdField = Type.Integer({ minimum: 1 });
export const VersionField = Type.Integer({ minimum: 1, maximum: 4_294_967_295 });
export const SecondsField = Type.Number({ minimum: 0 });
export const BpsField = Type.Integer({ minimum: 0, maximum: 10_000 });
export const PpmField = Type.Integer({ minimum: 0, maximum: 1_000_000 });
export const GraderField = Type.Enum([...GRADERS]);
/** First field of every document; a reader refuses versions it does not know. */
export const schemaVersion = Type.Literal(1);

/** An object that refuses unknown fields: for what is signed or pays. */
export function closed<fields extends Record<string, TSchema>>(fields: fields) {
  return Type.Object(fields, { additionalProperties: false });
}
