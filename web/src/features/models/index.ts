export { ModelPage } from "./ModelPage.tsx";
export { ModelState } from "./ModelState.tsx";
export { ModelsPage } from "./ModelsPage.tsx";
export { type ModelSummary, useModels } from "./useModels.ts";
export { WorstCondition } from "./WorstCondition.tsx";
