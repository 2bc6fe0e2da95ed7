/** Stages "train" and "held-out test": one signed job, followed to its end. */
import type { AccuracyResult, TrainingResult, TrainingRun } from "@assay/sdk/api";
import type { JobDocument } from "@assay/sdk/documents";
import { documentHash, jobTypedData } from "@assay/sdk/hashing";
import { localWallet } from "../stack/accounts.ts";
import { localAccount } from "../stack/chain.ts";
import type { DemoContext } from "./context.ts";
import { poll, servicesOf } from "./http.ts";
import type { PublishedData } from "./publishData.ts";

const JOB_TIMEOUT_MS = 20 * 60_000;

export type MeasuredAccuracy = { base: AccuracyResult; tuned: AccuracyResult };
export type TrainedModel = {
  accuracy: MeasuredAccuracy;
  jobId: string;
  result: TrainingResult;
  loss: { first: number; last: number };
};

/** The tiny model learns slowly by the defaults, which were measured on SmolLM2. */
const TINY_SETTINGS = { learningRate: 0.002, epochs: 6 };
const LAST_STEPS = 5;

/** First step's loss and the mean of the last steps', because one batch alone is noise. */
export function lossEnds(history: { loss: number }[]): { first: number; last: number } {
  const last = history.slice(-LAST_STEPS).map((entry) => entry.loss);
  return { first: history[0]?.loss ?? Number.NaN, last: last.reduce((sum, loss) => sum + loss, 0) / last.length };
}

const share = ({ passes, total }: AccuracyResult["exact"]): string => `${passes} of ${total}`;

export async function train(context: DemoContext, data: PublishedData, base: string): Promise<TrainedModel> {
  const { stack, timeline } = context;
  const publisher = localWallet("publisher", stack.rpcUrl);
  const requester = localAccount("publisher").address;
  const { trainer } = servicesOf(stack);
  const follow = (
    until: (job: TrainingRun) => boolean,
    jobId: string,
    tell: (job: TrainingRun) => void,
  ): Promise<TrainingRun> =>
    poll(
      "Training",
      async () => {
        const job = await trainer.job({ params: { id: jobId } });
        if (job.error) throw new Error(job.error.message);
        tell(job);
        return job;
      },
      until,
      { timeoutMs: JOB_TIMEOUT_MS },
    );

  const jobId = await timeline.stage("train (LoRA, robustness mix)", base === "tiny" ? 20 : 95, async (stage) => {
    const job: JobDocument = {
      schemaVersion: 1,
      base,
      method: "lora",
      hyperparameters: base === "tiny" ? TINY_SETTINGS : {},
      datanet: data.datanetId.toString(),
      version: data.version,
    };
    const jobHash = documentHash(job);
    const signature = await publisher.signTypedData(
      jobTypedData({ chainId: stack.deployment.chainId, jobHash, requester }),
    );
    const started = await trainer.createJob({ body: { job, requester, signature } });
    const trained = await follow(
      (view) => !["queued", "data", "training"].includes(view.stage),
      started.jobId,
      (view) =>
        stage.progress(
          `${view.stage}, step ${view.step} of ${view.steps}, ${view.secondsLeft ?? "?"} s left, loss ${view.loss.at(-1)?.loss ?? "-"}`,
        ),
    );
    const { first, last } = lossEnds(trained.loss);
    stage.evidence(`job ${started.jobId}, ${trained.steps} steps, loss ${first.toFixed(3)} -> ${last.toFixed(3)}`);
    return started.jobId;
  });

  return await timeline.stage("held-out test, base against tuned", 20, async (stage) => {
    const done = await follow(
      (view) => view.state === "done",
      jobId,
      (view) => stage.progress(view.stage),
    );
    if (!done.result) throw new Error("The training job ended without a result.");
    const { base: before, tuned } = done.result.accuracy;
    if (before === null || tuned === null) throw new Error("The version has no validation rows to measure by.");
    stage.evidence(`exact match: base ${share(before.exact)}, tuned ${share(tuned.exact)} unseen rows`);
    stage.evidence(`by likelihood over the labels: base ${share(before.likelihood)}, tuned ${share(tuned.likelihood)}`);
    stage.evidence(`adapter ${done.result.adapterCid}, run ${done.result.runCid}`);
    const accuracy = { base: before, tuned };
    return { jobId, result: done.result, accuracy, loss: lossEnds(done.loss) };
  });
}
