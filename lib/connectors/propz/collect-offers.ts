import { createHmac } from "node:crypto";
import { isCpf } from "@/lib/core/documents.ts";
import type { Branch } from "@/lib/core/movement.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Collected, TaskContext } from "../define.ts";
import { type CallKey, callPropz, readAnswer } from "./call.ts";
import {
  dayOf,
  offerShape,
  priceIn,
  productsOf,
  type Promotion,
  showcaseShape,
  titleOf,
} from "./offer.ts";
import { toPartnerPromotion } from "./promotion.ts";
import { StrangeOffers } from "./strange-offers.ts";

/** The reader of customers takes at most a thousand documents at a time. */
const PAGE = 500;

/** A customer as the received items may know him: the same one twice, but never who. */
function pseudonym(ctx: TaskContext<"password">, cpf: string): string {
  return createHmac("sha256", ctx.settings.text("password")).update(cpf).digest("hex").slice(0, 16);
}

/** CPFs that bought last in the branch, the latest first, of people who agreed to offers. */
async function listCustomers(ctx: TaskContext, branch: Branch, most: number): Promise<string[]> {
  const recent = new Set<string>();
  for await (const sale of ctx.movements.sales({ branchIds: [branch.id], period: ctx.period })) {
    if (sale.kind !== "sale" || !isCpf(sale.customerDocument)) continue;
    recent.delete(sale.customerDocument);
    recent.add(sale.customerDocument);
    // Not everybody consents: a reserve is kept, and no more, whatever the branch sells.
    if (recent.size > most * 5) for (const oldest of recent) if (recent.delete(oldest)) break;
  }
  const newest = [...recent].reverse();
  const chosen: string[] = [];
  for (let start = 0; start < newest.length && chosen.length < most; start += PAGE) {
    const page = newest.slice(start, start + PAGE);
    const known = await ctx.movements.customersByDocument(page);
    chosen.push(...page.filter((document) => known.get(document)?.marketingConsent));
  }
  return chosen.slice(0, most);
}

/** A mass promotion is one item however many customers see it. */
function keyOf(customer: string, promotion: Promotion): string {
  return promotion.promotionType === "PERSONALIZED"
    ? `${customer}:${promotion.uuid}`
    : promotion.uuid;
}

function toItem(
  ctx: TaskContext,
  branch: Branch,
  customer: string,
  promotion: Promotion,
  remaining: number | null | undefined,
): Collected {
  const personal = promotion.promotionType === "PERSONALIZED";
  const regular =
    promotion.originalPrice == null ? null : Math.round(Number(promotion.originalPrice) * 100);
  const price = regular === null || Number.isNaN(regular) ? null : priceIn(promotion, regular);
  return {
    type: "item",
    kind: "offer",
    key: keyOf(customer, promotion),
    title: titleOf(promotion),
    branchId: branch.id,
    validFrom: dayOf(promotion.startDate, ctx.organization.timeZone),
    validTo: dayOf(promotion.endDate, ctx.organization.timeZone),
    // Only what is for everybody goes on to the tills; of other types it is not known for whom they are.
    ...(promotion.promotionType === "MASSIVE" ? { promotion: toPartnerPromotion(promotion) } : {}),
    data: {
      ...promotion,
      products: productsOf(promotion),
      priceCents: price,
      ...(personal ? { customer, remaining: remaining ?? null } : {}),
    },
  };
}

/**
 * The showcase of customers who agreed to offers and bought lately: at most as many as the registration
 * allows in one run, the latest buyers of each branch first. No CPF is kept.
 */
export async function* collectOffers(
  ctx: TaskContext<CallKey | "typePromotion" | "clientes_por_execucao" | "storeId" | "canal">,
): AsyncIterable<Collected> {
  const wanted = ctx.settings.text("typePromotion");
  const most = Math.max(
    1,
    Math.floor(ctx.settings.integer("clientes_por_execucao") / Math.max(1, ctx.branches.length)),
  );
  for (const branch of ctx.branches) {
    const storeId = encodeURIComponent(ctx.settings.forBranch("storeId", branch.id));
    const channel = encodeURIComponent(ctx.settings.text("canal"));
    const customers = await listCustomers(ctx, branch, most);
    let count = 0;
    const strange = new StrangeOffers(ctx, branch);
    for (const cpf of customers) {
      const response = await callPropz(ctx, {
        method: "GET",
        path: `/retail/promotion-showcase/${cpf}?channel=${channel}&storeId=${storeId}`,
        accept: [404],
      });
      if (response.status === 404) continue;
      const customer = pseudonym(ctx, cpf);
      for (const item of readAnswer(showcaseShape, response).items) {
        const offer = offerShape.safeParse(item);
        if (!offer.success) {
          strange.refuse(item, offer.error.issues[0]?.path ?? []);
          continue;
        }
        strange.readable += 1;
        const { active, remainingMaxPerCustomer, promotion } = offer.data;
        if (!promotion.active) {
          yield {
            type: "withdrawn",
            kind: "offer",
            key: keyOf(customer, promotion),
            branchId: branch.id,
          };
          continue;
        }
        if (!active || (wanted !== "TODAS" && promotion.promotionType !== wanted)) continue;
        count += 1;
        yield toItem(ctx, branch, customer, promotion, remainingMaxPerCustomer);
      }
    }
    strange.judge();
    ctx.log(
      "info",
      `${branch.name}: ${formatCount(count, "oferta", "ofertas")} para ${formatCount(customers.length, "cliente", "clientes")} com consentimento e compra recente.`,
    );
  }
}
