import { ModelStateChanged } from "../generated/Admission/Admission";
import { Model, ModelStateChange } from "../generated/schema";
import { feed } from "./shared/activity";
import { logId } from "./shared/ids";
import { protocol } from "./shared/protocol";

/** Contract order of `ModelState`. */
const STATES: string[] = ["SANDBOX", "PROBATION", "ADMITTED", "SUSPENDED", "RETIRED"];

export function handleModelStateChanged(event: ModelStateChanged): void {
  const from = STATES[event.params.from];
  const to = STATES[event.params.to];
  const model = Model.load(event.params.modelId.toString())!;
  model.state = to;
  model.expiresAt = event.params.expiresAt;
  model.updatedAt = event.block.timestamp;
  model.save();

  const change = new ModelStateChange(logId(event));
  change.model = model.id;
  change.from = from;
  change.to = to;
  if (!event.params.roundId.isZero()) change.round = event.params.roundId.toString();
  change.expiresAt = event.params.expiresAt;
  change.timestamp = event.block.timestamp;
  change.block = event.block.number;
  change.txHash = event.transaction.hash;
  change.save();

  const line = feed(event, "MODEL_STATE_CHANGED", event.transaction.from);
  line.model = model.id;
  line.datanet = model.examDatanet;
  line.round = change.round;
  line.modelState = to;
  line.save();

  const totals = protocol();
  if (from == "ADMITTED") totals.admittedModelCount -= 1;
  if (to == "ADMITTED") totals.admittedModelCount += 1;
  totals.save();
}
