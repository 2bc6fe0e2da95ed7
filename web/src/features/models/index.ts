export { ModelState, stateWords, wasRefused } from "./ModelState.tsx";
export { ModelTable } from "./ModelTable.tsx";
export { WorstCondition, worstPasses } from "./WorstCondition.tsx";
