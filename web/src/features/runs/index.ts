export { RunPage } from "./RunPage.tsx";
export { RunsPage } from "./RunsPage.tsx";
export { isActive, type JobRecord, useRun, useRuns } from "./useRuns.ts";
