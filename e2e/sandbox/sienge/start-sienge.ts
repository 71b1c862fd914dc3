import path from "node:path";
import { z } from "zod";
import { RateLimit } from "../control/limit-rate.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { isSame, type RestAnswer, serveRest } from "../control/serve-rest.ts";
import type { Store } from "../control/store.ts";
import { partnerDay } from "../cv/partner-day.ts";
import { addContract, moveContract, type NewContract, removeContract } from "./contracts.ts";
import { DEFAULT_QUIRKS, quirksShape, type SiengeQuirks } from "./quirks.ts";
import { answerSienge } from "./routes.ts";
import { HookSender } from "./send-hooks.ts";
import { addUnits, openSiengeState, seed, type SiengeTables } from "./sienge-state.ts";

const target = z.strictObject({
  id: z.coerce.number().int().optional(),
  externalId: z.coerce.string().optional(),
  reason: z.string().optional(),
});
const byHand = z.strictObject({
  externalId: z.string().nullable().default(null),
  number: z.string().optional(),
  enterpriseId: z.number(),
  enterpriseName: z.string().default(""),
  companyId: z.number(),
  unitId: z.number(),
  customer: z.strictObject({ name: z.string(), document: z.string() }),
  brokerId: z.number().nullable().default(null),
  value: z.number(),
  conditions: z.array(z.any()).default([]),
});

/** How to reach the stand-in of Sienge. */
export interface SiengeAccess {
  url: string;
  tenant: string;
  user: string;
  password: string;
}

/** The partner, with what only this one can do. */
export interface SiengePartner extends Partner {
  store: Store<SiengeTables>;
  quirks: SiengeQuirks;
  sender: HookSender;
  /** What CV's own integration does at the 5-minute mark. */
  receiveFromCv(contract: NewContract): { id: number; number: string } | { problem: string };
}

/** Starts Sienge's REST API, its books and its sender of webhooks. */
export async function startSienge({
  port,
  folder,
}: StandInOptions): Promise<{ access: SiengeAccess; partner: SiengePartner }> {
  const account = {
    tenant: "grupolagoaclara",
    user: "grupolagoaclara-enlace",
    password: "sienge-modelo-1",
  };
  const base = `/${account.tenant}/public/api/v1`;
  const store = openSiengeState(path.join(folder, "books.ndjson"));
  const quirks: SiengeQuirks = { ...DEFAULT_QUIRKS };
  const limit = new RateLimit();
  const today = { day: partnerDay(), calls: 0 };
  const sender = new HookSender({
    hooks: () => (quirks.hooksWork ? store.list("hooks").map(({ value }) => value) : []),
    tenant: account.tenant,
    quirks: () => quirks,
  });
  const sendEvent = (event: string, salesContractId: number) =>
    void sender.fire(event, { salesContractId });
  const expected = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString("base64")}`;

  const find = (body: unknown): { id: number; reason: string | undefined } => {
    const wanted = target.parse(body);
    const found = wanted.id
      ? { id: wanted.id }
      : store.list("contracts").findLast(({ value }) => value.externalId === wanted.externalId);
    if (!found || !store.get("contracts", found.id))
      throw new z.ZodError([
        { code: "custom", path: ["id"], message: "não há contrato com este id", input: body },
      ]);
    return { id: found.id, reason: wanted.reason };
  };
  const act = (verb: "authorize" | "issue" | "cancel", event: string) => (body: unknown) => {
    const { id, reason } = find(body);
    const contract = moveContract(store, id, verb, reason);
    sendEvent(event, id);
    return { id, ...contract };
  };
  const receive = (wanted: NewContract) => {
    const made = addContract(store, wanted);
    if ("problem" in made) return made;
    sendEvent("SALES_CONTRACT_CREATED", made.id);
    return { id: made.id, number: store.get("contracts", made.id)?.number ?? "" };
  };

  const refuse = (
    status: number,
    clientMessage: string,
    headers: Record<string, string> = {},
  ): RestAnswer => ({
    status,
    body: { status, developerMessage: "Refused", clientMessage },
    headers,
    problems: [clientMessage],
  });
  const { url, partner } = await serveRest({
    id: "sienge",
    name: "Sienge",
    port,
    folder,
    authorized: ({ headers }) => isSame(headers.authorization, expected),
    unauthorized: refuse(401, "Usuário de API inválido ou vencido"),
    answer: (request) => {
      if (!request.path.startsWith(`${base}/`))
        return refuse(404, "Subdomínio ou endereço desconhecido");
      if (!limit.admit(quirks.ratePerMinute, quirks.windowMs))
        return refuse(
          429,
          "Limite de requisições por minuto",
          quirks.retryAfter ? { "retry-after": String(limit.secondsLeft()) } : {},
        );
      if (today.day !== partnerDay()) Object.assign(today, { day: partnerDay(), calls: 0 });
      today.calls += 1;
      if (quirks.dailyQuota > 0 && today.calls > quirks.dailyQuota)
        return refuse(429, "Cota diária do pacote esgotada");
      const below = request.path.slice(base.length + 1);
      const resource = below.split("/")[0] ?? "";
      if (quirks.forbidden.includes(resource))
        return refuse(403, `Usuário sem permissão para o recurso ${resource}`);
      return answerSienge({ store, ...quirks }, below, request);
    },
    counts: () => {
      const contracts = store.list("contracts");
      const active = contracts.filter(({ value }) => value.situation !== 3);
      return {
        "Contratos solicitados": contracts.filter(({ value }) => value.situation === 0).length,
        "Contratos autorizados": contracts.filter(({ value }) => value.situation === 1).length,
        "Contratos emitidos": contracts.filter(({ value }) => value.situation === 2).length,
        "Contratos cancelados": contracts.filter(({ value }) => value.situation === 3).length,
        "Contratos ativos em dobro":
          active.length -
          new Set(active.map(({ value }) => `${value.companyId}|${value.unitId}`)).size,
        "Webhooks cadastrados": store.list("hooks").length,
        "Eventos por reenviar": sender.waiting,
        "Eventos perdidos": sender.dropped,
        "Chamadas hoje": today.calls,
        "Maior minuto": limit.busiest,
        "Recusadas pelo limite": limit.refused,
      };
    },
    reset: () => {
      store.clear();
      seed(store);
      sender.clear();
      limit.reset();
      today.calls = 0;
      Object.assign(quirks, DEFAULT_QUIRKS);
    },
    access: (address) => [
      ["Protocolo", "HTTP com Basic"],
      ["Endereço", address],
      ["Subdomínio", account.tenant],
      ["Usuário de API", account.user],
      ["Senha", account.password],
    ],
    commands: {
      quirks: (body) => Object.assign(quirks, quirksShape.partial().parse(body)),
      contract: (body) => receive(byHand.parse(body) as NewContract),
      authorize: act("authorize", "SALES_CONTRACT_UPDATED"),
      issue: act("issue", "SALES_CONTRACT_ISSUED"),
      cancel: act("cancel", "SALES_CONTRACT_CANCELED"),
      remove: (body) => {
        const { id } = find(body);
        const contract = removeContract(store, id);
        sendEvent("SALES_CONTRACT_REMOVED", id);
        return contract;
      },
      reissue: (body) => {
        const { id } = find(body);
        const old = removeContract(store, id);
        sendEvent("SALES_CONTRACT_REMOVED", id);
        return receive({
          ...old,
          number: `${old.number}R`,
          customer: {
            name: old.customerName,
            document: store.get("customers", old.customerId)?.document ?? "",
          },
        });
      },
      /** The contract's rights pass to another customer: what the event tells of it. */
      assign: (body) => {
        const { externalId, customer } = z
          .strictObject({
            externalId: z.coerce.string(),
            customer: z.strictObject({ name: z.string(), document: z.string() }),
          })
          .parse(body);
        const { id } = find({ externalId });
        const before = store.get("contracts", id)?.customerId ?? 0;
        const known = store.find("customers", (one) => one.document === customer.document);
        const customerId = known?.id ?? store.nextId("customers", 445);
        store.put("customers", customerId, customer);
        store.change("contracts", id, { customerId, customerName: customer.name });
        return {
          receivableBillId: 50_000 + id,
          customersIdBefore: [before],
          customersIdAfter: [customerId],
        };
      },
      /** An edit that `modifiedAfter` does not see. */
      "edit-silently": (body) =>
        store.change("contracts", find(body).id, { bankDate: partnerDay() }),
      units: (body) => {
        const wanted = z
          .strictObject({ enterpriseId: z.number(), upTo: z.number().int().max(20_000) })
          .parse(body);
        addUnits(store, wanted.enterpriseId, wanted.upTo);
        return wanted;
      },
      repeat: async (body) => sender.repeat(z.strictObject({ id: z.string() }).parse(body).id),
      "flush-retries": async () => {
        await sender.flush();
        return { waiting: sender.waiting };
      },
      dump: () => ({
        contracts: store.list("contracts"),
        hooks: store
          .list("hooks")
          .map(({ value }) => ({ ...value, token: value.token ? "•••" : null })),
        deliveries: sender.deliveries,
        quirks,
      }),
    },
  });
  return {
    access: { url, ...account },
    partner: {
      ...partner,
      store,
      quirks,
      sender,
      receiveFromCv: receive,
      stop: async () => {
        sender.stop();
        await partner.stop();
      },
    },
  };
}
