import { type GraphDocument, ModelDocument, TrustedModelsDocument } from "@assay/sdk/graph";
import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { liveSetting } from "../../testing/fakeHub.tsx";
import { useGraph } from "../graph.ts";
import { trainer } from "../services.ts";
import { refreshOnChange } from "./refresh.ts";
import { useLive, useWatched } from "./useLive.ts";

const GATHERED_MS = 500;

/** Answers every request, and counts the requests. */
function stubFetch(answer: (url: string) => unknown) {
  const fetched = vi.fn(async (url: string | URL, _init?: RequestInit) => Response.json(answer(String(url))));
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

describe("useLive", () => {
  test("default: the newest block and the state, as the hub tells them", () => {
    const { hub, wrapper } = liveSetting();
    const { result } = renderHook(() => useLive(), { wrapper });
    expect(result.current.state.status).toBe("connecting");
    act(() => {
      hub.sayLive();
      hub.sayBlock(7);
    });
    expect(result.current).toMatchObject({ state: { status: "live", index: true }, block: 7 });
    act(() => hub.say({ kind: "state", state: { status: "reconnecting", since: 5, index: true } }));
    expect(result.current.state).toMatchObject({ status: "reconnecting", since: 5 });
  });
});

describe("refreshOnChange", () => {
  async function show<Data, Variables extends object>(document: GraphDocument<Data, Variables>, variables: Variables) {
    const fetched = stubFetch(() => ({ data: { admitted: [], model: null } }));
    const setting = liveSetting();
    const stop = refreshOnChange(setting.queries, setting.client);
    const { result } = renderHook(() => useGraph(document, variables), { wrapper: setting.wrapper });
    await waitFor(() => expect(result.current.isSuccess).toBe(true));
    fetched.mockClear();
    vi.useFakeTimers();
    return { ...setting, fetched, stop };
  }

  afterEach(() => void vi.useRealTimers());

  const gathered = () => act(() => vi.advanceTimersByTimeAsync(GATHERED_MS));

  test("default: a block that changes what is shown makes one request", async () => {
    const { hub, fetched } = await show(TrustedModelsDocument, { first: 5 });
    hub.sayBlock(1, { Model: ["3"], Activity: ["a"] });
    hub.sayBlock(2, { Model: ["4"] });
    await gathered();
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  test("behavior: empty blocks, and blocks that change something different, make none", async () => {
    const { hub, fetched } = await show(TrustedModelsDocument, { first: 5 });
    for (let number = 1; number <= 20; number++) hub.sayBlock(number);
    hub.sayBlock(21, { Seat: ["1"] });
    await gathered();
    expect(fetched).not.toHaveBeenCalled();
  });

  test("behavior: a page about one model waits for that model", async () => {
    const { hub, fetched } = await show(ModelDocument, { id: "3" });
    hub.sayBlock(1, { Model: ["4"] });
    await gathered();
    expect(fetched).not.toHaveBeenCalled();
    hub.sayBlock(2, { Model: ["3"] });
    await gathered();
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  test("behavior: after a gap everything is read again", async () => {
    const { hub, fetched } = await show(TrustedModelsDocument, { first: 5 });
    hub.sayBlock(1, null);
    await gathered();
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  test("behavior: a hidden tab reads again when somebody looks", async () => {
    const { hub, fetched } = await show(TrustedModelsDocument, { first: 5 });
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    hub.sayBlock(1, { Model: ["1"] });
    await gathered();
    expect(fetched).not.toHaveBeenCalled();
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    await gathered();
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});

describe("useWatched", () => {
  const path = "/api/trainer/jobs";
  const ask = (signal: AbortSignal): Promise<unknown> => trainer.jobs({}, { signal });
  const jobs = { queryKey: ["trainer", "jobs"], path, ask };

  test("default: reads once, then takes what the hub tells, without a request", async () => {
    const fetched = stubFetch(() => ["first"]);
    const { hub, wrapper } = liveSetting();
    const { result } = renderHook(() => useWatched(jobs), { wrapper });
    await waitFor(() => expect(result.current.data).toEqual(["first"]));
    expect(hub.heard.at(-1)).toEqual({ kind: "follow", watches: ["/api/trainer/jobs"], runs: [] });
    act(() => hub.say({ kind: "answer", path: "/api/trainer/jobs", body: ["second"] }));
    await waitFor(() => expect(result.current.data).toEqual(["second"]));
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  test("behavior: what is over is not watched, and nothing is watched after the page is left", async () => {
    stubFetch(() => ({ state: "done" }));
    const { hub, wrapper } = liveSetting();
    const watch = (job: unknown) => (job as { state: string } | undefined)?.state !== "done";
    const { result, unmount } = renderHook(() => useWatched({ ...jobs, watch }), { wrapper });
    await waitFor(() => expect(result.current.data).toEqual({ state: "done" }));
    await waitFor(() => expect(hub.heard.at(-1)).toMatchObject({ watches: [] }));
    unmount();
    await waitFor(() => expect(hub.heard.at(-1)).toMatchObject({ watches: [] }));
  });

  test("error: a refusal is asked for, so that the page shows the role's own words", async () => {
    let isUp = true;
    vi.stubGlobal("fetch", async () =>
      isUp
        ? Response.json(["first"])
        : Response.json({ error: { code: "role_unreachable", message: "The trainer is away." } }, { status: 503 }),
    );
    const { hub, wrapper } = liveSetting();
    const { result } = renderHook(() => useWatched(jobs), { wrapper });
    await waitFor(() => expect(result.current.data).toEqual(["first"]));
    isUp = false;
    act(() => hub.say({ kind: "answer", path: "/api/trainer/jobs", body: null }));
    await waitFor(() => expect(result.current.error?.message).toBe("The trainer is away."));
    expect(result.current.data).toEqual(["first"]);
  });
});
