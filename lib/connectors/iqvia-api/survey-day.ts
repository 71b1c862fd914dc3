import type { Prescription } from "@/lib/core/controlled.ts";
import type { Cents } from "@/lib/core/money.ts";
import type { Branch, Product, SaleLine } from "@/lib/core/movement.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { TaskContext } from "../define.ts";
import { isGift } from "./sale-line.ts";
import { CODE_LENGTH, customerCode, eanOf, professionalCode } from "./registers.ts";

/**
 * What a first pass over a day finds, so that the second can write sales as they come: everything they
 * refer to. Its size is that of the catalogue and of the prescriptions, not that of the sales.
 */
export interface Survey {
  /** Products sold or in stock that have an EAN, by code, and the line of those the catalogue lost. */
  products: Map<
    string,
    { ean: string; line: Pick<SaleLine, "ean" | "description" | "ncm"> | undefined }
  >;
  /** Customers of each store. */
  customers: Map<number, Set<string>>;
  /** Prescribers, by code, with the store that dispensed. */
  professionals: Map<string, { branch: Branch; prescription: Prescription }>;
  /** Prescription → prescriber; a prescription without a nameable one is missing. */
  prescribers: Map<string, string>;
  /** List prices of products given away, by store and product. */
  listCents: Map<string, Cents>;
}

export const placeOf = (branchId: number, productCode: string) => `${branchId}:${productCode}`;
export const prescriptionPlace = (branchId: number, key: string) => `${branchId}:${key}`;

/** The catalogue, once a task. */
export async function readCatalogue(ctx: TaskContext): Promise<Map<string, Product>> {
  const catalogue = new Map<string, Product>();
  for await (const product of ctx.movements.products()) catalogue.set(product.code, product);
  return catalogue;
}

/**
 * First pass over a day. Lines of products without an EAN are counted and left out; gifts without a
 * list price are refused.
 */
export async function surveyDay(
  ctx: TaskContext,
  day: Day,
  catalogue: ReadonlyMap<string, Product>,
  capture: boolean,
): Promise<Survey> {
  const survey: Survey = {
    products: new Map(),
    customers: new Map(),
    professionals: new Map(),
    prescribers: new Map(),
    listCents: new Map(),
  };
  const byId = new Map(ctx.branches.map((branch) => [branch.id, branch]));
  const scope = { branchIds: [...byId.keys()], period: { first: day, last: day } };
  const given = new Set<string>();
  const withoutEan = new Set<string>();
  for await (const sale of ctx.movements.sales(scope)) {
    const branch = byId.get(sale.branchId);
    if (!branch) continue;
    const customers = survey.customers.get(branch.id) ?? new Set<string>();
    survey.customers.set(branch.id, customers.add(customerCode(branch, sale)));
    for (const line of sale.lines) {
      if (!addProduct(survey, catalogue, line)) withoutEan.add(line.productCode);
      else if (sale.kind === "sale" && isGift(line))
        given.add(placeOf(branch.id, line.productCode));
    }
  }
  if (withoutEan.size > 0)
    ctx.log(
      "info",
      `${formatDay(day)}: ${formatCount(withoutEan.size, "produto", "produtos")} sem EAN válido ou com código de mais de ${CODE_LENGTH} posições ${withoutEan.size === 1 ? "não é enviado" : "não são enviados"}.`,
    );
  if (given.size > 0) await priceGifts(ctx, day, survey, given, catalogue);
  if (capture) await findPrescribers(ctx, scope, byId, survey);
  return survey;
}

/** Notes a product that may go into the file; false when it may not. */
export function addProduct(
  survey: Survey,
  catalogue: ReadonlyMap<string, Product>,
  line: Pick<SaleLine, "productCode" | "ean" | "description" | "ncm">,
): boolean {
  const { productCode: code } = line;
  if (survey.products.has(code)) return true;
  const product = catalogue.get(code);
  const ean = eanOf(product, line);
  if (ean === "" || code === "" || code.length > CODE_LENGTH) return false;
  survey.products.set(code, {
    ean,
    line: product ? undefined : { ean: line.ean, description: line.description, ncm: line.ncm },
  });
  return true;
}

/** A gift goes at the price it would have cost: the store's, else the law's. */
async function priceGifts(
  ctx: TaskContext,
  day: Day,
  survey: Survey,
  given: ReadonlySet<string>,
  catalogue: ReadonlyMap<string, Product>,
): Promise<void> {
  for await (const { branchId, productCode, priceCents } of ctx.movements.prices(
    ctx.branches.map(({ id }) => id),
  )) {
    const place = placeOf(branchId, productCode);
    if (given.has(place) && priceCents) survey.listCents.set(place, priceCents);
  }
  for (const place of given) {
    if (survey.listCents.has(place)) continue;
    const branchId = place.slice(0, place.indexOf(":"));
    const code = place.slice(place.indexOf(":") + 1);
    const product = catalogue.get(code);
    const byLaw = product?.pmcCents ?? product?.factoryPriceCents;
    if (byLaw) survey.listCents.set(place, byLaw);
    else
      ctx.refuse({
        key: `${day}:${place}`,
        code: "BRINDE_SEM_PRECO",
        message: `O produto ${code} saiu sem valor e não tem preço de tabela na filial; as suas linhas não são enviadas. Informe o preço e reprocesse.`,
        branchId: Number(branchId),
        day,
      });
  }
}

async function findPrescribers(
  ctx: TaskContext,
  scope: { branchIds: number[]; period: { first: Day; last: Day } },
  byId: ReadonlyMap<number, Branch>,
  survey: Survey,
): Promise<void> {
  for await (const prescription of ctx.movements.prescriptions(scope)) {
    const branch = byId.get(prescription.branchId);
    const code = professionalCode(prescription);
    if (!branch || code === null) continue;
    survey.prescribers.set(prescriptionPlace(branch.id, prescription.key), code);
    if (!survey.professionals.has(code)) survey.professionals.set(code, { branch, prescription });
  }
}
