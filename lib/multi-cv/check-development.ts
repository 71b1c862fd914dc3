import { KIND_SENTENCE, kindOf, PartnerError } from "@/lib/core/errors.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { CvClient } from "./cv/open-cv.ts";
import { readDevelopment } from "./cv/developments.ts";
import { foldText } from "./rules/fold-text.ts";
import type { SiengeClient } from "./sienge/open-sienge.ts";
import { readEnterprise } from "./sienge/registers.ts";

/** What is registered of a development, and whom to ask. */
export interface DevelopmentCheck {
  hubName: string;
  hubDevelopmentId: string;
  terminalDevelopmentId: string;
  siengeEnterpriseId: string | null;
  siengeCompanyId: string | null;
  hub: CvClient;
  terminal: CvClient;
  /** null: this terminal names no Sienge. */
  sienge: SiengeClient | null;
}

/** One sentence a system, marked by how it stands: "✓", "!" (look at it) or "✕" (wrong). */
export interface DevelopmentChecked {
  ok: boolean;
  notes: string[];
}

/** Asks Hub, terminal and Sienge for what is registered. One system that fails does not hide what the others say. */
export async function checkDevelopment(check: DevelopmentCheck): Promise<DevelopmentChecked> {
  const notes = await Promise.all([
    note("Hub", async () => {
      const found = await readDevelopment(check.hub, Number(check.hubDevelopmentId));
      if (!found) return `✕ Hub: não existe empreendimento ${check.hubDevelopmentId}.`;
      if (foldText(found.name) !== foldText(check.hubName))
        return `! Hub: o empreendimento ${check.hubDevelopmentId} se chama “${found.name}”. Confira se é o mesmo.`;
      return `✓ Hub: “${found.name}”, ${formatUnits(found.units.length)}.`;
    }),
    note(check.terminal.label, async () => {
      const found = await readDevelopment(check.terminal, Number(check.terminalDevelopmentId));
      if (!found)
        return `✕ ${check.terminal.label}: não existe empreendimento ${check.terminalDevelopmentId}.`;
      const coded = found.units.filter(({ code }) => code !== null).length;
      return `✓ ${check.terminal.label}: “${found.name}”, ${formatUnits(found.units.length)}, ${coded.toLocaleString("pt-BR")} com código do Sienge.`;
    }),
    note("Sienge", async () => {
      if (!check.siengeEnterpriseId)
        return "! Sienge: o código do empreendimento não foi informado. Os contratos são procurados só pela reserva.";
      if (!check.sienge)
        return "✕ Sienge: o terminal não tem um ambiente Sienge. Escolha-o em Tokens.";
      const found = await readEnterprise(check.sienge, Number(check.siengeEnterpriseId));
      if (!found)
        return `✕ Sienge: não existe empreendimento ${check.siengeEnterpriseId}. No CV, o código interno às vezes é o da empresa.`;
      const company = found.companyId === null ? "" : String(found.companyId);
      if (check.siengeCompanyId && company && company !== check.siengeCompanyId)
        return `✕ Sienge: “${found.name}” é da empresa ${company}, diferente da cadastrada (${check.siengeCompanyId}).`;
      return `✓ Sienge: “${found.name}”${company ? `, empresa ${company}` : ""}.`;
    }),
  ]);
  return { ok: notes.every((text) => !text.startsWith("✕")), notes };
}

const formatUnits = (count: number) => formatCount(count, "unidade", "unidades");

async function note(system: string, ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    return `✕ ${system}: ${error instanceof PartnerError && error.detail ? error.detail : KIND_SENTENCE[kindOf(error)]}`;
  }
}
