/** After how many days a suggestion says nothing about today's market. */
export const STALE_AFTER_DAYS = 3;

/**
 * What stands in the way of a suggested price. ok: nothing · equal: it is the price already · absent: no branch of the
 * zone sells it · expired: past its validity · stale: returned more than {@link STALE_AFTER_DAYS}
 * days ago · pmc: above the law's maximum · cost: at or below cost in some branch ·
 * variation: farther from today's price than the client allows.
 */
export const PRICE_VERDICTS = [
  "ok",
  "cost",
  "variation",
  "stale",
  "pmc",
  "equal",
  "expired",
  "absent",
] as const;
export type PriceVerdict = (typeof PRICE_VERDICTS)[number];

/** What the screen says; `never` may not be applied by anybody, `beyond` only with an explicit permission. */
export const PRICE_VERDICT_WORDS: Record<
  PriceVerdict,
  { label: string; help: string; never: boolean; beyond: boolean }
> = {
  ok: { label: "Dentro dos limites", help: "Pode ser aplicado", never: false, beyond: false },
  cost: {
    label: "Até o custo",
    help: "O preço não passa do custo em alguma filial da zona",
    never: false,
    beyond: true,
  },
  variation: {
    label: "Variação alta",
    help: "Variação acima da permitida para o cliente",
    never: false,
    beyond: true,
  },
  stale: {
    label: "Retorno antigo",
    help: "O retorno tem mais de três dias e pode estar desatualizado",
    never: false,
    beyond: true,
  },
  pmc: {
    label: "Acima do PMC",
    help: "A lei não permite preço acima do preço máximo ao consumidor",
    never: true,
    beyond: false,
  },
  equal: {
    label: "Já é o preço",
    help: "Todas as filiais da zona já têm este preço",
    never: true,
    beyond: false,
  },
  expired: { label: "Vencida", help: "A validade da sugestão passou", never: true, beyond: false },
  absent: {
    label: "Não vendido",
    help: "Nenhuma filial da zona tem preço para o produto",
    never: true,
    beyond: false,
  },
};

/** Whether a person may choose it. */
export function mayApply(verdict: PriceVerdict, beyondLimits: boolean): boolean {
  const { never, beyond } = PRICE_VERDICT_WORDS[verdict];
  return !never && (!beyond || beyondLimits);
}
