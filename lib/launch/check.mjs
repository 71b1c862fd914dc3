// `npm run check`: what a change must pass before its tests are worth running; under a minute.
import { spawnSync } from "node:child_process";
import { installDependencies, ownEnvironment, root } from "./install.mjs";
import { printHouse } from "./measure-house.mjs";

installDependencies();
const failed = [];

function check(name, command, args) {
  const started = Date.now();
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: ownEnvironment(),
  });
  console.log(
    `${name}: ${status === 0 ? "ok" : "FAILED"} (${Math.round((Date.now() - started) / 1000)} s)\n`,
  );
  if (status !== 0) failed.push(name);
}

check("format", "oxfmt", ["--check"]);
check("route types", "next", ["typegen"]);
check("lint and types", "oxlint", ["--type-aware", "--type-check", "--deny-warnings"]);
check("architecture", "vitest", ["run", "lib/architecture.test.ts", "lib/words.test.ts"]);
if (!printHouse()) failed.push("measure");
console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);
