// `npm run demo [-- --reset]`: from a fresh clone to a running hub with a story in it.
// `--dev`: the app that reloads, without the story unless `--story` asks for it.
// `--reset-only`: fresh demo data at the next start, and nothing is started now.
import { buildApp, installDependencies } from "./install.mjs";
import { handOver } from "./hand-over.mjs";

const args = process.argv.slice(2);
installDependencies();
if (!args.includes("--dev") && !args.includes("--reset-only")) buildApp();
handOver("e2e/demo/run-demo.ts", args);
