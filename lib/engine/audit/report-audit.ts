import { auditEvents } from "@/db/schema/people.ts";
import { listAuditHeads } from "@/db/queries/people/audit-seals.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Env } from "@/lib/env.ts";
import type { Engine } from "../engine.ts";
import { readAuditHeads } from "./audit-heads.ts";
import { readAuditKeys } from "./build-seal.ts";
import { type AuditFault, checkAudit, type CheckedAudit } from "./check-audit.ts";
import { AuditBrokenError, recordHeads } from "./watch-audit.ts";

/**
 * The nightly look at the audit log: what it found is an act in the log, a line in the process's log
 * when something is wrong, and an e-mail with the ends of the chains to whoever asked for it.
 */
export async function reportAudit(
  engine: Pick<Engine, "database" | "store" | "mail" | "now" | "publicUrl">,
  env: Pick<Env, "AUDIT_KEYS" | "ENLACE_KEYS" | "AUDIT_MAIL">,
  report: (error: unknown) => void,
  signal?: AbortSignal,
): Promise<CheckedAudit> {
  const { db } = engine.database;
  const kept = await readAuditHeads(engine.store);
  const checked = await checkAudit(db, readAuditKeys(env), kept?.heads ?? [], signal);
  for (const { kind } of checked.faults) report(new AuditBrokenError(kind));
  await db.insert(auditEvents).values({
    organizationId: null,
    personName: "Enlace",
    action: "check-audit",
    subjectType: "audit",
    summary: describeChecked(checked),
    changes: checked,
  });
  if (checked.faults.length === 0) await recordHeads(db, engine.store, engine.now());
  if (env.AUDIT_MAIL && engine.mail) {
    const ends = (await listAuditHeads(db)).map(
      ({ chain, number, seal }) =>
        `${chain === 0 ? "Sem cliente" : `Cliente ${chain}`}: nº ${number}, selo ${seal}`,
    );
    await engine.mail({
      to: env.AUDIT_MAIL,
      subject:
        checked.faults.length > 0
          ? "[Enlace] O registro de auditoria foi alterado"
          : "[Enlace] Registro de auditoria conferido",
      text: [
        describeChecked(checked),
        "",
        "Guarde esta mensagem: com os números e selos abaixo, um corte no fim do registro é percebido.",
        ...ends,
        "",
        ...(engine.publicUrl ? [`Detalhes: ${engine.publicUrl}/auditoria`] : []),
      ].join("\n"),
    });
  }
  return checked;
}

/** What a look at the audit log found, in words. */
export function describeChecked({ total, faults }: CheckedAudit): string {
  if (faults.length === 0)
    return `Registro íntegro: ${formatCount(total, "ação conferida", "ações conferidas")}, nenhuma alterada ou removida.`;
  return `O registro foi alterado. ${faults.map(describeFault).join(" ")} Avise a equipe de segurança e compare com uma cópia de segurança.`;
}

function describeFault({ organizationId, number, id, kind }: AuditFault): string {
  const where = organizationId === null ? "sem cliente" : `do cliente ${organizationId}`;
  switch (kind) {
    case "altered":
      return `A ação nº ${id}, a ${number}ª ${where}, não confere com o seu selo.`;
    case "missing":
      return `Falta a ${number}ª ação ${where}.`;
    case "cut":
      return `A partir da ${number}ª ação ${where}, o registro foi cortado.`;
    case "unknown_key":
      return `A ação nº ${id}, a ${number}ª ${where}, foi selada com uma chave que não está em AUDIT_KEYS nem em ENLACE_KEYS.`;
  }
}
