import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { GATES } from "../../../ignition/parameters/gates.ts";
import { binomialTail, crossing } from "../../economics/odds.ts";
import { STUDIES } from "../page.ts";
import { bootstrap } from "./bootstrap.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { lowerQuantile, minPasses, tailTable } from "./gate.ts";
import { simulate } from "./market.ts";
import { createRandom } from "./random.ts";
import { readChain } from "./readChain.ts";
import { ARMS, type Arm, SETTING } from "./setting.ts";

const SMALL = { ...SETTING, teams: 40, datanets: 4, months: 10 };
const armOf = (name: string): Arm => {
  const arm = ARMS.find((one) => one.name === name);
  assert.ok(arm !== undefined, name);
  return arm;
};

interface Golden {
  graph: Record<string, { id: string }[]>;
  documents: Record<string, unknown>;
  expected: Figures;
}

async function golden(): Promise<{ expected: Figures; fetcher: typeof fetch; asked: string[] }> {
  const { graph, documents, expected } = JSON.parse(
    await readFile(join(import.meta.dirname, "golden.json"), "utf8"),
  ) as Golden;
  const asked: string[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const url = `${input}`;
    asked.push(url);
    if (!url.endsWith("/graphql")) {
      const document = documents[url.split("/ipfs/")[1] ?? ""];
      return document === undefined ? new Response("", { status: 404 }) : Response.json(document);
    }
    const { query, variables } = JSON.parse(`${init?.body}`) as { query: string; variables: { after: string } };
    const name = /\{\s*(\w+)\(/.exec(query)?.[1] ?? "";
    const rows = (graph[name] ?? []).filter(({ id }) => variables.after === "" || id > variables.after);
    return Response.json({ data: { [name]: rows } });
  };
  return { expected, fetcher, asked };
}

test("default: the chain's records give the figures computed by hand", async () => {
  const { expected, fetcher } = await golden();
  const figures = figuresOf(await readChain({ graph: "http://g/graphql", ipfs: "http://i/", fetch: fetcher }));
  for (const [name, value] of Object.entries(expected)) {
    assert.ok(
      Math.abs((figures[name as keyof Figures] ?? Number.NaN) - value) < 1e-9,
      `${name}: ${JSON.stringify(figures)}`,
    );
  }
});

test("error: a document that no gateway has stops the reading", async () => {
  const { fetcher } = await golden();
  const half: typeof fetch = (input, init) =>
    `${input}`.includes("/ipfs/") ? Promise.resolve(new Response("", { status: 404 })) : fetcher(input, init);
  await assert.rejects(readChain({ graph: "http://g/graphql", ipfs: "http://i", fetch: half }), /answered 404/);
});

test("error: fees of a model that the records do not hold", () => {
  const records = {
    models: [],
    rounds: [],
    epochs: [],
    transcripts: [],
    statements: [{ fees: [{ modelId: "7", amount: "1" }] }],
  };
  assert.throws(() => figuresOf(records), /model 7 is not among the models/);
});

test("behavior: the gate of a first attempt is the chain's table", () => {
  for (const { items, attempt, minPasses: wanted } of GATES) {
    assert.equal(minPasses(items, 0.8, 0.05 / 2 ** (attempt - 1)), wanted, `${items} items, attempt ${attempt}`);
  }
});

test("behavior: the routing quantile is within .015 of the Beta posterior's", () => {
  for (const items of [64, 96, 160]) {
    for (let k = Math.ceil(items / 2); k <= items; k++) {
      // With a uniform prior P(rate <= x) is the chance that more than k of items + 1 pass at x.
      const exact = crossing((x) => binomialTail(items + 1, x, k + 1) - 0.05, 0, 1) ?? 1;
      assert.ok(Math.abs(lowerQuantile(k, items) - exact) < 0.015, `${k} of ${items}: ${exact}`);
    }
  }
  assert.equal(lowerQuantile(0, 0), 0);
});

test("behavior: the table of chances follows the binomial tail", () => {
  const tail = tailTable(64, 57);
  for (const rate of [0.5, 0.801, 0.9337, 0.999]) {
    assert.ok(Math.abs(tail(rate) - binomialTail(64, rate, 57)) < 1e-3, `${rate}`);
  }
});

test("behavior: draws have the moments they should have", () => {
  const random = createRandom(3);
  const counts = Array.from({ length: 20_000 }, () => random.binomial(64, 0.9));
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  // Standard deviation of the mean is 2.4 / 141 = .017.
  assert.ok(Math.abs(mean - 57.6) < 0.08, `${mean}`);
  assert.ok(counts.every((count) => count >= 0 && count <= 64));
});

test("behavior: the interval of the bootstrap holds the mean and narrows with more values", () => {
  const random = createRandom(5);
  const few = bootstrap(Array.from({ length: 10 }, () => random.normal()));
  const many = bootstrap(Array.from({ length: 1_000 }, () => random.normal()));
  assert.ok(few.low <= few.mean && few.mean <= few.high);
  assert.ok(many.high - many.low < 0.3 * (few.high - few.low));
});

test("default: the same seed gives the same market, another seed another", () => {
  const arm = armOf("rising gate, both");
  assert.deepEqual(simulate(SMALL, arm, 1), simulate(SMALL, arm, 1));
  assert.notDeepEqual(simulate(SMALL, arm, 1).figures, simulate(SMALL, arm, 2).figures);
});

test("behavior: no more calls are served than asked, and the sandbox alone serves its share and no more", () => {
  const impossible = { ...SMALL, gateFrom: 0.99 };
  const none = simulate(impossible, armOf("fixed gate, neither"), 1).months;
  const sandbox = simulate(impossible, armOf("fixed gate, sandbox"), 1).months;
  assert.ok(none.every(({ admitted, served }) => admitted === 0 && served === 0));
  assert.ok(sandbox.every(({ served }) => Math.abs(served - SMALL.sandboxShare) < 1e-9));
  for (const { served, fees } of simulate(SMALL, armOf("rising gate, both"), 1).months) {
    assert.ok(served <= 1 + 1e-9);
    const total = fees.reduce((sum, fee) => sum + fee, 0);
    assert.ok(Math.abs(total - served * SMALL.demand * SMALL.datanets) < 1e-3);
  }
});

test("behavior: a rising gate admits fewer models in the end than a fixed one", () => {
  const steep = { ...SMALL, gateTo: 0.92, months: 24 };
  const last = (name: string): number => simulate(steep, armOf(name), 1).months.at(-1)?.admitted ?? Number.NaN;
  assert.ok(last("rising gate, both") < last("fixed gate, both"));
});

test("behavior: docs/studies/concentration.md shows the assumptions that are in the code", async () => {
  const page = await readFile(join(STUDIES, "concentration.md"), "utf8");
  for (const [name, value] of Object.entries(SETTING)) {
    assert.ok(page.includes(`| ${name} | ${value} |`), `${name}: run npm run study:concentration -- --write`);
  }
});
