/** Every rule of the layout refuses a breach: each is broken once in a small tree of its own. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import config from "./layout.ts";

/** Rule -> the file that breaks it and what it imports. */
const BREACHES: Record<string, [from: string, to: string, how?: "static"]> = {
  "sdk-stands-alone": ["sdk/src/a.ts", "node/src/platform/a.ts"],
  "node-is-a-program": ["web/src/data/a.ts", "node/src/platform/b.ts"],
  "research-is-a-leaf": ["scripts/a.ts", "research/a.ts"],
  "product-imports-no-test": ["node/src/trainer/a.ts", "test/support/a.ts"],
  "platform-is-the-ground": ["node/src/platform/c.ts", "node/src/exam/a.ts"],
  "domains-know-no-role": ["node/src/curator/a.ts", "node/src/roles/a.ts"],
  "domains-meet-in-few-rooms": ["node/src/trainer/b.ts", "node/src/curator/b.ts"],
  "meeting-rooms-know-no-domain": ["node/src/reputation/a.ts", "node/src/gateway/a.ts"],
  "rewards-can-be-recomputed": ["node/src/rewards/a.ts", "node/src/reputation/b.ts"],
  "web-ground-knows-no-feature": ["web/src/data/b.ts", "web/src/features/chat/index.ts"],
  "web-controls-know-no-data": ["web/src/ui/a.ts", "web/src/data/c.ts"],
  "features-know-no-shell": ["web/src/features/home/a.ts", "web/src/shell/a.ts"],
  "one-door-per-feature": ["web/src/features/home/b.ts", "web/src/features/runs/inside.ts"],
  "pages-by-file": ["web/src/shell/router.tsx", "web/src/features/stake/index.ts", "static"],
};

async function write(root: string, file: string, text: string): Promise<void> {
  const path = join(root, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Names of the broken rules of a tree, by the file that breaks them. */
async function violations(root: string): Promise<Map<string, string[]>> {
  const { forbidden, options } = config;
  const { output } = await cruise(["sdk", "node", "web", "scripts", "research", "test"], {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
  } as never);
  const found = new Map<string, string[]>();
  for (const { from, rule } of (output as ICruiseResult).summary.violations)
    found.set(from, [...(found.get(from) ?? []), rule.name]);
  return found;
}

test("every rule refuses its breach, and there is a breach here for every rule", async () => {
  const root = await mkdtemp(join(tmpdir(), "assay-layout-"));
  try {
    for (const [from, to] of Object.values(BREACHES)) {
      const path = relative(dirname(from), to);
      await write(root, to, "export const there = 1;\n");
      await write(root, from, `import { there } from "${path}";\nexport const here = there;\n`);
    }
    await write(root, "sdk/src/one.ts", 'import { two } from "./two.ts";\nexport const one = () => two;\n');
    await write(root, "sdk/src/two.ts", 'import { one } from "./one.ts";\nexport const two = () => one;\n');
    const found = await violations(root);
    for (const [rule, [from]] of Object.entries(BREACHES))
      assert.ok(found.get(from)?.includes(rule), `${rule} is not refused in ${from}: ${found.get(from)}`);
    assert.ok(found.get("sdk/src/one.ts")?.includes("no-circle"), "a circle is not refused");
    const known = new Set([...Object.keys(BREACHES), "no-circle"]);
    assert.deepEqual(
      config.forbidden.map(({ name }) => name).filter((name) => !known.has(name)),
      [],
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
