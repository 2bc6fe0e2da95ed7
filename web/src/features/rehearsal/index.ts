export { FailingItems } from "./FailingItems.tsx";
export { Forecast } from "./Forecast.tsx";
export { chanceWords, cleanupWords, forecastWords, gateScores, isPromising } from "./forecast.ts";
export { RehearsalState, RehearseAction } from "./RehearseAction.tsx";
export { isUnderWay, useRehearsals, useSimilarRehearsal } from "./useRehearsals.ts";
