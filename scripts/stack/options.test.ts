import assert from "node:assert/strict";
import { test } from "node:test";
import { parseOptions } from "./options.ts";

const parse = (...argv: string[]) => parseOptions(argv);

test("default: the demo on the small model, port 4600", () => {
  const options = parse("--home", "/tmp/h");
  assert.notEqual(options, "help");
  assert.deepEqual(
    { ...(options as object) },
    {
      home: "/tmp/h",
      port: 4600,
      base: "smollm2-135m",
      demo: true,
      once: false,
      fresh: false,
      data: undefined,
      report: undefined,
    },
  );
  assert.equal(parse("--help"), "help");
});

test("error: each wrong option is named", () => {
  for (const port of ["80", "70000", "abc", "4600.5", ""])
    assert.throws(() => parse("--port", port), /^Error: --port must be/);
  assert.throws(() => parse("--data", "/nowhere/rows.csv"), /--data names a file that does not exist/);
  assert.throws(() => parse("--no-demo", "--once"), /--no-demo runs no loop/);
  assert.throws(() => parse("--colour"), /--colour/);
});
