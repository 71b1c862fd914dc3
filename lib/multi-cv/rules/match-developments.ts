import { foldText } from "./fold-text.ts";

/** What a system listed of a development. */
export interface ListedDevelopment {
  environmentId: number;
  remoteId: string;
  name: string;
  companyId: string | null;
}

/** Where a development of the Hub seems to live. */
export interface DevelopmentProposal {
  hubDevelopmentId: string;
  hubName: string;
  environmentId: number;
  terminalDevelopmentId: string;
  siengeEnterpriseId: string | null;
  siengeCompanyId: string | null;
}

/**
 * Which terminal has a development of the same name as one of the Hub that is not registered yet. Only
 * what is certain is proposed: one of that name in the Hub, one in all terminals; Sienge's is left open
 * where it has none or several. Codes are not looked at: in some tenants they are the company's. Pure.
 */
export function matchDevelopments(
  listed: readonly ListedDevelopment[],
  environments: ReadonlyArray<{
    id: number;
    code: string;
    kind: "cv" | "sienge";
    siengeEnvironmentId: number | null;
  }>,
  registered: ReadonlySet<string>,
): { proposals: DevelopmentProposal[]; unmatched: string[] } {
  const hub = environments.find(({ code }) => code === "hub");
  const sienges = environments.filter(({ kind }) => kind === "sienge");
  const of = (id: number | undefined) => listed.filter(({ environmentId }) => environmentId === id);
  const terminals = environments
    .filter(({ kind, code }) => kind === "cv" && code !== "hub")
    .flatMap((terminal) => of(terminal.id).map((one) => ({ ...one, terminal })));
  const inHub = of(hub?.id);
  const proposals: DevelopmentProposal[] = [];
  const unmatched: string[] = [];
  for (const { remoteId, name } of inHub) {
    if (registered.has(remoteId)) continue;
    const folded = foldText(name);
    const isSame = (one: { name: string }) => folded !== "" && foldText(one.name) === folded;
    const [found, second] = terminals.filter(isSame);
    if (!found || second || inHub.filter(isSame).length > 1) {
      unmatched.push(name || remoteId);
      continue;
    }
    const sienge =
      found.terminal.siengeEnvironmentId ?? (sienges.length === 1 ? sienges[0]?.id : undefined);
    const [enterprise, other] = of(sienge).filter(isSame);
    const only = other ? undefined : enterprise;
    proposals.push({
      hubDevelopmentId: remoteId,
      hubName: name,
      environmentId: found.environmentId,
      terminalDevelopmentId: found.remoteId,
      siengeEnterpriseId: only?.remoteId ?? null,
      siengeCompanyId: only?.companyId ?? null,
    });
  }
  return { proposals, unmatched };
}
