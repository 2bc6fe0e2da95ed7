import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { entityFieldsOf } from "../../../entityFields.ts";
import { dependenciesOf } from "./dependencies.ts";

const schema = readFileSync(new URL("../../../../subgraph/schema.graphql", import.meta.url), "utf8");
const fields = entityFieldsOf(schema);

test("the schema tells where a field leads", () => {
  assert.equal(fields.Query?.round, "Round");
  assert.equal(fields.Query?.activities, "[Activity]");
  assert.equal(fields.Query?.batches, "[Batch]");
  assert.equal(fields.Model?.latestRound, "Round");
  assert.equal(fields.Model?.rounds, "[Round]");
  assert.equal(fields.Model?.state, undefined);
});

test("a document depends on the entities it shows, also nested ones", () => {
  const document = `query Models($first: Int!) {
    models(first: $first, where: { state_in: ["A", "{ rounds { id } }"] }, orderBy: id) { # not: seats { id }
      id state examDatanet { id } latestRound { id phase paramSet { trialMask } }
    }
  }`;
  assert.deepEqual(dependenciesOf(document, fields), { types: ["Model", "ParamSet", "Round"], one: undefined });
});

test("one entity of which only the id is read does not count, a list of ids does", () => {
  assert.deepEqual(dependenciesOf("{ models { id parent { id } } }", fields).types, ["Model"]);
  assert.deepEqual(dependenciesOf("{ datanets { id models { id } } }", fields).types, ["Datanet", "Model"]);
  assert.deepEqual(dependenciesOf("{ model(id: 3) { id } }", fields).types, ["Model"]);
});

test("a document about one entity says of which type, unless others of the type are shown", () => {
  const one = "query One($id: ID!) { datanet(id: $id) { id bond latestVersion { version } } }";
  assert.deepEqual(dependenciesOf(one, fields), { types: ["Datanet", "Version"], one: "Datanet" });
  const withParent = "query One($id: ID!) { model(id: $id) { id state parent { state } } }";
  assert.equal(dependenciesOf(withParent, fields).one, undefined);
});

test("fragments count by the type they are on", () => {
  const document =
    "query R($id: ID!) { round(id: $id) { ...Judged } } fragment Judged on Round { phase seats { id } datanet { id } }";
  assert.deepEqual(dependenciesOf(document, fields).types, ["Round", "Seat"]);
});

test("what is no entity is nobody's news", () => {
  assert.deepEqual(dependenciesOf("query Indexed { _meta { block { number } } }", fields).types, []);
});
