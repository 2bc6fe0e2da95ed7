/**
 * Writes sdk/generated/endpoints.ts: method and path of every route, without the schemas. A page's client is typed by the
 * tables in sdk/src/api, but must not download them.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { curatorApi, evaluatorApi, gatewayApi, portalApi, type Route, type Routes, trainerApi } from "@assay/sdk/api";

const FOLDER = join(import.meta.dirname, "..", "..", "sdk", "generated");

const endpointOf = ({ method, path, events, bytes }: Route) => ({
  method,
  path,
  ...(events === undefined ? {} : { events: true }),
  ...(bytes === undefined ? {} : { bytes }),
});

const services: Record<string, Routes> = {
  curator: curatorApi,
  evaluator: evaluatorApi,
  gateway: gatewayApi,
  portal: portalApi,
  trainer: trainerApi,
};
const endpoints = Object.entries(services).map(([name, routes]) => {
  const own = Object.entries(routes).map(([route, described]) => [route, endpointOf(described)]);
  return `export const ${name}Endpoints = ${JSON.stringify(Object.fromEntries(own), null, 2)} as const;\n`;
});
await mkdir(FOLDER, { recursive: true });
await writeFile(
  join(FOLDER, "endpoints.ts"),
  `// Written by scripts/build/endpoints.ts from sdk/src/api.\n\n${endpoints.join("\n")}`,
);
