import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { entityFieldsOf } from "./entityFields.ts";
import { firstPage } from "./firstPage.ts";
import { onlyEnglish } from "./onlyEnglish.ts";
import { stylesLast } from "./stylesLast.ts";

/** In development the portal answers everything that is not a page: `ASSAY_PORTAL` names its address. */
const portal = process.env.ASSAY_PORTAL ?? "http://127.0.0.1:4600";
const proxied = ["/config.json", "/rpc", "/graphql", "/api", "/v1", "/health", "/ipfs"];

const schema = readFileSync(new URL("../subgraph/schema.graphql", import.meta.url), "utf8");

export default defineConfig({
  define: { __ENTITY_FIELDS__: JSON.stringify(entityFieldsOf(schema)) },
  worker: { format: "es" },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.tsx"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
  },
  plugins: [onlyEnglish(), react(), firstPage(), stylesLast()],
  // Other workspaces bring an older React to the root; the page must hold exactly one.
  resolve: { dedupe: ["react", "react-dom"] },
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 600 },
  server: {
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: portal }])),
  },
});
