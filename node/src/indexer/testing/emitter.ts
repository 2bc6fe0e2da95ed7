import { type Abi, concatHex, encodeAbiParameters, encodeEventTopics, type Hex, numberToHex, padHex } from "viem";

/** Topics a log can have, and bytes before the data in a call: the count and four topics. */
const MAX_TOPICS = 4;
const HEADER = 1 + 32 * MAX_TOPICS;

const OP = { STOP: 0, EQ: 0x14, SUB: 0x03, SHR: 0x1c, LOAD: 0x35, SIZE: 0x36, COPY: 0x37, POP: 0x50, JUMPI: 0x57 };
const OPS = { ...OP, JUMPDEST: 0x5b, PUSH1: 0x60, DUP1: 0x80, LOG0: 0xa0 };

/**
 * Code of a contract that emits whatever log its calldata describes: one byte of topic count, four topics, the data.
 * With it tests make any event of any contract without the contracts themselves.
 */
export function emitterCode(): Hex {
  const code = [OPS.PUSH1, HEADER, OPS.SIZE, OPS.SUB, OPS.DUP1, OPS.PUSH1, HEADER, OPS.PUSH1, 0, OPS.COPY];
  code.push(OPS.PUSH1, 0, OPS.LOAD, OPS.PUSH1, 0xf8, OPS.SHR);
  const jumpSize = 7;
  const bodies = Array.from({ length: MAX_TOPICS }, (_, index) => logBody(index + 1));
  let target = code.length + jumpSize * MAX_TOPICS + 1;
  for (const [index, body] of bodies.entries()) {
    code.push(OPS.DUP1, OPS.PUSH1, index + 1, OPS.EQ, OPS.PUSH1, target, OPS.JUMPI);
    target += body.length;
  }
  code.push(OPS.STOP, ...bodies.flat());
  return `0x${Buffer.from(code).toString("hex")}`;
}

/** Stack before: data length, topic count. */
function logBody(topics: number): number[] {
  const body = [OPS.JUMPDEST, OPS.POP];
  for (let topic = topics - 1; topic >= 0; topic--) body.push(OPS.PUSH1, 1 + 32 * topic, OPS.LOAD);
  return [...body, OPS.DUP1 + topics, OPS.PUSH1, 0, OPS.LOG0 + topics, OPS.STOP];
}

/** Calldata that makes the emitter log this event. */
export function emitCall(abi: Abi, eventName: string, args: Readonly<Record<string, unknown>>): Hex {
  const event = abi.find((item) => item.type === "event" && item.name === eventName);
  if (event?.type !== "event") throw new Error(`The ABI has no event ${eventName}.`);
  const topics = encodeEventTopics({ abi, eventName, args }) as Hex[];
  const plain = event.inputs.filter((input) => input.indexed !== true);
  const data = encodeAbiParameters(
    plain,
    plain.map((input) => args[input.name ?? ""]),
  );
  const padded = Array.from({ length: MAX_TOPICS }, (_, index) => topics[index] ?? padHex("0x", { size: 32 }));
  return concatHex([numberToHex(topics.length, { size: 1 }), ...padded, data]);
}
