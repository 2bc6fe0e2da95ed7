export { ActivityFeed } from "./ActivityFeed.tsx";
export { activitySentence } from "./sentence.tsx";
export { type Activity, useActivity } from "./useActivity.ts";
