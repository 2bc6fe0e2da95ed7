import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModelState } from "../../reputation/catalog.ts";
import { catalogModel } from "../../testing/catalogModel.ts";
import { createQuotes } from "./quotes.ts";
import { parseModelName, type RouteContext, routeAmong, routeNamed } from "./route.ts";

const model = (id: string, state: ModelState, registeredAt = Number(id)) => catalogModel(id, { state, registeredAt });

/** A context in which models have the given quantiles. */
function context(quantiles: Record<string, number>, own: Partial<RouteContext> = {}): RouteContext {
  return {
    policy: { routing: { minimumQuantile: 0.5, explorationBps: 500 } },
    quantile: (id) => ({ q05: quantiles[id] ?? 0.006, weakest: id in quantiles ? "repeat" : "none" }),
    explored: () => new Map(),
    mayExplore: () => false,
    ...own,
  };
}

test("parseModelName: two forms, everything else refused", () => {
  assert.deepEqual(parseModelName("assay/model-12"), { modelId: "12" });
  assert.deepEqual(parseModelName("assay/3"), { datanetId: "3" });
  for (const name of ["gpt-4", "assay/model-", "assay/model-1x", "assay/", "assay/1/2", "ASSAY/1"])
    assert.throws(() => parseModelName(name), { code: "unknown_model", field: "model" });
});

test("routeNamed: state decides, a sandbox model only on request", () => {
  const known = context({ 1: 0.81 });
  assert.equal(routeNamed(model("1", "ADMITTED"), false, known).model.id, "1");
  assert.equal(routeNamed(model("1", "PROBATION"), false, known).tier, "probation");
  assert.throws(() => routeNamed(model("1", "SANDBOX"), false, known), { code: "sandbox_opt_in", status: 403 });
  const { reason, tier, candidates } = routeNamed(model("1", "SANDBOX"), true, known);
  assert.equal(reason, "named by the caller, sandbox, repeat 0.810 at the 5% quantile");
  assert.deepEqual({ tier, candidates }, { tier: "sandbox", candidates: [{ modelId: "1", q05: 0.81 }] });
  for (const state of ["SUSPENDED", "RETIRED"] as const)
    assert.throws(() => routeNamed(model("1", state), true, known), { code: "model_not_served", status: 409 });
});

test("routeAmong: the best quantile among the admitted, the older on a tie", () => {
  const models = ["1", "2", "3"].map((id) => model(id, "ADMITTED")).concat(model("4", "SANDBOX"));
  const route = routeAmong(models, "1", context({ 1: 0.7, 2: 0.83, 3: 0.83, 4: 0.99 }));
  assert.equal(route.model.id, "2");
  assert.equal(route.rule, "best-quantile");
  assert.deepEqual(
    route.candidates.map(({ modelId }) => modelId),
    ["2", "3", "1"],
  );
  assert.equal(route.reason, "best of 3, repeat 0.830 at the 5% quantile");
});

test("routeAmong: a model below the threshold is not routed to, and the sentence says so", () => {
  const models = [model("1", "ADMITTED"), model("2", "ADMITTED")];
  assert.equal(routeAmong(models, "1", context({ 1: 0.49, 2: 0.5 })).model.id, "2");
  assert.throws(() => routeAmong(models, "1", context({ 1: 0.49 })), { message: /above the routing threshold of 0.5/ });
  assert.throws(() => routeAmong([model("1", "SANDBOX")], "1", context({ 1: 0.9 })), {
    code: "no_admitted_model",
    message: /is admitted; name one/,
  });
  assert.throws(() => routeAmong(models, "2", context({ 1: 0.9 })), { code: "no_admitted_model", status: 404 });
});

test("routeAmong: never a suspended, retired or sandbox model, however good", () => {
  const closed = (["SUSPENDED", "RETIRED", "SANDBOX"] as const).map((state, i) => model(`${i + 2}`, state));
  const route = routeAmong(
    [model("1", "ADMITTED"), ...closed],
    "1",
    context({ 1: 0.6, 2: 1, 3: 1, 4: 1 }, { mayExplore: () => true }),
  );
  assert.equal(route.model.id, "1");
});

test("routeAmong: explores probation while it may, the least explored first", () => {
  const models = [model("1", "ADMITTED"), model("2", "PROBATION"), model("3", "PROBATION")];
  const known = { 1: 0.8, 2: 0.9, 3: 0.7 };
  const explored = () => new Map([["2", 4]]);
  const route = routeAmong(models, "1", context(known, { explored, mayExplore: () => true }));
  assert.deepEqual([route.model.id, route.tier, route.rule], ["3", "probation", "probation-exploration"]);
  assert.match(route.reason, /^explores a model on probation within 5% of calls/);
  assert.equal(routeAmong(models, "1", context(known, { explored })).model.id, "1");
});

test("quotes: a quoted choice stands for two minutes", () => {
  let now = 0;
  const quotes = createQuotes(() => now);
  const route = routeAmong([model("1", "ADMITTED")], "1", context({ 1: 0.8 }));
  quotes.keep("1", route);
  now = 119_999;
  assert.equal(quotes.find("1", "1"), route);
  assert.equal(quotes.find("2", "1"), undefined);
  now = 120_000;
  assert.equal(quotes.find("1", "1"), undefined);
});
