import type { Customer } from "@/lib/core/customer.ts";
import type { CategoryGoal } from "@/lib/core/movement.ts";
import type { PriceZone, Promotion } from "@/lib/core/offer.ts";
import type { Purchase, PurchaseLine } from "@/lib/core/purchase.ts";
import { SUPPLIER_CNPJ } from "./fixed-controlled.ts";
import { FIXED_DAY, gtin } from "./fixed-day.ts";

/** A customer who agreed to receive offers; every field may be named. */
export function makeCustomer(fields: Partial<Customer> = {}): Customer {
  const id = fields.id ?? 1;
  return {
    id,
    code: `C${id}`,
    document: "52998224725",
    name: "Conceição Araújo",
    email: "conceicao@clientes.example",
    phone: "19987654321",
    birthDate: "1980-02-29",
    gender: "female",
    street: "Rua das Acácias, 100",
    city: "São João da Boa Vista",
    state: "SP",
    postalCode: "13870000",
    marketingConsent: true,
    consentAt: new Date("2025-06-01T12:00:00Z"),
    consentSource: "loja",
    updatedAt: new Date(`${FIXED_DAY}T12:00:00Z`),
    ...fields,
  };
}

/** One with everything, one who did not agree and has no e-mail, one with a document that is none. */
export const FIXED_CUSTOMERS: readonly Customer[] = [
  makeCustomer(),
  makeCustomer({
    id: 2,
    document: "11144477735",
    name: "João Brito; “Zé”",
    email: "",
    gender: "male",
    birthDate: null,
    marketingConsent: false,
    consentAt: null,
    consentSource: "",
    updatedAt: new Date("2025-01-10T12:00:00Z"),
  }),
  makeCustomer({
    id: 3,
    document: "12345678901",
    name: "Sem Documento",
    email: "sem-arroba",
    phone: "",
    gender: "",
  }),
];

export function makePurchaseLine(fields: Partial<PurchaseLine> = {}): PurchaseLine {
  const { quantity = 10, unitPriceCents = 800, lot = "F-01" } = fields;
  return {
    lineNumber: 1,
    productCode: "1001",
    ean: gtin(600_001),
    description: "Ácido fólico 5 mg 30 comprimidos",
    ncm: "30049099",
    cfop: "5102",
    unit: "CX",
    quantity,
    unitPriceCents,
    netCents: Math.round(quantity * unitPriceCents),
    lot,
    lots:
      lot === "" ? [] : [{ lot, quantity, manufacturedOn: "2026-01-10", expiresOn: "2028-01-31" }],
    msRegistration: "1000000010015",
    bonus: false,
    ...fields,
  };
}

/** A purchase whose total follows from its lines. */
export function makePurchase(fields: Partial<Purchase> = {}): Purchase {
  const lines = fields.lines ?? [makePurchaseLine()];
  const id = fields.id ?? 1;
  return {
    id,
    branchId: 1,
    kind: "purchase",
    documentKey: `NF-${id}`,
    originalKey: "",
    number: String(4_500 + id),
    series: "1",
    supplierCnpj: SUPPLIER_CNPJ,
    supplierName: "Distribuidora Planalto Ltda.",
    supplierCode: "1",
    issuedAt: new Date(`${FIXED_DAY}T11:00:00Z`),
    day: FIXED_DAY,
    totalCents: lines.reduce((sum, line) => sum + line.netCents, 0),
    lines,
    ...fields,
  };
}

/** A purchase with a bonus line and one with two lots, its cancellation in part undone, and goods sent back. */
export function fixedPurchases(): Purchase[] {
  const lots = [
    { lot: "F-02", quantity: 4, manufacturedOn: null, expiresOn: "2027-06-30" },
    { lot: "F-03", quantity: 2, manufacturedOn: "2026-02-01", expiresOn: "2028-02-29" },
  ];
  return [
    makePurchase({
      id: 1,
      lines: [
        makePurchaseLine(),
        makePurchaseLine({ lineNumber: 2, quantity: 1, cfop: "5910", bonus: true }),
      ],
    }),
    makePurchase({
      id: 2,
      lines: [
        makePurchaseLine({
          productCode: "1002",
          ean: "",
          description: "Protetor solar FPS 60; 50 g",
          quantity: 6,
          lot: "F-02",
          lots,
          msRegistration: "",
        }),
      ],
    }),
    makePurchase({
      id: 3,
      kind: "cancellation",
      documentKey: "NF-2",
      originalKey: "NF-2",
      number: "4502",
      issuedAt: new Date(`${FIXED_DAY}T12:00:00Z`),
    }),
    makePurchase({
      id: 4,
      branchId: 2,
      kind: "return",
      originalKey: "NF-90",
      lines: [makePurchaseLine({ quantity: 2 })],
    }),
  ];
}

export const FIXED_ZONES: readonly PriceZone[] = [
  { code: "1", name: "Centro", branchIds: [1] },
  { code: "2", name: "Bairros", branchIds: [2] },
];

/**
 * One with everything and words that the partner's file cannot hold, one without an amount of a
 * category that is not registered, one of zero.
 */
export const FIXED_GOALS: readonly CategoryGoal[] = [
  {
    categoryCode: "11",
    goalCents: 12_500_050,
    competitiveness: "Média; preço | líder",
    media: "Rádio/TV – “tabloide”",
  },
  { categoryCode: "12", goalCents: null, competitiveness: "Alta", media: "" },
  { categoryCode: "31", goalCents: 0, competitiveness: "", media: "" },
];

export function makePromotion(fields: Partial<Promotion> = {}): Promotion {
  const id = fields.id ?? 1;
  return {
    id,
    branchId: 1,
    code: `P${id}`,
    name: "Semana da saúde",
    kind: "from_to",
    productCode: "1001",
    ean: gtin(600_001),
    first: "2026-03-01",
    last: "2026-03-31",
    regularCents: 1_290,
    promotionCents: 1_161,
    takeQuantity: null,
    payQuantity: null,
    discountPercent: null,
    gainedProductCode: "",
    gainedQuantity: null,
    phrase: "",
    ...fields,
  };
}

/** One promotion of each kind. */
export function fixedPromotions(branchId: number): Promotion[] {
  const none = { regularCents: null, promotionCents: null };
  return [
    makePromotion({ branchId }),
    makePromotion({
      id: 2,
      branchId,
      kind: "starting_at",
      promotionCents: 990,
      phrase: "A partir de; consulte",
    }),
    makePromotion({ id: 3, branchId, kind: "loyalty", promotionCents: 1_100 }),
    makePromotion({ id: 4, branchId, kind: "take_pay", ...none, takeQuantity: 3, payQuantity: 2 }),
    makePromotion({
      id: 5,
      branchId,
      kind: "nth_unit",
      ...none,
      takeQuantity: 2,
      discountPercent: 50,
    }),
    makePromotion({
      id: 6,
      branchId,
      kind: "buy_get",
      ...none,
      takeQuantity: 1,
      discountPercent: 25.5,
      gainedProductCode: "1002",
      gainedQuantity: 1,
    }),
  ];
}
