import {
  type MappingKind,
  ROLE_LABEL,
  SITUATION_ROLES,
  type SituationRole,
} from "./words/mappings.ts";
import { foldText } from "./rules/fold-text.ts";

/** One entry of a tenant's catalogue, whatever it lists. */
export interface CatalogueItem {
  id: string;
  name: string;
  /** The code shared between tenants; "" when it has none. */
  code: string;
  /** Marks that mean the same in every tenant, and what tells two of one name apart. */
  flags: Readonly<Record<string, unknown>>;
}

/** An entry that may be meant, and why it is thought so. */
export interface Candidate {
  id: string;
  name: string;
  by: "flag" | "code" | "name";
}

/** One thing to map, with what may be meant by it: none, one (certain enough to propose) or several. */
export interface Match {
  sourceKey: string;
  sourceName: string;
  candidates: Candidate[];
}

const ROLE_FLAG: Partial<Record<SituationRole, string>> = {
  cancelada: "cancelled",
  distratada: "dissolved",
};
const ROLE_NAMES: Record<SituationRole, readonly string[]> = {
  pode_faturar: ["pode faturar", "liberado para faturar", "faturar"],
  vendida: ["vendida", "vendido", "venda", "venda finalizada"],
  cancelada: ["cancelada", "cancelado", "cancelamento"],
  distratada: ["distratada", "distrato", "distratado"],
};

/** What each source may be in the other tenant: marks, shared codes and names, in this order of trust. Pure. */
export function matchCatalogue(
  kind: MappingKind,
  sources: readonly CatalogueItem[],
  targets: readonly CatalogueItem[],
): Match[] {
  if (kind === "situation")
    return SITUATION_ROLES.map((role) => ({
      sourceKey: role,
      sourceName: ROLE_LABEL[role],
      candidates: matchRole(role, targets),
    }));
  return sources.map((source) => ({
    sourceKey: source.id,
    sourceName: source.name,
    candidates: gather(targets, [
      ["flag", (target) => sharesMark(kind, source, target)],
      ["code", (target) => sharesCode(source, target)],
      ["name", (target) => sharesName(kind, source, target)],
    ]),
  }));
}

function matchRole(role: SituationRole, targets: readonly CatalogueItem[]): Candidate[] {
  const flag = ROLE_FLAG[role];
  return gather(targets, [
    ["flag", ({ flags }) => flag !== undefined && flags[flag] === true],
    // A situation marked as another role's is not taken by its name.
    [
      "name",
      ({ name, flags }) =>
        ROLE_NAMES[role].includes(foldText(name)) &&
        !Object.entries(ROLE_FLAG).some(([other, mark]) => other !== role && flags[mark] === true),
    ],
  ]);
}

type Test = readonly ["flag" | "code" | "name", (target: CatalogueItem) => boolean];

function gather(targets: readonly CatalogueItem[], tests: readonly Test[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const [by, test] of tests)
    for (const target of targets)
      if (test(target) && !found.has(target.id))
        found.set(target.id, { id: target.id, name: target.name, by });
  return [...found.values()];
}

function sharesMark(kind: MappingKind, source: CatalogueItem, target: CatalogueItem): boolean {
  if (kind !== "association") return false;
  return ["spouse", "guarantor"].some(
    (mark) => source.flags[mark] === true && target.flags[mark] === true,
  );
}

function sharesCode(source: CatalogueItem, target: CatalogueItem): boolean {
  return source.code !== "" && source.code.toLowerCase() === target.code.toLowerCase();
}

function sharesName(kind: MappingKind, source: CatalogueItem, target: CatalogueItem): boolean {
  if (foldText(source.name) !== "" && foldText(source.name) === foldText(target.name)) return true;
  if (kind !== "series") return false;
  const same = (key: string) =>
    foldText(String(source.flags[key] ?? "")) !== "" &&
    foldText(String(source.flags[key] ?? "")) === foldText(String(target.flags[key] ?? ""));
  return same("initials") && same("period");
}
