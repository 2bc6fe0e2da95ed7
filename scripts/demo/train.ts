/** Stages "train" and "held-out test": one signed job, followed to its end. */
import { documentHash, jobTypedData } from "@assay/sdk/hashing";
import { localWallet } from "../stack/accounts.ts";
import { localAccount } from "../stack/chain.ts";
import type { DemoContext } from "./context.ts";
import { poll, postJson, requestJson } from "./http.ts";
import type { PublishedData } from "./publishData.ts";

const JOB_TIMEOUT_MS = 20 * 60_000;

export type Tally = { passes: number; total: number };
export type Accuracy = { exact: Tally; likelihood: Tally };
export type ModelInputJson = Record<string, unknown> & {
  sources: { datanetId: string; version: number; weightBps: number }[];
  parent: string;
};
export type TrainingResult = {
  adapterCid: string;
  runCid: string;
  modelInput: ModelInputJson;
  accuracy: { base: Accuracy; tuned: Accuracy };
};

export type JobView = {
  id: string;
  state: string;
  stage: string;
  step: number;
  steps: number;
  secondsLeft?: number;
  loss: { step: number; loss: number }[];
  result?: TrainingResult;
  error?: { message: string };
};

export type TrainedModel = { jobId: string; result: TrainingResult; loss: { first: number; last: number } };

/** The tiny model learns slowly by the defaults, which were measured on SmolLM2. */
const TINY_SETTINGS = { learningRate: 0.002, epochs: 6 };
const LAST_STEPS = 5;

/** First step's loss and the mean of the last steps', because one batch alone is noise. */
export function lossEnds(history: { loss: number }[]): { first: number; last: number } {
  const last = history.slice(-LAST_STEPS).map((entry) => entry.loss);
  return { first: history[0]?.loss ?? Number.NaN, last: last.reduce((sum, loss) => sum + loss, 0) / last.length };
}

const share = ({ passes, total }: Tally): string => `${passes} of ${total}`;

export async function train(context: DemoContext, data: PublishedData, base: string): Promise<TrainedModel> {
  const { stack, timeline } = context;
  const publisher = localWallet("publisher", stack.rpcUrl);
  const requester = localAccount("publisher").address;
  const url = `${stack.webUrl}/api/trainer/jobs`;
  const follow = (until: (job: JobView) => boolean, jobId: string, tell: (job: JobView) => void): Promise<JobView> =>
    poll(
      "Training",
      async () => {
        const job = await requestJson<JobView>(`${url}/${jobId}`);
        if (job.error) throw new Error(job.error.message);
        tell(job);
        return job;
      },
      until,
      { timeoutMs: JOB_TIMEOUT_MS },
    );

  const jobId = await timeline.stage("train (LoRA, robustness mix)", base === "tiny" ? 20 : 95, async (stage) => {
    const job = {
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
    const started = await postJson<{ jobId: string }>(url, { job, requester, signature });
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
    stage.evidence(`exact match: base ${share(before.exact)}, tuned ${share(tuned.exact)} unseen rows`);
    stage.evidence(`by likelihood over the labels: base ${share(before.likelihood)}, tuned ${share(tuned.likelihood)}`);
    stage.evidence(`adapter ${done.result.adapterCid}, run ${done.result.runCid}`);
    return { jobId, result: done.result, loss: lossEnds(done.loss) };
  });
}
