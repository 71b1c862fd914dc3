import type { z } from "zod";
import type { Transaction } from "@/db/client.ts";
import {
  findConnectorRow,
  findIntegration,
  findRegistrationOrganization,
  listRegistrationBranches,
  listSettings,
} from "@/db/queries/integrations/integrations.ts";
import { listAddresses } from "@/lib/connectors/list-addressees.ts";
import { type Checked, checkConnection } from "@/lib/engine/check-connection.ts";
import { openSealed } from "@/lib/engine/open-sealed.ts";
import { env } from "@/lib/env.ts";
import { findConnector } from "@/lib/registry.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import type { Actor } from "@/lib/core/permissions.ts";
import { type AuditEntry, defineUseCase, notFound, Refusal } from "../define-use-case.ts";
import { readCatalogueEntry, settingSpecs } from "./catalogue.ts";
import { type DecidedSetting, decideSettings, readPlain } from "./check-registration.ts";
import { changedRegistration, newRegistration } from "./registration-input.ts";

/**
 * A test that is ready to run. It is a function, so that the decrypted secrets it holds cannot be sent
 * anywhere, and it runs after the transaction, so that a slow partner keeps no connection of the pool.
 */
export interface PreparedTest {
  run(signal: AbortSignal): Promise<Checked>;
}

const values = { connectorId: true, branchIds: true, settings: true } as const;

/** "Testar conexão" with what is typed; a secret that was not typed is the stored one. */
export const prepareConnectionTest = defineUseCase({
  name: "prepare-connection-test",
  permission: "edit",
  input: changedRegistration.pick({ ...values, id: true }),
  run: async ({ actor, input, tx, audit }) => {
    const row = await findIntegration(tx, input.id);
    if (!row) notFound("Integração não encontrada.");
    return prepare({
      actor,
      tx,
      audit,
      input,
      organizationId: row.organizationId,
      integrationId: row.id,
      storedType: row.connectorId,
    });
  },
});

/** "Testar conexão" before the integration exists. */
export const prepareNewConnectionTest = defineUseCase({
  name: "prepare-new-connection-test",
  permission: "register",
  input: newRegistration.pick({ ...values, organizationId: true }),
  run: async ({ actor, input, tx, audit }) => {
    const organizationId = input.organizationId ?? actor.organizationId;
    if (organizationId === null)
      throw new Refusal({
        kind: "invalid",
        message: "Escolha o cliente antes de testar a conexão.",
        fields: { organizationId: "Escolha o cliente." },
      });
    return prepare({
      actor,
      tx,
      audit,
      input,
      organizationId,
      integrationId: 0,
      storedType: null,
    });
  },
});

interface Preparation {
  actor: Actor;
  tx: Transaction;
  audit: (entry: AuditEntry) => Promise<void>;
  input: Pick<z.output<typeof changedRegistration>, keyof typeof values>;
  organizationId: number;
  /** 0 = not saved yet. */
  integrationId: number;
  /** Of which type the stored settings are: another type's partner gets none of their secrets. */
  storedType: string | null;
}

async function prepare({
  tx,
  audit,
  input,
  organizationId,
  integrationId,
  storedType,
}: Preparation): Promise<PreparedTest> {
  const organization = await findRegistrationOrganization(tx, organizationId);
  if (!organization) notFound("Cliente não encontrado.");
  const row = await findConnectorRow(tx, input.connectorId);
  const connector = findConnector(input.connectorId);
  if (!row || !connector)
    throw new Refusal({
      kind: "invalid",
      message: "Este tipo de integração não está mais disponível.",
      fields: { connectorId: "Este tipo de integração não está mais disponível. Escolha outro." },
    });
  const branches = await listRegistrationBranches(tx, organizationId, input.branchIds);
  if (branches.length !== input.branchIds.length)
    notFound("Uma das filiais escolhidas não foi encontrada neste cliente.");

  const stored =
    storedType === input.connectorId
      ? await listSettings(tx, { organizationId, integrationId })
      : [];
  const problems: Record<string, string> = {};
  const specs = settingSpecs(readCatalogueEntry(row));
  const decided = decideSettings(
    specs,
    { wanted: input.settings, stored, branches, active: true },
    problems,
  );
  if (Object.keys(problems).length > 0)
    throw new Refusal({
      kind: "invalid",
      message: "Corrija as chaves indicadas antes de testar a conexão.",
      fields: problems,
    });
  const rows = new Map(stored.map((row) => [placeKey(row), row]));
  const open = ({ key, branchId, write }: DecidedSetting): string => {
    if (write) return "plain" in write ? write.plain : "";
    const kept = rows.get(placeKey({ key, branchId }));
    return kept?.ciphertext
      ? openSealed(
          env().ENLACE_KEYS,
          { organizationId, integrationId, key, branchId },
          kept.ciphertext,
          {
            what: `O valor de “${connector.settings.find((spec) => spec.key === key)?.label ?? key}”`,
            where: "Configurações",
          },
        )
      : (kept?.value ?? "");
  };
  const settings = decided.map((setting) => ({
    key: setting.key,
    branchId: setting.branchId,
    value: open(setting),
  }));
  const addresses = listAddresses(specs, readPlain(decided, stored));
  await audit({
    organizationId,
    subjectType: "integration",
    subjectId: integrationId || "",
    summary: `Testou a conexão (${connector.name})${addresses.length > 0 ? ` com ${addresses.join(", ")}` : ""}`,
  });
  return {
    run: (signal) =>
      checkConnection(connector, { organization, integrationId, settings, branches }, signal),
  };
}
