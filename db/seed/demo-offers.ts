import type { promotions } from "../schema/partner-movements.ts";
import { addDays, type Day } from "@/lib/core/period.ts";
import type { DemoProduct } from "./demo-catalogue.ts";
import { pick } from "./demo-people.ts";
import { randomStream } from "./random-stream.ts";

/** How many promotions a branch has in a month: some of each kind. */
const PER_MONTH = 18;
const KINDS = [
  "from_to",
  "from_to",
  "starting_at",
  "loyalty",
  "take_pay",
  "nth_unit",
  "buy_get",
] as const;

/** The promotions of a branch in the month of `day`; the same month always has the same. */
export function listMonthPromotions(
  organizationId: number,
  branchId: number,
  day: Day,
  products: readonly DemoProduct[],
): Array<typeof promotions.$inferInsert> {
  const first = `${day.slice(0, 8)}01`;
  const last = addDays(`${addDays(first, 31).slice(0, 8)}01`, -1);
  // All branches of an organization have the same: a chain prints one flyer.
  const random = randomStream(organizationId * 977 + Number(day.slice(0, 7).replace("-", "")));
  const free = products.filter(({ therapeuticClass }) => therapeuticClass === "");
  return Array.from({ length: PER_MONTH }, (_, index) => {
    const kind = pick(KINDS, random());
    const [product, gained] = [pick(free, random()), pick(free, random())];
    const percent = 10 + 5 * Math.floor(random() * 6);
    const priced = kind === "from_to" || kind === "starting_at" || kind === "loyalty";
    return {
      organizationId,
      branchId,
      code: `${first.slice(0, 7)}-${String(index + 1).padStart(2, "0")}`,
      name: `Ofertas de ${first.slice(5, 7)}/${first.slice(0, 4)}`,
      kind,
      productCode: product.code,
      firstDay: first,
      lastDay: last,
      regularCents: priced ? product.priceCents : null,
      promotionCents: priced ? Math.round((product.priceCents * (100 - percent)) / 100) : null,
      takeQuantity:
        kind === "take_pay" ? 3 : kind === "nth_unit" ? 2 : kind === "buy_get" ? 1 : null,
      payQuantity: kind === "take_pay" ? 2 : null,
      discountPercent: kind === "nth_unit" ? 50 : kind === "buy_get" ? percent : null,
      gainedProductCode: kind === "buy_get" ? gained.code : "",
      gainedQuantity: kind === "buy_get" ? 1 : null,
      phrase: kind === "loyalty" ? "Preço para clientes cadastrados" : "",
    };
  });
}
