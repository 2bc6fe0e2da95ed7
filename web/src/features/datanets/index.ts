export { CreateDatanetPage } from "./CreateDatanetPage.tsx";
export { DatanetPage } from "./DatanetPage.tsx";
export { DatanetsPage } from "./DatanetsPage.tsx";
export { type DatanetRecord, useDatanet, useDatanetDocument, useDatanets, useVersionDetail } from "./useDatanets.ts";
export { useInfluence } from "./useInfluence.ts";
