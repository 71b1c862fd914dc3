import {
  findRunTarget,
  listFilledSettings,
  listRunBranches,
  type RunTarget,
} from "@/db/queries/tasks/run-targets.ts";
import type { Queryable } from "@/db/client.ts";
import { type Connector, manualOperation } from "@/lib/connectors/define.ts";
import { KEEP_ACCEPTED_DAYS } from "@/lib/core/ledger-record.ts";
import { addDays, type Day, dayInZone } from "@/lib/core/period.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import { findConnector } from "@/lib/registry.ts";
import { notFound, Refusal } from "../define-use-case.ts";

/** An integration that may be run by hand now. */
export interface Runnable {
  target: RunTarget;
  operation: string;
  maxDays: number;
  today: Day;
  /** First day of which it is known what the partner accepted; null when the operation keeps no account. */
  knownSince: Day | null;
}

/** What "Executar integração" needs to be true of an integration; each lack ends the use-case with its own sentence. */
export async function readRunnable(
  tx: Queryable,
  integrationId: number,
  now: Date,
): Promise<Runnable> {
  const target = (await findRunTarget(tx, integrationId)) ?? notFound("Integração não encontrada.");
  const connector = findConnector(target.connectorId);
  if (!connector || target.retired)
    refuse(
      `O tipo ${target.connectorName} não está mais disponível no Enlace. As tarefas antigas continuam disponíveis para consulta. Para novas, fale com o suporte.`,
    );
  const manual = manualOperation(connector);
  if (!manual)
    refuse(
      `O tipo ${target.connectorName} não permite execução manual. Ele é executado automaticamente no horário programado.`,
    );
  if (!target.organizationActive)
    refuse("O cliente está inativo. Ative o cliente antes de executar a integração.");
  if (target.pausedReason)
    refuse(
      "A integração foi pausada automaticamente. Corrija o motivo indicado no cadastro e ative-a antes de executar.",
    );
  if (!target.active) refuse("A integração está inativa. Ative-a no cadastro antes de executar.");
  const branchIds = await listRunBranches(tx, target);
  if (branchIds.length === 0)
    refuse(
      "A integração não tem nenhuma filial ativa selecionada. Escolha ao menos uma filial no cadastro antes de executar.",
    );
  await refuseMissingSettings(tx, target, connector, branchIds);
  const today = dayInZone(now, target.timeZone);
  return {
    target,
    operation: manual.name,
    maxDays: manual.maxDays,
    today,
    knownSince: connector.operations[manual.name]?.ledger
      ? addDays(today, -KEEP_ACCEPTED_DAYS)
      : null,
  };
}

async function refuseMissingSettings(
  tx: Queryable,
  target: RunTarget,
  connector: Connector,
  branchIds: readonly number[],
): Promise<void> {
  const filled = new Set((await listFilledSettings(tx, target)).map(placeKey));
  const missing = connector.settings.filter(
    (spec) =>
      spec.required &&
      spec.defaultValue === "" &&
      (spec.perBranch ? branchIds : [0]).some(
        (branchId) => !filled.has(placeKey({ key: spec.key, branchId })),
      ),
  );
  if (missing.length === 0) return;
  const names = new Intl.ListFormat("pt-BR").format(missing.map((spec) => `“${spec.label}”`));
  refuse(
    `${missing.length === 1 ? "Falta preencher" : "Faltam preencher"} ${names} na aba Configurações antes de executar.`,
    { settings: missing.map((spec) => spec.key) },
  );
}

function refuse(message: string, offer?: unknown): never {
  throw new Refusal({ kind: "refused", message, ...(offer !== undefined && { offer }) });
}
