import { AbiErrorSignatureNotFoundError, BaseError, decodeErrorResult, type Hex, isHex } from "viem";
import { contractErrors } from "../../generated/contractErrors.ts";
import { nestedErrors } from "./nested.ts";
import type { RevertArgs, Sentence } from "./sentence.ts";
import { SENTENCES } from "./sentences.ts";

/** A contract's refusal: the custom error's name, its arguments by name, and a sentence for people. */
export type DecodedRevert = Sentence & { name: string; args: RevertArgs };

/** Revert data anywhere in an error: viem puts it in `raw` or `data`, providers in what they wrap. */
function findRevertData(error: unknown): Hex | undefined {
  return nestedErrors(error)
    .flatMap((item) => [Reflect.get(item, "raw") as unknown, Reflect.get(item, "data") as unknown])
    .find((data): data is Hex => isHex(data) && data.length >= 10);
}

function describe(name: string, args: RevertArgs): Sentence {
  const known = SENTENCES[name];
  if (known !== undefined) return known(args);
  const list = Object.entries(args).map(([key, value]) => `${key} ${value}`);
  return { sentence: `The contract refused with ${name}${list.length > 0 ? ` (${list.join(", ")})` : ""}.` };
}

function decode(data: Hex): DecodedRevert {
  try {
    const { errorName: name, args: values, abiItem } = decodeErrorResult({ abi: contractErrors, data });
    const list: readonly unknown[] = values ?? [];
    const inputs = abiItem.type === "error" ? abiItem.inputs : [];
    const args = Object.fromEntries(inputs.map((input, index) => [input.name || String(index), list[index]]));
    return { name, args, ...describe(name, args) };
  } catch (error) {
    if (!(error instanceof AbiErrorSignatureNotFoundError)) throw error;
    const selector = data.slice(0, 10);
    return { name: "Unknown", args: { data }, sentence: `The contract refused with an unknown error ${selector}.` };
  }
}

/** Decodes the contract error inside revert data or anything viem throws; undefined if no contract refused. */
export function decodeRevert(error: unknown): DecodedRevert | undefined {
  const data = isHex(error) ? error : findRevertData(error);
  if (data !== undefined) return decode(data);
  if (error instanceof BaseError && error.shortMessage.includes("reverted")) {
    return { name: "Reverted", args: {}, sentence: "The contract refused without giving a reason." };
  }
  return undefined;
}
