import { saveDevelopmentCheck } from "@/db/queries/flows/setup-checks.ts";
import type { DevelopmentRow } from "@/db/queries/flows/reservations-for-flow.ts";
import type { Queryable } from "@/db/client.ts";
import type { Environment, Environments } from "@/lib/engine/flows/flow-context.ts";
import { checkDevelopment, type DevelopmentChecked } from "./check-development.ts";
import { HUB, openCvLine, openSiengeLine } from "./open-lines.ts";

/** Asks the three systems about a registered development and keeps what they say. */
export async function checkStoredDevelopment(
  db: Queryable,
  environments: Environments,
  row: DevelopmentRow,
): Promise<DevelopmentChecked> {
  const terminal = environments.byId(row.environmentId);
  const sienge = findSiengeOf(environments, terminal);
  const checked = await checkDevelopment({
    ...row,
    hub: openCvLine(environments.byCode(HUB)),
    terminal: openCvLine(terminal),
    sienge: sienge ? openSiengeLine(sienge) : null,
  });
  await saveDevelopmentCheck(db, row, checked);
  return checked;
}

/** The Sienge that a terminal names; where it names none, the only one there is. */
function findSiengeOf(environments: Environments, terminal: Environment): Environment | undefined {
  if (terminal.siengeEnvironmentId !== null) return environments.byId(terminal.siengeEnvironmentId);
  const all = environments.list().filter(({ kind }) => kind === "sienge");
  return all.length === 1 ? all[0] : undefined;
}
