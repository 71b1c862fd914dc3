import type { PricePlan } from "@/lib/admin/prices/plan-prices.ts";
import type { PriceVerdict } from "@/lib/core/price-verdict.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** What applying does, by its consequence. */
export function describePlan(plan: PricePlan): string {
  if (plan.prices === 0) return "Nenhum preço seria alterado.";
  const what = `Altera ${formatCount(plan.prices, "preço", "preços")} de ${formatCount(plan.products, "produto", "produtos")} em ${formatCount(plan.branches, "filial", "filiais")} da zona ${plan.zoneName}`;
  const ways = [
    plan.up > 0 && formatCount(plan.up, "sobe", "sobem"),
    plan.down > 0 && formatCount(plan.down, "desce", "descem"),
  ].filter(Boolean);
  return `${what}: ${ways.join(" e ")}.`;
}

const LEFT_OUT: Record<PriceVerdict, (count: number) => string> = {
  ok: () => "",
  pmc: (count) =>
    `${formatCount(count, "está acima do PMC e nunca é aplicado", "estão acima do PMC e nunca são aplicados")}`,
  cost: (count) => `${formatCount(count, "não passa do custo", "não passam do custo")}`,
  variation: (count) =>
    `${formatCount(count, "varia mais que o permitido", "variam mais que o permitido")}`,
  stale: (count) =>
    `${formatCount(count, "é de um retorno de mais de três dias", "são de um retorno de mais de três dias")}`,
  equal: (count) => `${formatCount(count, "já tem este preço", "já têm este preço")}`,
  expired: (count) => `${formatCount(count, "venceu", "venceram")}`,
  absent: (count) => `${formatCount(count, "não é vendido na zona", "não são vendidos na zona")}`,
};

/** Which of the chosen products stay as they are, and why. */
export function describeLeftOut(leftOut: PricePlan["leftOut"]): string[] {
  return Object.entries(leftOut).flatMap(([verdict, count]) =>
    count > 0 ? [LEFT_OUT[verdict as PriceVerdict](count)] : [],
  );
}
