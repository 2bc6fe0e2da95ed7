import { production } from "/work/wt-round/ignition/parameters/production.ts";
import { measureAdmission } from "/work/wt-round/scripts/bench/gas/admission.ts";
import { measureContribution } from "/work/wt-round/scripts/bench/gas/datanets.ts";
import { withProtocol } from "/work/wt-round/scripts/bench/gas/protocol.ts";

const paramSet = { ...production.paramSet, auditLeaves: 0 };
const r = await withProtocol({ ...production, paramSet }, async (protocol) => {
  const datanet = await measureContribution(protocol);
  const steps = await measureAdmission(protocol, paramSet, datanet);
  return { contribution: datanet.contribution, steps, sum: Object.values(steps).reduce((a, b) => a + b, 0) };
});
console.log(JSON.stringify(r));
