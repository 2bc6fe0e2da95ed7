import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type CuratorDesk, openCuratorDesk } from "./testing/curatorDesk.ts";

let desk: CuratorDesk;
beforeEach(async () => {
  desk = await openCuratorDesk();
});
afterEach(() => desk.db.close());

const draw = { roundId: 1n, datanetId: 2n, version: 3, batchId: 4, stakerIds: [5, 6] };

test("default: a round moves from open to closed, each step only once", async () => {
  const { rounds } = desk;
  for (let i = 0; i < 2; i++) await rounds.add(1n, 7);
  for (let i = 0; i < 2; i++) await rounds.draw(draw);
  const [drawn] = await rounds.in("drawn");
  assert.deepEqual(drawn, { ...draw, state: "drawn", epoch: 7, redraw: 0 });
  await rounds.move(1n, ["drawn"], "keyed");
  await rounds.draw(draw);
  await rounds.move(1n, ["open", "drawn", "keyed"], "ended");
  await rounds.move(1n, ["drawn"], "keyed");
  assert.equal((await rounds.in("ended")).length, 1);
  await rounds.move(1n, ["ended"], "closed");
  assert.equal((await rounds.in("closed")).length, 1);
});

test("behavior: a reopened round is drawn for again; an older reopening changes nothing", async () => {
  const { rounds } = desk;
  await rounds.add(1n, 7);
  await rounds.draw(draw);
  await rounds.reopen(1n, 1, 9);
  await rounds.draw(draw);
  await rounds.reopen(1n, 1, 9);
  const [drawn] = await rounds.in("drawn");
  assert.deepEqual([drawn?.redraw, drawn?.epoch], [1, 9]);
  assert.deepEqual(await rounds.in("open"), []);
});
