import type { PricePlan } from "@/lib/admin/prices/plan-prices.ts";
import type { PriceVerdict } from "@/lib/core/price-verdict.ts";
import { tellCount } from "@/lib/core/tell-count.ts";

/** What applying does, by its consequence. */
export function describePlan(plan: PricePlan): string {
  if (plan.prices === 0) return "Nenhum preço seria alterado.";
  const what = `Altera ${tellCount(plan.prices, "preço", "preços")} de ${tellCount(plan.products, "produto", "produtos")} em ${tellCount(plan.branches, "filial", "filiais")} da zona ${plan.zoneName}`;
  const ways = [
    plan.up > 0 && tellCount(plan.up, "sobe", "sobem"),
    plan.down > 0 && tellCount(plan.down, "desce", "descem"),
  ].filter(Boolean);
  return `${what}: ${ways.join(" e ")}.`;
}

const LEFT_OUT: Record<PriceVerdict, (count: number) => string> = {
  ok: () => "",
  pmc: (count) =>
    `${tellCount(count, "está acima do PMC e nunca é aplicado", "estão acima do PMC e nunca são aplicados")}`,
  cost: (count) => `${tellCount(count, "não passa do custo", "não passam do custo")}`,
  variation: (count) =>
    `${tellCount(count, "varia mais que o permitido", "variam mais que o permitido")}`,
  stale: (count) =>
    `${tellCount(count, "é de um retorno de mais de três dias", "são de um retorno de mais de três dias")}`,
  equal: (count) => `${tellCount(count, "já tem este preço", "já têm este preço")}`,
  expired: (count) => `${tellCount(count, "venceu", "venceram")}`,
  absent: (count) => `${tellCount(count, "não é vendido na zona", "não são vendidos na zona")}`,
};

/** Which of the chosen products stay as they are, and why. */
export function describeLeftOut(leftOut: PricePlan["leftOut"]): string[] {
  return Object.entries(leftOut).flatMap(([verdict, count]) =>
    count > 0 ? [LEFT_OUT[verdict as PriceVerdict](count)] : [],
  );
}
