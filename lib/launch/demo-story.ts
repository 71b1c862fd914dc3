import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client.ts";
import { saleLines, sales } from "@/db/schema/movements.ts";
import { branches, organizations } from "@/db/schema/people.ts";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { registerIntegration } from "@/lib/admin/integrations/register-integration.ts";
import { forceRun } from "@/lib/admin/tasks/force-run.ts";
import { type Actor, PERMISSIONS } from "@/lib/core/permissions.ts";
import { addDays, dayInZone } from "@/lib/core/period.ts";
import type { SandboxAddresses } from "./sandbox-addresses.ts";

interface Chapter {
  organization: string;
  description: string;
  connectorId: "smarket" | "scanntech" | "audit";
  intervalMinutes: number;
  active: boolean;
  settings: Record<string, string>;
  /** Days back, first and last, that the client asked for by hand. */
  run?: readonly [first: number, last: number];
}

function chapters({ smarket, scanntech, audit }: SandboxAddresses): Chapter[] {
  const ftp = { ftp_host: smarket.host, ftp_porta: String(smarket.port), ftp_usuario: smarket.user, ftp_senha: smarket.password, ftp_diretorio: "", seqsegmento: "1" };
  const rest = { usuario: scanntech.user, senha: scanntech.password, id_empresa: scanntech.company, url_1: scanntech.url1, url_2: scanntech.url2, url_3: scanntech.url3, data_inicio: "" };
  const sftp = { sftp_host: audit.host, sftp_porta: String(audit.port), sftp_usuario: audit.user, sftp_senha: audit.password, sftp_chave_host: audit.hostKey, diretorio_envio: "/envio", diretorio_retorno: "/retorno", arquivo_controle: "sim", aguardar_retorno: "sim", somente_medicamentos: "nao" };
  return [
    { organization: "Drogarias Horizonte", description: "Smarket – ofertas e cupons", connectorId: "smarket", intervalMinutes: 1440, active: true, settings: ftp, run: [31, 1] },
    { organization: "Drogarias Horizonte", description: "ScannTech – Clube de Promoções", connectorId: "scanntech", intervalMinutes: 60, active: true, settings: rest, run: [9, 2] },
    { organization: "Drogarias Horizonte", description: "Audit – painel de vendas", connectorId: "audit", intervalMinutes: 1440, active: true, settings: sftp, run: [4, 2] },
    { organization: "Farma Rio Negro", description: "Smarket Rio Negro", connectorId: "smarket", intervalMinutes: 1440, active: true, settings: { ...ftp, ftp_senha: "senha-trocada-pelo-parceiro" }, run: [3, 1] },
    { organization: "Farma Rio Negro", description: "ScannTech Rio Negro", connectorId: "scanntech", intervalMinutes: 120, active: true, settings: rest, run: [5, 1] },
    { organization: "Rede Bem Viver", description: "Audit Bem Viver", connectorId: "audit", intervalMinutes: 720, active: false, settings: sftp },
    { organization: "Rede Bem Viver", description: "Smarket Bem Viver", connectorId: "smarket", intervalMinutes: 1440, active: true, settings: ftp, run: [2, 1] },
  ];
}

/** Registers the demo's integrations and asks for their first runs, through the same doors a person uses. */
export async function tellDemoStory(db: Database, sandbox: SandboxAddresses, support: { id: number; name: string; email: string }, now: Date): Promise<void> {
  const actor: Actor = { personId: support.id, name: support.name, email: support.email, profileId: 0, profileName: "Agente de suporte", permissions: new Set(PERMISSIONS), organizationId: null, timeZone: "America/Sao_Paulo" };
  await spoilOneBarcode(db, now);
  for (const chapter of chapters(sandbox)) {
    const [organization] = await db.select().from(organizations).where(eq(organizations.name, chapter.organization));
    if (!organization) throw new Error(`${chapter.organization} is missing`);
    const own = await db.select({ id: branches.id, code: branches.code }).from(branches).where(eq(branches.organizationId, organization.id));
    const settings = Object.entries(chapter.settings).map(([key, value]) => ({ key, branchId: 0, value }));
    if (chapter.connectorId === "scanntech") for (const branch of own) settings.push({ key: "id_local", branchId: branch.id, value: String(organization.id * 100 + Number(branch.code)) });
    const { id } = must(await registerIntegration(actor, { ...chapter, organizationId: organization.id, registrationKey: randomUUID(), branchIds: own.map((branch) => branch.id), settings }));
    if (!chapter.run) continue;
    const today = dayInZone(now, organization.timeZone);
    const [first, last] = chapter.run;
    must(await forceRun(actor, { integrationId: id, first: addDays(today, -first), last: addDays(today, -last) }));
  }
}

/** One product of one receipt with a wrong check digit: a failure with a reason that a person can mend. */
async function spoilOneBarcode(db: Database, now: Date): Promise<void> {
  const [organization] = await db.select().from(organizations).where(eq(organizations.name, "Drogarias Horizonte"));
  if (!organization) return;
  const day = addDays(dayInZone(now, organization.timeZone), -3);
  const [sale] = await db.select({ id: sales.id }).from(sales).where(and(eq(sales.organizationId, organization.id), eq(sales.day, day))).orderBy(sales.id).limit(1);
  if (!sale) return;
  await db
    .update(saleLines)
    .set({ ean: sql`left(${saleLines.ean}, 12) || ((right(${saleLines.ean}, 1)::int + 1) % 10)` })
    .where(and(eq(saleLines.organizationId, organization.id), eq(saleLines.saleId, sale.id), eq(saleLines.lineNumber, 1)));
}

function must<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.problem.message} ${JSON.stringify(outcome.problem.fields ?? {})}`);
}
