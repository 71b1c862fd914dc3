import fc from "fast-check";
import { accessKeyCheckDigit } from "@/lib/core/documents.ts";
import type { Sale, SaleKind, SaleLine, SalePayment, SaleProgram } from "@/lib/core/movement.ts";
import { FIXED_DAY, gtin, makeLine, makePayment, makeSale } from "./fixed-day.ts";

/**
 * Texts as tills write them: accents, separators of every format, quotes, breaks, characters beyond
 * the basic plane and ones whose plain form has a separator.
 */
export const arbitraryText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 6 }),
      fc.constantFrom(
        "Ácido fólico",
        "|",
        ";",
        '"',
        "'",
        "\r\n",
        "\n",
        "\r",
        "\t",
        "😀",
        "𝒜",
        "½",
        "…",
        "；",
        "｜",
        "＂",
        "№",
        "\u0000",
        "\u2028",
        "\ufeff",
        "=1+1",
        ".",
        "/",
        "*",
        "  ",
        "ção",
      ),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(""));

/** Right, missing, with a wrong digit, in-store, too short, all zeros. */
const ean = fc.oneof(
  fc.integer({ min: 1, max: 999_999 }).map(gtin),
  fc.constantFrom(
    "",
    "7891000315508",
    "0000000000000",
    "2000000000015",
    "96385074",
    "123",
    "SEM GTIN",
  ),
);

const line: fc.Arbitrary<SaleLine> = fc
  .record({
    productCode: fc.constantFrom("1001", "A-77", "000123", "çã", "9"),
    ean,
    description: arbitraryText,
    quantity: fc.oneof(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 999_999 }).map((tenThousandths) => tenThousandths / 10_000),
    ),
    unitPriceCents: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 99_999 })),
    discount: fc.integer({ min: 0, max: 100 }),
    surchargeCents: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 500 })),
    msRegistration: fc.constantFrom("", "1000000010015", "ISENTO", "12"),
    costCents: fc.option(fc.integer({ min: 0, max: 50_000 })),
    onOffer: fc.option(fc.boolean(), { nil: null }),
  })
  .map(({ discount, ...fields }) =>
    makeLine({
      ...fields,
      discountCents: Math.floor(
        (Math.round(fields.quantity * fields.unitPriceCents) * discount) / 100,
      ),
    }),
  );

/** Splits the total over several means of payment, so that they always sum. */
function payTotal(
  total: number,
  parts: readonly { share: number; method: string; authorization: string }[],
): SalePayment[] {
  let left = total;
  return parts.map(({ share, method, authorization }, index) => {
    const amountCents = index === parts.length - 1 ? left : Math.floor((left * share) / 100);
    left -= amountCents;
    return makePayment({ amountCents, method, authorization });
  });
}

const payments = fc.array(
  fc.record({
    share: fc.integer({ min: 0, max: 100 }),
    method: fc.constantFrom("01", "02", "03", "04", "05", "15", "17", "90", "99", ""),
    authorization: fc.constantFrom("", "900001"),
  }),
  { minLength: 1, maxLength: 4 },
);

const key = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 43, maxLength: 43 })
  .map((digits) => `${digits.join("")}${accessKeyCheckDigit(digits.join(""))}`);

const sale = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    payments,
    /** A receipt whose head rounds differently from its lines, by cents. */
    rounding: fc.constantFrom(0, 0, 0, 1, -1, 3),
    documentKey: key,
    branchId: fc.constantFrom(1, 2),
    register: fc.constantFrom("1", "2", "00003"),
    second: fc.integer({ min: 0, max: 86_399 }),
    undone: fc.constantFrom<SaleKind | null>(null, null, null, "cancellation", "return"),
    customerDocument: fc.constantFrom("", "52998224725"),
    channel: fc.constantFrom("store", "ecommerce", "outro canal"),
    program: fc.constantFrom<SaleProgram | null>("", "pbm", "agreement", "popular", null),
  })
  .map(({ lines, payments: parts, rounding, second, undone, ...fields }) => {
    const numbered = lines.map((one, index) => ({ ...one, lineNumber: index + 1 }));
    const sum = numbered.reduce((total, one) => total + one.netCents, 0);
    const totalCents = sum < 10 ? sum : sum + rounding;
    // Midnight in São Paulo is three hours later in Greenwich.
    const soldAt = new Date(Date.parse(`${FIXED_DAY}T03:00:00Z`) + second * 1000);
    return {
      undone,
      made: makeSale({
        ...fields,
        lines: numbered,
        totalCents,
        payments: payTotal(totalCents, parts),
        soldAt,
      }),
    };
  });

/** A day of sales of two branches, each cancellation and return right after the sale it undoes. */
export const arbitrarySales: fc.Arbitrary<Sale[]> = fc
  .array(sale, { minLength: 1, maxLength: 12 })
  .map((list) => {
    let id = 0;
    return list.flatMap(({ made, undone }) => {
      id += 1;
      const first = { ...made, id, number: String(id) };
      if (!undone) return [first];
      id += 1;
      return [
        first,
        {
          ...first,
          id,
          kind: undone,
          number: undone === "cancellation" ? first.number : String(id),
          documentKey: `${first.documentKey}-${undone}`,
          originalKey: first.documentKey,
        },
      ];
    });
  });
