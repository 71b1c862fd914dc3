import { parseArgs } from "node:util";
import { startSandbox } from "./start-sandbox.ts";
import { STAND_INS } from "./stand-ins.ts";

const { values } = parseArgs({
  options: {
    "port-base": { type: "string", default: "4100" },
    state: { type: "string" },
    "answer-delay": { type: "string", default: "1500" },
  },
});
const base = Number(values["port-base"]);
if (!Number.isInteger(base) || base < 1024 || base > 65_000) {
  console.error("--port-base must be a port number from 1024 to 65000");
  process.exit(2);
}

const sandbox = await startSandbox({
  portBase: base,
  stateDir: values.state,
  answerDelay: Number(values["answer-delay"]),
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void sandbox.stop().then(() => process.exit(0));
  });
}

// One line that whoever started this process waits for and reads.
const access = Object.fromEntries(
  Object.keys(STAND_INS).map((id) => [id, (sandbox as unknown as Record<string, object>)[id]]),
);
console.log(JSON.stringify({ ready: true, ...access, control: sandbox.control }));
