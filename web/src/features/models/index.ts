export { ModelState, stateWords, wasRefused } from "./ModelState.tsx";
export { WorstCondition, worstPasses } from "./WorstCondition.tsx";
