import { answered, type RpcHook } from "./faultyRpc.ts";

const hex = (value: number) => `0x${value.toString(16)}`;

/** A backend that is `lag` blocks behind `head`, also in what it finds by hash and in its logs. */
export function lagging(head: () => Promise<number>, lag: number): RpcHook {
  return async (call, forward) => {
    const cap = Math.max(0, (await head()) - lag);
    const [first] = call.params;
    if (call.method === "eth_blockNumber") return answered(call, hex(cap));
    if (call.method === "eth_getBlockByNumber" && first === "latest")
      return forward({ ...call, params: [hex(cap), call.params[1]] });
    if (call.method === "eth_getBlockByNumber" && Number(first) > cap) return answered(call, null);
    const answer = await forward();
    const isAbove = Number(answer.result?.number ?? 0) > cap;
    if (call.method === "eth_getBlockByHash" && isAbove) return answered(call, null);
    if (call.method !== "eth_getLogs" || answer.result === undefined) return answer;
    return answered(
      call,
      answer.result.filter((log: { blockNumber: string }) => Number(log.blockNumber) <= cap),
    );
  };
}
