import { expect, test } from "vitest";
import { readAudit } from "./read-audit.mjs";

test("no weakness known is an empty list", () => {
  expect(readAudit(JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }))).toEqual([]);
});

test("packages with a known weakness come the worst first, and whether there is a mend", () => {
  const vulnerabilities = {
    a: { name: "a", severity: "low", range: "<2", fixAvailable: false },
    b: { name: "b", severity: "critical", range: "<9", fixAvailable: { name: "b" } },
  };
  expect(readAudit(JSON.stringify({ auditReportVersion: 2, vulnerabilities }))).toEqual([
    { name: "b", severity: "critical", range: "<9", fix: true },
    { name: "a", severity: "low", range: "<2", fix: false },
  ]);
});

test.each([
  ["a mirror without the service", JSON.stringify({ message: "405", error: { summary: "" } })],
  ["no network", JSON.stringify({ error: { code: "ENOTFOUND" } })],
  ["nothing", ""],
  ["a page", "<html>"],
  ["null", "null"],
])("%s is no answer, and never “nothing known”", (_, text) => {
  expect(readAudit(text)).toBeNull();
});
