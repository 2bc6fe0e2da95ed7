import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import type { Hex } from "viem";
import { beforeEach, expect, test, vi } from "vitest";
import { liveSetting } from "../../testing/fakeHub.tsx";
import { ConfigContext, type PortalConfig } from "../config.ts";
import { useSigner, useWrite, type Wallet } from "./useWrite.ts";

const HASH: Hex = `0x${"ab".repeat(32)}`;
const BLOCK = 12n;

const provider = { request: vi.fn() };
const portal = vi.hoisted(() => ({ request: vi.fn() }));
const receipt = vi.fn();
vi.mock("wagmi", () => ({
  useConnection: () => ({ address: `0x${"11".repeat(20)}`, connector: { getProvider: async () => provider } }),
  useConfig: () => ({ chains: [{ id: 31337, name: "Local chain" }] }),
  useClient: () => portal,
}));
vi.mock("@assay/sdk/actions", () => ({ waitForTransaction: (...args: unknown[]) => receipt(...args) }));

beforeEach(() => {
  provider.request.mockReset();
  portal.request.mockReset();
  receipt.mockReset();
});

/** A write of one transaction, each step of which the test lets happen. */
function setUp() {
  const setting = liveSetting();
  const steps = {
    signed: Promise.withResolvers<Hex>(),
    mined: Promise.withResolvers<void>(),
    receipt: Promise.withResolvers<{ blockNumber: bigint }>(),
  };
  provider.request.mockReturnValue(steps.signed.promise);
  receipt.mockReturnValue(steps.receipt.promise);
  const send = async (wallet: Wallet) => {
    const hash = await wallet.transport.request({ method: "eth_sendTransaction", params: [{}] });
    await steps.mined.promise;
    return { hash: hash as Hex };
  };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ConfigContext value={{ chainId: 31337, deployment: {} } as PortalConfig}>
      <setting.wrapper>{children}</setting.wrapper>
    </ConfigContext>
  );
  setting.hub.sayLive();
  const { result } = renderHook(() => useWrite(send), { wrapper });
  const invalidated = vi.spyOn(setting.queries, "invalidateQueries");
  return { ...setting, steps, result, invalidated };
}

test("default: a write goes through its stages, and is indexed when the index has read its block", async () => {
  const { steps, result, hub, invalidated } = setUp();
  expect(result.current.stage).toBe("idle");
  act(() => void result.current.run(undefined));
  await waitFor(() => expect(result.current).toMatchObject({ stage: "wallet", busy: true }));
  await waitFor(() => expect(provider.request).toHaveBeenCalledTimes(1));
  steps.signed.resolve(HASH);
  await waitFor(() => expect(result.current).toMatchObject({ stage: "pending", hash: HASH, busy: true }));
  steps.mined.resolve();
  await waitFor(() => expect(result.current).toMatchObject({ stage: "confirmed", hash: HASH, busy: true }));
  steps.receipt.resolve({ blockNumber: BLOCK });
  act(() => hub.sayBlock(Number(BLOCK) - 1));
  expect(result.current.stage).toBe("confirmed");
  act(() => hub.sayBlock(Number(BLOCK)));
  await waitFor(() => expect(result.current).toMatchObject({ stage: "indexed", hash: HASH, busy: false }));
  expect(invalidated).toHaveBeenCalledTimes(1);
});

test("behavior: a double click signs once", async () => {
  const { steps, result } = setUp();
  act(() => {
    void result.current.run(undefined);
    void result.current.run(undefined);
  });
  await waitFor(() => expect(provider.request).toHaveBeenCalled());
  steps.signed.resolve(HASH);
  await waitFor(() => expect(result.current.stage).toBe("pending"));
  expect(provider.request).toHaveBeenCalledTimes(1);
});

test("behavior: while the live connection is away, the index is asked", async () => {
  const { steps, result, hub } = setUp();
  vi.stubGlobal("fetch", async () => Response.json({ data: { _meta: { block: { number: Number(BLOCK) } } } }));
  hub.say({ kind: "state", state: { status: "reconnecting", since: Date.now(), index: undefined } });
  act(() => void result.current.run(undefined));
  steps.signed.resolve(HASH);
  steps.mined.resolve();
  steps.receipt.resolve({ blockNumber: BLOCK });
  await waitFor(() => expect(result.current.stage).toBe("indexed"), { timeout: 5_000 });
});

test("behavior: an index that stays behind is not called done, and the write can be left", async () => {
  const { steps, result, hub, invalidated } = setUp();
  act(() => void result.current.run(undefined));
  steps.signed.resolve(HASH);
  steps.mined.resolve();
  await waitFor(() => expect(result.current.stage).toBe("confirmed"));
  vi.useFakeTimers();
  steps.receipt.resolve({ blockNumber: BLOCK });
  act(() => hub.sayBlock(Number(BLOCK) - 1));
  await act(() => vi.advanceTimersByTimeAsync(29_000));
  expect(result.current).toMatchObject({ stage: "confirmed", busy: true });
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(result.current).toMatchObject({ stage: "confirmed", hash: HASH, isIndexLate: true, busy: false });
  expect(invalidated).toHaveBeenCalledTimes(1);
});

test("behavior: a sent transaction is followed on the portal's chain, whatever network the wallet moved to", async () => {
  const { wrapper } = liveSetting();
  const { result } = renderHook(() => useSigner(), { wrapper });
  const wallet = await result.current();
  provider.request.mockImplementation(() => new Promise(() => undefined));
  portal.request.mockImplementation(async ({ method }) => method);
  const follows = [
    "eth_call",
    "eth_blockNumber",
    "eth_getBlockByNumber",
    "eth_getTransactionCount",
    "eth_getTransactionByHash",
    "eth_getTransactionReceipt",
  ];
  for (const method of follows) expect(await wallet.transport.request({ method })).toBe(method);
  expect(provider.request).not.toHaveBeenCalled();
  portal.request.mockRejectedValue(new Error("The portal's server is away."));
  await expect(wallet.transport.request({ method: "eth_getTransactionReceipt" })).rejects.toThrow(/away/);
  expect(provider.request).not.toHaveBeenCalled();
});

test("error: a refusal in the wallet ends it with a sentence, and it can be run again", async () => {
  const { steps, result } = setUp();
  act(() => void result.current.run(undefined));
  steps.signed.reject(Object.assign(new Error("User rejected the request."), { code: 4001 }));
  await waitFor(() => expect(result.current).toMatchObject({ stage: "failed", busy: false }));
  expect(result.current.error?.message).toMatch(/\w/);
  act(() => result.current.reset());
  expect(result.current.stage).toBe("idle");
});
