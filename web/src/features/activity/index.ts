export { ActivityFeed } from "./ActivityFeed.tsx";
