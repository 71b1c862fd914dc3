/**
 * What `npm audit --json` said: null when the registry could not be asked (no network, a mirror
 * without that service), else the packages with a known weakness, the worst first.
 */
export function readAudit(text) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return null;
  }
  // A failed call is an object too, and says nothing of any package.
  if (typeof report?.auditReportVersion !== "number") return null;
  const order = ["critical", "high", "moderate", "low", "info"];
  return Object.values(report.vulnerabilities ?? {})
    .map(({ name, severity, range, fixAvailable }) => ({
      name,
      severity,
      range,
      fix: Boolean(fixAvailable),
    }))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
