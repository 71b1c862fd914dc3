import { z } from "zod";
import type { SiengePartner } from "../sienge/start-sienge.ts";
import { catalogueOf, ROLES, situationOf } from "./catalogue.ts";
import { countDoubles } from "./count-doubles.ts";
import { enterSituation, type Moved } from "./move-reservation.ts";
import { quirksShape } from "./quirks.ts";
import { type BatchResult, runBatch } from "./run-batch.ts";
import { sell, sellShape } from "./sell.ts";
import type { WebhookSender } from "./send-webhooks.ts";
import { addUnits, type Tenant } from "./tenant.ts";
import { DEVELOPMENTS, TENANTS, type TenantName } from "./world.ts";

const tenantName = z.enum(TENANTS);
const id = z.coerce.number().int().positive();

/** What the commands work with. */
export interface CvDesk {
  tenants: Readonly<Record<TenantName, Tenant>>;
  sienge: SiengePartner | undefined;
  sender: WebhookSender;
  moved: Moved;
  /** Sets how often CV sends its batch to Sienge; 0 = only on command. */
  setBatchRhythm(everyMs: number): void;
}

/** CV's batch of all terminals, now. */
export function runAllBatches({ tenants, sienge }: CvDesk): BatchResult[] {
  return sienge
    ? TENANTS.flatMap((name) => (name === "hub" ? [] : [runBatch(tenants[name], sienge)]))
    : [];
}

/** What only this stand-in can be told. */
export function makeCommands(desk: CvDesk): Record<string, (body: unknown) => unknown> {
  const { tenants, sender, moved } = desk;
  const reservation = (name: TenantName, number: number) => {
    if (!tenants[name].store.get("reservations", number))
      throw new z.ZodError([
        {
          code: "custom",
          path: ["id"],
          message: `${name} não tem a reserva ${number}`,
          input: number,
        },
      ]);
    return number;
  };
  return {
    sell: (body) => ({ id: sell(tenants.hub, sellShape.parse(body), moved) }),
    move: (body) => {
      const wanted = z
        .strictObject({
          tenant: tenantName,
          id,
          role: z.enum(ROLES),
          reason: z.string().optional(),
        })
        .parse(body);
      return enterSituation(
        tenants[wanted.tenant],
        reservation(wanted.tenant, wanted.id),
        wanted.role,
        moved,
        wanted.reason ?? null,
      );
    },
    quirks: (body) => {
      const { tenant, ...rest } = z.looseObject({ tenant: tenantName.optional() }).parse(body);
      const change = quirksShape.partial().parse(rest);
      for (const name of tenant ? [tenant] : TENANTS) Object.assign(tenants[name].quirks, change);
      return tenant ? tenants[tenant].quirks : change;
    },
    "run-batch": () => runAllBatches(desk),
    "batch-rhythm": (body) => {
      const { everyMs } = z.strictObject({ everyMs: z.number().int().nonnegative() }).parse(body);
      desk.setBatchRhythm(everyMs);
      return { everyMs };
    },
    fire: async (body) => {
      const wanted = z
        .strictObject({
          tenant: tenantName,
          id,
          role: z.enum(ROLES).default("pode_faturar"),
          copies: z.number().int().min(1).max(1_000).default(1),
        })
        .parse(body);
      await sender.fire(
        tenants[wanted.tenant],
        wanted.id,
        situationOf(tenants[wanted.tenant].catalogue, wanted.role),
        wanted.copies,
      );
      return { deliveries: sender.deliveries.slice(-wanted.copies) };
    },
    broker: (body) => {
      const wanted = z
        .strictObject({
          tenant: tenantName,
          document: z.string(),
          active: z.boolean().optional(),
          developmentIds: z.array(z.number()).optional(),
          remove: z.boolean().default(false),
        })
        .parse(body);
      const { store } = tenants[wanted.tenant];
      const known = store.find("brokers", (one) => one.document === wanted.document);
      if (!known)
        throw new z.ZodError([
          { code: "custom", path: ["document"], message: "corretor desconhecido", input: body },
        ]);
      if (wanted.remove) store.remove("brokers", known.id);
      else
        store.change("brokers", known.id, {
          ...(wanted.active === undefined ? {} : { active: wanted.active }),
          ...(wanted.developmentIds ? { developmentIds: wanted.developmentIds } : {}),
        });
      return { id: known.id };
    },
    unit: (body) => {
      const wanted = z
        .strictObject({
          tenant: tenantName,
          id,
          state: z
            .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
            .optional(),
          code: z.string().optional(),
        })
        .parse(body);
      return tenants[wanted.tenant].store.change("units", wanted.id, {
        ...(wanted.state ? { state: wanted.state } : {}),
        ...(wanted.code === undefined ? {} : { code: wanted.code }),
      });
    },
    /** Makes units up to the n-th, in the Hub, the terminal and Sienge alike. */
    units: (body) => {
      const wanted = z
        .strictObject({ hubDevelopmentId: id, upTo: z.number().int().positive().max(20_000) })
        .parse(body);
      const world = DEVELOPMENTS.find((one) => one.hubId === wanted.hubDevelopmentId);
      if (!world)
        throw new z.ZodError([
          {
            code: "custom",
            path: ["hubDevelopmentId"],
            message: "empreendimento desconhecido",
            input: body,
          },
        ]);
      addUnits(tenants.hub, world.hubId, wanted.upTo);
      addUnits(tenants[world.terminal], world.terminalId, wanted.upTo);
      desk.sienge?.commands?.units?.({ enterpriseId: world.enterpriseId, upTo: wanted.upTo });
      return wanted;
    },
    token: (body) => {
      const wanted = z.strictObject({ tenant: tenantName, token: z.string().min(8) }).parse(body);
      tenants[wanted.tenant].account.token = wanted.token;
      return { tenant: wanted.tenant };
    },
    dump: (body) => {
      const { tenant = "hub", table } = z
        .strictObject({
          tenant: tenantName.optional(),
          table: z
            .enum([
              "reservations",
              "people",
              "units",
              "agencies",
              "brokers",
              "documents",
              "contracts",
              "commissions",
              "webhooks",
              "messages",
            ])
            .optional(),
        })
        .parse(body);
      const { store, quirks } = tenants[tenant];
      if (table) return { rows: store.list(table) };
      return {
        tenant,
        quirks,
        catalogue: catalogueOf(tenant),
        doubles: countDoubles(tenants[tenant]),
        reservations: store.list("reservations"),
        deliveries: sender.deliveries.filter((one) => one.tenant === tenant),
      };
    },
  };
}
