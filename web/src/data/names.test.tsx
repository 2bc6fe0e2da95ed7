import { renderHook, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { liveSetting } from "../testing/fakeHub.tsx";
import { useDatanetNames, useModelNames, useRunNames } from "./names.ts";

const DIRECTORY = {
  datanets: [
    { id: "1", metadataCid: "bafy-desk" },
    { id: "2", metadataCid: "bafy-lost" },
  ],
  models: ["1", "2", "3"].map((id) => ({
    id,
    runCid: `bafy-run-${id}`,
    baseHash: "0x01",
    adapterCid: `bafy-adapter-${id}`,
    examDatanet: { id: "1" },
  })),
};
const DOCUMENTS: Record<string, unknown> = {
  "/ipfs/bafy-desk": { name: "Support desk" },
  "/ipfs/bafy-run-1": { job: { base: "tiny" } },
  "/ipfs/bafy-run-2": { job: { base: "tiny", name: "More typos" } },
  "/ipfs/bafy-run-3": { job: { base: "tiny" } },
  "/api/trainer/jobs": [
    { id: "later-run", createdAt: "2026-01-02T00:00:00Z", job: { datanet: "1", base: "tiny" } },
    { id: "first-run", createdAt: "2026-01-01T00:00:00Z", job: { datanet: "1", base: "tiny" } },
  ],
};
vi.mock("./graph.ts", () => ({
  askGraph: async () => DIRECTORY,
  dependencies: () => ({ types: [], one: undefined }),
}));

const read = async (path: string) =>
  DOCUMENTS[path] ? Response.json(DOCUMENTS[path]) : new Response("{}", { status: 404 });

function names<T>(hook: () => T) {
  vi.stubGlobal("fetch", vi.fn(read));
  return renderHook(hook, { wrapper: liveSetting().wrapper }).result;
}

test("default: a model is called as its run was named, else by its data, base and place", async () => {
  const nameOf = names(() => useModelNames(["1", "2", "3"]));
  await waitFor(() => expect(nameOf.current("3").name).toBe("Support desk on tiny, 3rd model"));
  expect(nameOf.current("1")).toEqual({
    name: "Support desk on tiny",
    datanet: { id: "1", name: "Support desk" },
    base: "tiny",
  });
  expect(nameOf.current("2").name).toBe("More typos");
});

test("behavior: what is not known, or can't be read, keeps its number", async () => {
  const nameOf = names(() => useDatanetNames(["1", "2"]));
  await waitFor(() => expect(nameOf.current("1")).toBe("Support desk"));
  expect(nameOf.current("2")).toBe("Datanet 2");
  expect(names(() => useModelNames(["9"])).current("9").name).toBe("Model 9");
});

test("default: runs without a name count by when they began", async () => {
  const nameOf = names(() => useRunNames());
  await waitFor(() => expect(nameOf.current("later-run").name).toBe("Support desk on tiny, 2nd run"));
  expect(nameOf.current("first-run").name).toBe("Support desk on tiny");
  expect(nameOf.current("gone").name).toBe("Run gone");
});
