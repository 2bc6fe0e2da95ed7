export { ModelState } from "./ModelState.tsx";
export { WorstCondition } from "./WorstCondition.tsx";
