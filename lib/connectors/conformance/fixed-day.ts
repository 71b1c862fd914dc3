import { completeCnpj, gtinCheckDigit } from "@/lib/core/documents.ts";
import type {
  Branch,
  Product,
  ProductPrice,
  ProductStock,
  Sale,
  SaleLine,
  SalePayment,
} from "@/lib/core/movement.ts";

/** A known day of an invented organization: the golden files are made from it. */
export const FIXED_DAY = "2026-03-05";

export function gtin(number: number): string {
  const base = `789${String(number).padStart(9, "0")}`;
  return `${base}${gtinCheckDigit(base)}`;
}

/** A branch; every field may be named, the rest has a sensible value. */
export function makeBranch(fields: Partial<Branch> = {}): Branch {
  const id = fields.id ?? 1;
  return {
    id,
    code: String(id),
    name: `Filial ${id}`,
    cnpj: completeCnpj(`41902377${String(id).padStart(4, "0")}`),
    street: "Rua das Acácias",
    streetNumber: "100",
    district: "Centro",
    city: "São João da Boa Vista",
    state: "SP",
    postalCode: "13870000",
    active: true,
    ...fields,
  };
}

export function makeLine(fields: Partial<SaleLine> = {}): SaleLine {
  const quantity = fields.quantity ?? 1;
  const unitPriceCents = fields.unitPriceCents ?? 1_290;
  const grossCents = fields.grossCents ?? Math.round(quantity * unitPriceCents);
  const discountCents = fields.discountCents ?? 0;
  const surchargeCents = fields.surchargeCents ?? 0;
  return {
    lineNumber: 1,
    productCode: "1001",
    ean: gtin(600_001),
    description: "Ácido fólico 5 mg 30 comprimidos",
    ncm: "30049099",
    cfop: "5405",
    unit: "UN",
    quantity,
    unitPriceCents,
    grossCents,
    discountCents,
    surchargeCents,
    netCents: grossCents - discountCents + surchargeCents,
    msRegistration: "1000000010015",
    lot: "",
    costCents: 800,
    onOffer: false,
    prescriptionKey: "",
    ...fields,
  };
}

export function makePayment(fields: Partial<SalePayment> = {}): SalePayment {
  return {
    method: "01",
    amountCents: 1_290,
    cardBrand: "",
    acquirerCnpj: "",
    authorization: "",
    nsu: "",
    installments: 1,
    terminal: "",
    ...fields,
  };
}

/** A sale whose totals follow from its lines and whose payment follows from its total. */
export function makeSale(fields: Partial<Sale> = {}): Sale {
  const lines = fields.lines ?? [makeLine()];
  const sum = (pick: (line: SaleLine) => number) =>
    lines.reduce((total, line) => total + pick(line), 0);
  const totalCents = fields.totalCents ?? sum((line) => line.netCents);
  const id = fields.id ?? 1;
  return {
    id,
    branchId: 1,
    kind: "sale",
    documentKey: `DOC-${id}`,
    originalKey: "",
    model: "65",
    series: "1",
    number: String(id),
    register: "1",
    soldAt: new Date(`${FIXED_DAY}T13:45:10Z`),
    day: FIXED_DAY,
    customerDocument: "",
    grossCents: sum((line) => line.grossCents),
    discountCents: sum((line) => line.discountCents),
    surchargeCents: sum((line) => line.surchargeCents),
    totalCents,
    channel: "store",
    sellerCode: "12",
    program: "",
    lines,
    payments: fields.payments ?? [makePayment({ amountCents: totalCents })],
    ...fields,
  };
}

/** When all of the catalogue last changed: in the night before the fixed day. */
const CHANGED = new Date(`${FIXED_DAY}T02:00:00Z`);
const ORDINARY = {
  factoryPriceCents: null,
  manufacturer: "",
  molecule: "",
  therapeuticClass: "",
  abcClass: "",
  popularPharmacy: false,
  pbm: false,
  ownBrand: false,
  updatedAt: CHANGED,
} as const;

export const FIXED_PRODUCTS: readonly Product[] = [
  {
    ...ORDINARY,
    factoryPriceCents: 1_440,
    manufacturer: "Laboratório Serra Azul",
    molecule: "Ácido fólico",
    abcClass: "A",
    popularPharmacy: true,
    id: 1,
    code: "1001",
    description: "Ácido fólico 5 mg | 30 comp.",
    eans: [gtin(600_001), gtin(600_002)],
    categoryCode: "11",
    supplierCode: "1",
    ncm: "30049099",
    cest: "",
    msRegistration: "1000000010015",
    brand: "Genérico",
    unit: "CX",
    packQuantity: 1,
    active: true,
    pmcCents: 1_990,
  },
  {
    ...ORDINARY,
    ownBrand: true,
    id: 2,
    code: "1002",
    description: "Protetor solar FPS 60; 50 g",
    eans: [],
    categoryCode: "",
    supplierCode: "2",
    ncm: "33049990",
    cest: "",
    msRegistration: "",
    brand: "Horizonte",
    unit: "UN",
    packQuantity: 1,
    active: true,
    pmcCents: null,
  },
];

/** Prices of the fixed products; the second has none. */
export const fixedPrices = (branchId: number): ProductPrice[] => [
  {
    branchId,
    productCode: "1001",
    priceCents: 1_290,
    promotionCents: 1_161,
    loyaltyCents: null,
    wholesaleCents: null,
    wholesaleQuantity: null,
    costCents: 800,
    active: true,
    updatedAt: CHANGED,
  },
  {
    branchId,
    productCode: "1002",
    priceCents: null,
    promotionCents: null,
    loyaltyCents: null,
    wholesaleCents: null,
    wholesaleQuantity: null,
    costCents: null,
    active: false,
    updatedAt: CHANGED,
  },
];

/** Stock of the fixed products; the second is below zero. */
export const fixedStock = (branchId: number): ProductStock[] => [
  {
    branchId,
    productCode: "1001",
    ean: gtin(600_001),
    quantity: 12.5,
    pendingQuantity: 3,
    dailyAverage: 0.8,
    updatedAt: CHANGED,
  },
  {
    branchId,
    productCode: "1002",
    ean: "",
    quantity: -2,
    pendingQuantity: null,
    dailyAverage: null,
    updatedAt: CHANGED,
  },
];

/**
 * Sales of the fixed day: a plain one, one with discount and two payments, a cancellation, and a
 * return, over two branches and two tills.
 */
export function fixedSales(): Sale[] {
  const two = [
    makeLine({ quantity: 3, discountCents: 387 }),
    makeLine({
      lineNumber: 2,
      productCode: "1002",
      ean: gtin(600_003),
      description: "Protetor “solar”; FPS 60 | 50 g 😀",
      unitPriceCents: 6_990,
      msRegistration: "",
      surchargeCents: 10,
      costCents: null,
      onOffer: true,
    }),
  ];
  const total = two.reduce((sum, line) => sum + line.netCents, 0);
  return [
    makeSale({ id: 1, number: "101" }),
    makeSale({
      id: 2,
      number: "102",
      register: "2",
      customerDocument: "52998224725",
      lines: two,
      soldAt: new Date(`${FIXED_DAY}T14:00:00Z`),
      payments: [
        makePayment({
          method: "03",
          amountCents: total - 1_000,
          authorization: "900001",
          nsu: "700001",
          cardBrand: "01",
          acquirerCnpj: completeCnpj("810044550001"),
          installments: 2,
          terminal: "T0001",
        }),
        makePayment({ method: "17", amountCents: 1_000 }),
      ],
    }),
    makeSale({ id: 3, number: "103", soldAt: new Date(`${FIXED_DAY}T15:00:00Z`) }),
    makeSale({
      id: 4,
      number: "103",
      kind: "cancellation",
      originalKey: "DOC-3",
      soldAt: new Date(`${FIXED_DAY}T15:05:00Z`),
    }),
    makeSale({ id: 5, number: "501", branchId: 2, soldAt: new Date(`${FIXED_DAY}T23:59:59Z`) }),
    makeSale({
      id: 6,
      number: "502",
      branchId: 2,
      kind: "return",
      originalKey: "DOC-5",
      soldAt: new Date("2026-03-06T02:30:00Z"),
    }),
  ];
}
