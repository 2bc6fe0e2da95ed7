export { ModelState, wasRefused } from "./ModelState.tsx";
export { WorstCondition, worstPasses } from "./WorstCondition.tsx";
