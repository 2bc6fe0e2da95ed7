import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { admit } from "../../../scripts/demo/admit.ts";
import { exampleData } from "../../../scripts/demo/data.ts";
import { publishData } from "../../../scripts/demo/publishData.ts";
import { createTimeline } from "../../../scripts/demo/timeline.ts";
import { train } from "../../../scripts/demo/train.ts";
import { buildAll } from "../../../scripts/setup/build.ts";
import { freePort } from "../../../scripts/stack/ports.ts";
import { bringUp } from "../../../scripts/stack/up.ts";
import { prepareWeights } from "../../../scripts/stack/weights.ts";

const ROUND_STAGE = "evaluation round";

/**
 * Seconds from opening a round of `seats` seats to its decision, on a local stack of its own: chain, IPFS, roles, engine.
 * The seats are run by three evaluators, so some of them run several.
 */
export async function roundSeconds(python: string, base: string, seats: number): Promise<number> {
  await buildAll();
  const { signal } = new AbortController();
  const say = (line: string): void => console.error(line);
  await prepareWeights(python, base, say, signal);
  const home = await mkdtemp(join(tmpdir(), "assay-bench-"));
  try {
    const stack = await bringUp({
      home,
      port: await freePort(),
      base,
      fresh: false,
      python,
      paramSet: { seats },
      onProgress: say,
      onPage: say,
      onEvent: say,
      signal,
    });
    try {
      const timeline = createTimeline(process.stderr as NodeJS.WriteStream);
      const published = await publishData({ stack, timeline }, await exampleData(python, home));
      await admit({ stack, timeline }, await train({ stack, timeline }, published, base));
      const stage = timeline.stages.find(({ name }) => name.startsWith(ROUND_STAGE));
      if (stage === undefined) throw new Error(`No stage begins with "${ROUND_STAGE}".`);
      return Math.round(stage.seconds * 10) / 10;
    } finally {
      await stack.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
