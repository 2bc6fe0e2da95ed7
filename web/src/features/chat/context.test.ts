import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesFor } from "./context.ts";
import type { Answer, Turn } from "./types.ts";

const answer = (text: string, state: Answer["state"] = "done"): Answer => ({ asking: 1, text, state });
const turn = (id: number, left: Answer, right: Answer): Turn => ({
  id,
  question: `q${id}`,
  left: [left],
  right: [right],
});

test("without context only the question is sent", () => {
  assert.deepEqual(messagesFor("where?", "left", { talk: 0, turns: [] }), [{ role: "user", content: "where?" }]);
});

test("each side carries its own first answers, and none that failed", () => {
  const turns = [turn(1, answer("a"), answer("b")), turn(2, answer("", "failed"), answer("c"))];
  assert.deepEqual(
    messagesFor("q3", "left", { talk: 0, turns }).map(({ content }) => content),
    ["q1", "a", "q3"],
  );
  assert.deepEqual(
    messagesFor("q3", "right", { talk: 0, turns }).map(({ content }) => content),
    ["q1", "b", "q2", "c", "q3"],
  );
});

test("small talk comes first, question and answer by turns", () => {
  const roles = messagesFor("where?", "left", { talk: 2, turns: [] }).map(({ role }) => role);
  assert.deepEqual(roles, ["user", "assistant", "user", "assistant", "user"]);
});
