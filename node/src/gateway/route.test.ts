import assert from "node:assert/strict";
import { test } from "node:test";
import { numberToHex, zeroAddress } from "viem";
import type { CatalogModel, ModelState } from "./catalog.ts";
import { parseModelName, routeAmong, routeNamed } from "./route.ts";

const hash = numberToHex(0, { size: 32 });

function model(id: string, state: ModelState, passes?: number, registeredAt = Number(id)): CatalogModel {
  return {
    id,
    state,
    datanetId: "1",
    adapterCid: "cid",
    adapterHash: hash,
    servingProfileHash: hash,
    maxTemperature: 0.3,
    publisher: zeroAddress,
    registeredAt,
    worst: passes === undefined ? undefined : { passes, items: 32, needed: 20 },
  };
}

test("parseModelName: two forms, everything else refused", () => {
  assert.deepEqual(parseModelName("assay/model-12"), { modelId: "12" });
  assert.deepEqual(parseModelName("assay/3"), { datanetId: "3" });
  for (const name of ["gpt-4", "assay/model-", "assay/model-1x", "assay/", "assay/1/2", "ASSAY/1"])
    assert.throws(() => parseModelName(name), { code: "unknown_model", field: "model" });
});

test("routeNamed: state decides, a sandbox model only on request", () => {
  assert.equal(routeNamed(model("1", "ADMITTED"), false).model.id, "1");
  assert.equal(routeNamed(model("1", "PROBATION"), false).policy, "named-model");
  assert.throws(() => routeNamed(model("1", "SANDBOX"), false), { code: "sandbox_opt_in", status: 403 });
  assert.equal(routeNamed(model("1", "SANDBOX"), true).reason, "named by the caller, sandbox");
  for (const state of ["SUSPENDED", "RETIRED"] as const)
    assert.throws(() => routeNamed(model("1", state), true), { code: "model_not_served", status: 409 });
});

test("routeAmong: the best worst condition among the admitted, the older on a tie", () => {
  const models = [
    model("1", "ADMITTED", 24),
    model("2", "ADMITTED", 30),
    model("3", "ADMITTED", 30),
    model("4", "SANDBOX", 32),
  ];
  const route = routeAmong(models, "1");
  assert.equal(route.model.id, "2");
  assert.deepEqual(route.candidates, ["2", "3", "1"]);
  assert.equal(route.reason, "worst condition 30 of 32");
});

test("routeAmong: a model without a final round comes last; none at all is said", () => {
  assert.equal(routeAmong([model("1", "ADMITTED"), model("2", "ADMITTED", 1)], "1").model.id, "2");
  assert.throws(() => routeAmong([model("1", "SANDBOX", 32)], "1"), { code: "no_admitted_model", status: 404 });
  assert.throws(() => routeAmong([model("1", "ADMITTED", 32)], "2"), { code: "no_admitted_model" });
});
