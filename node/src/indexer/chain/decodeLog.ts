import { AssayError } from "@assay/sdk/errors";
import { type AbiEvent, type AbiParameter, decodeAbiParameters, type Hex } from "viem";
import type { EthereumValue, EventParam } from "../wasm/ethereumEvent.ts";
import type { ChainLog } from "./types.ts";

/** The event's parameters in order of declaration, as a mapping gets them; AssayError log_mismatch if they don't decode. */
export function decodeLog(event: AbiEvent, log: ChainLog): EventParam[] {
  const indexed = event.inputs.filter((input) => input.indexed === true);
  const plain = event.inputs.filter((input) => input.indexed !== true);
  if (log.topics.length !== indexed.length + 1) {
    throw new AssayError(`Log ${log.logIndex} of block ${log.blockNumber} is no ${event.name}; check the ABI.`, {
      code: "log_mismatch",
    });
  }
  const values = decodeAbiParameters(plain, log.data) as readonly unknown[];
  let nextIndexed = 1;
  let nextPlain = 0;
  return event.inputs.map((input) => ({
    name: input.name ?? "",
    value:
      input.indexed === true
        ? decodeTopic(input, log.topics[nextIndexed++] as Hex)
        : toEthereumValue(input, values[nextPlain++]),
  }));
}

/** An indexed parameter; of a dynamic one only the hash is in the log. */
function decodeTopic(input: AbiParameter, topic: Hex): EthereumValue {
  const isDynamic = /^(string|bytes|tuple)$|\]$/.test(input.type);
  if (isDynamic) return { kind: "fixedBytes", value: topic };
  return toEthereumValue(input, decodeAbiParameters([input], topic)[0]);
}

function toEthereumValue(input: AbiParameter, value: unknown): EthereumValue {
  const array = /^(.*)\[(\d*)\]$/.exec(input.type);
  if (array !== null) {
    const item = { ...input, type: array[1] ?? "" };
    const items = (value as readonly unknown[]).map((entry) => toEthereumValue(item, entry));
    return { kind: array[2] === "" ? "array" : "fixedArray", value: items };
  }
  if (input.type === "tuple") return { kind: "tuple", value: tupleValues(input, value) };
  if (input.type === "address") return { kind: "address", value: (value as Hex).toLowerCase() as Hex };
  if (input.type === "bool") return { kind: "bool", value: value as boolean };
  if (input.type === "string") return { kind: "string", value: value as string };
  if (input.type === "bytes") return { kind: "bytes", value: value as Hex };
  if (input.type.startsWith("bytes")) return { kind: "fixedBytes", value: value as Hex };
  return { kind: input.type.startsWith("uint") ? "uint" : "int", value: BigInt(value as number | bigint) };
}

/** viem gives a tuple as an object when all components are named, else as a list. */
function tupleValues(input: AbiParameter, value: unknown): EthereumValue[] {
  const components = "components" in input ? input.components : [];
  return components.map((component, index) => {
    const entry = Array.isArray(value) ? value[index] : (value as Record<string, unknown>)[component.name ?? ""];
    return toEthereumValue(component, entry);
  });
}
