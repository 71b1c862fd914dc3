import type { PricePlan } from "@/lib/admin/prices/plan-prices.ts";
import type { PriceVerdict } from "@/lib/core/price-verdict.ts";

const number = new Intl.NumberFormat("pt-BR");

/** "1 preço", "1.240 preços". */
export const many = (count: number, one: string, more: string) => `${number.format(count)} ${count === 1 ? one : more}`;

/** What applying does, by its consequence. */
export function tellPlan(plan: PricePlan): string {
  if (plan.prices === 0) return "Nenhum preço mudaria.";
  const what = `Altera ${many(plan.prices, "preço", "preços")} de ${many(plan.products, "produto", "produtos")} em ${many(plan.branches, "filial", "filiais")} da zona ${plan.zoneName}`;
  const ways = [plan.up > 0 && many(plan.up, "sobe", "sobem"), plan.down > 0 && many(plan.down, "desce", "descem")].filter(Boolean);
  return `${what}: ${ways.join(" e ")}.`;
}

const LEFT_OUT: Record<PriceVerdict, (count: number) => string> = {
  ok: () => "",
  pmc: (count) => `${many(count, "está acima do PMC e nunca é aplicado", "estão acima do PMC e nunca são aplicados")}`,
  cost: (count) => `${many(count, "não passa do custo", "não passam do custo")}`,
  variation: (count) => `${many(count, "varia mais que o permitido", "variam mais que o permitido")}`,
  stale: (count) => `${many(count, "é de um retorno de mais de três dias", "são de um retorno de mais de três dias")}`,
  equal: (count) => `${many(count, "já tem este preço", "já têm este preço")}`,
  expired: (count) => `${many(count, "venceu", "venceram")}`,
  absent: (count) => `${many(count, "não é vendido na zona", "não são vendidos na zona")}`,
};

/** Which of the chosen products stay as they are, and why. */
export function tellLeftOut(leftOut: PricePlan["leftOut"]): string[] {
  return Object.entries(leftOut).flatMap(([verdict, count]) => (count > 0 ? [LEFT_OUT[verdict as PriceVerdict](count)] : []));
}
