// `npm run demo [-- --reset]`: from a fresh clone to a running hub with a story in it.
import { buildApp, installDependencies } from "./install.mjs";
import { handOver } from "./hand-over.mjs";

const args = process.argv.slice(2);
installDependencies();
if (!args.includes("--dev")) buildApp();
handOver("run-demo.ts", args);
