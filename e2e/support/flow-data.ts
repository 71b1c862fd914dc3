import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type postgres from "postgres";
import { decryptSecret, encryptSecret } from "@/lib/secrets.ts";

/** A test's own Multi CV integration: switched off, so that no sweep touches what the test laid down. */
export interface OwnFlow {
  integrationId: number;
  organizationId: number;
  /** Environments by code: hub, a, sienge. */
  environments: Record<string, number>;
  /** Reservations by what they are for. */
  stuck: { id: number; hubId: string };
  asked: { id: number; hubId: string };
}

const BROKER =
  "O corretor da reserva está inativo no terminal. Ative-o no terminal e repita a etapa.";

function demoKeys() {
  const home = path.resolve(process.env.ENLACE_HOME ?? ".enlace");
  const { ENLACE_KEYS } = JSON.parse(readFileSync(path.join(home, "secrets.json"), "utf8")) as {
    ENLACE_KEYS: string;
  };
  const [id = "", encoded = ""] = ENLACE_KEYS.split(":");
  return [{ id, key: Buffer.from(encoded, "base64") }];
}

/**
 * Lays down an integration with the demo group's environments, one development, a reservation that
 * is stuck, one that asks, a pulled brake, a message and two divergences.
 */
export async function insertFlow(sql: postgres.Sql): Promise<OwnFlow> {
  const name = `Multi CV ${randomUUID().slice(0, 8)}`;
  const [group] =
    await sql`select i.organization_id, i.id from integrations i where i.connector_id = 'multi-cv' order by i.id limit 1`;
  if (!group) throw new Error("the demo has no Multi CV integration");
  const organizationId = Number(group.organization_id);
  const [made] =
    await sql`insert into integrations (organization_id, connector_id, description, active, interval_minutes) values (${organizationId}, 'multi-cv', ${name}, false, 5) returning id`;
  const integrationId = Number(made?.id);
  const own = { organization_id: organizationId, integration_id: integrationId };
  const environments: Record<string, number> = {};
  const keys = demoKeys();
  for (const row of await sql`select code, kind, name, base_url, tenant, user_name, secret from environments where integration_id = ${group.id} and code in ('hub', 'a', 'sienge') order by kind desc`) {
    const place = { organizationId, key: `environment:${row.code}`, branchId: 0 };
    const secret = encryptSecret(
      keys,
      { ...place, integrationId },
      decryptSecret(keys, { ...place, integrationId: Number(group.id) }, String(row.secret)),
    );
    const [environment] =
      await sql`insert into environments ${sql({ ...own, code: row.code, kind: row.kind, name: row.name, base_url: row.base_url, tenant: row.tenant, user_name: row.user_name, secret, sienge_environment_id: row.code === "a" ? (environments.sienge ?? null) : null })} returning id`;
    environments[String(row.code)] = Number(environment?.id);
  }
  const [development] =
    await sql`insert into developments ${sql({ ...own, hub_development_id: "990", hub_name: "Residencial de teste", environment_id: environments.a!, terminal_development_id: "991" })} returning id`;
  const reserve = async (part: Record<string, string | number | null>) => {
    const hubId = String(1_000_000 + (randomBytes(3).readUIntBE(0, 3) % 8_000_000));
    const [subject] =
      await sql`insert into subjects ${sql({ ...own, kind: "reservation", key: hubId, state: "stuck", current_step: "transfer/validate-broker", last_error_kind: "rejected", last_error: BROKER, ...part })} returning id`;
    const id = Number(subject?.id);
    await sql`insert into reservations ${sql({ ...own, subject_id: id, hub_reservation_id: hubId, own_key: `HUB-${hubId}`, environment_id: environments.a!, development_id: development?.id, unit_name: "T1 / 101", hub_situation: "ready" })}`;
    return { id, hubId };
  };
  const stuck = await reserve({});
  const step = (position: number, stepName: string, label: string, part: Record<string, unknown>) =>
    sql`insert into steps ${sql({ ...own, subject_id: stuck.id, flow: "transfer", name: stepName, label, position, begun_at: new Date(), ended_at: new Date(), ...part })}`;
  await step(0, "read-reservation", "Ler a reserva no Hub", {
    status: "done",
    answer: sql.json({ status: 200, situacao: "Pode Faturar" }),
  });
  await step(1, "validate-broker", "Validar imobiliária e corretor", {
    status: "stuck",
    tries: 1,
    error_kind: "rejected",
    error_reason: BROKER,
  });
  const asked = await reserve({
    state: "stuck",
    current_step: "situation/confirm-situation",
    last_error: "Aguardando a decisão de um usuário.",
  });
  await sql`insert into decisions ${sql({
    ...own,
    subject_id: asked.id,
    kind: "removed",
    question:
      "O contrato vinculado foi removido do Sienge. A remoção no Sienge não cancela a reserva. Escolha como prosseguir.",
    facts: sql.json([
      { label: "Valor do contrato", hub: "R$ 200.000,00", terminal: "R$ 200.000,00", sienge: null },
    ]),
    options: sql.json([
      { key: "wait", label: "Continuar esperando" },
      { key: "cancelled", label: "Cancelar a reserva", danger: true },
    ]),
  })}`;
  await sql`insert into brakes ${sql({ ...own, kind: "cancellations", count: 12, reason: "12 cancelamentos em 5 minutos: todos foram retidos até que um usuário confira.", engaged_at: new Date() })}`;
  const [endpoint] =
    await sql`insert into webhook_endpoints ${sql({ ...own, public_id: randomBytes(12).toString("base64url"), source: "hub", key_hash: "0".repeat(64), sealed_key: "x.y.z.w" })} returning id`;
  await sql`insert into events ${sql({ ...own, endpoint_id: endpoint?.id, source: "hub", raw: Buffer.from(`{"idreserva":${stuck.hubId},"titular":{"documento":"111.444.777-35","email":"pessoa@exemplo.test"}}`), content_type: "application/json", dedup_key: randomUUID(), subject_key: `cv:hub:${stuck.hubId}`, processed_at: new Date(), outcome: "done", note: "Reserva lida." })}`;
  await sql`insert into reconciliations ${sql({ ...own, made_at: new Date(), looked: 40 })}`;
  await sql`insert into divergences ${sql([
    {
      ...own,
      kind: "value",
      subject_id: stuck.id,
      hub_reservation_id: stuck.hubId,
      unit: "T1 / 101",
      hub: "R$ 200.000,00",
      sienge: "R$ 199.999,99",
      note: "O valor do contrato não é o mesmo.",
    },
    {
      ...own,
      kind: "unit_sold_twice",
      subject_id: asked.id,
      hub_reservation_id: asked.hubId,
      unit: "T1 / 101",
      hub: "reservas 1 e 2",
      sienge: null,
      note: "=A mesma unidade está em duas reservas ativas do Hub.",
    },
  ])}`;
  return { integrationId, organizationId, environments, stuck, asked };
}
