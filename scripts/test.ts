/** `npm test`: sets up, builds and runs every suite; prints last `N passed, N failed`. */
import { fullSuites } from "./setup/allSuites.ts";
import { buildAll } from "./setup/build.ts";
import { ensurePython } from "./setup/python.ts";
import { runSuites } from "./setup/suites.ts";

const [python] = await Promise.all([ensurePython((line) => console.error(line)), buildAll()]);
process.exitCode = await runSuites(fullSuites(python));
