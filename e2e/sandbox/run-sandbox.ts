import { parseArgs } from "node:util";
import { startSandbox } from "./start-sandbox.ts";

const { values } = parseArgs({
  options: { "port-base": { type: "string", default: "4100" }, state: { type: "string" }, "audit-return-delay": { type: "string", default: "1500" } },
});
const base = Number(values["port-base"]);
if (!Number.isInteger(base) || base < 1024 || base > 65_500) {
  console.error("--port-base must be a port number from 1024 to 65500");
  process.exit(2);
}

const sandbox = await startSandbox({
  ports: { control: base, smarket: base + 1, audit: base + 2, scanntech1: base + 3, scanntech2: base + 4, scanntech3: base + 5 },
  stateDir: values.state,
  auditReturnDelay: Number(values["audit-return-delay"]),
});
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void sandbox.stop().then(() => process.exit(0));
  });
}

// One line that whoever started this process waits for and reads.
console.log(JSON.stringify({ ready: true, scanntech: sandbox.scanntech, smarket: sandbox.smarket, audit: sandbox.audit, control: sandbox.control }));
