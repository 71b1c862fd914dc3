import { readZip } from "@/lib/inbox/upload/read-zip.ts";

/** Reads a whole zip as the import does and tells how much memory that took. Arguments: path, CNPJ. */
const [path = "", cnpj = ""] = process.argv.slice(2);
let accepted = 0;
for await (const unit of readZip(path, {
  branchIdByCnpj: new Map([[cnpj, 1]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
})) {
  for (const reading of await unit.read()) if (reading.document) accepted += 1;
}
console.log(
  JSON.stringify({ accepted, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }),
);
