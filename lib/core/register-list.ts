import type { ControlledSubstance } from "./controlled.ts";
import type { Cents } from "./money.ts";
import type { PromotionKind } from "./offer.ts";
import type { Day } from "./period.ts";
import type { PurchaseKind } from "./purchase.ts";

/** Lists of the area "Movimentos" besides imports, days and products; the names are those of their addresses. */
export const REGISTER_LISTS = [
  "clientes",
  "compras",
  "receitas",
  "controlados",
  "zonas",
  "promocoes",
  "metas",
] as const;
export type RegisterList = (typeof REGISTER_LISTS)[number];

/** What one row and several are called. */
export const REGISTER_WORDS: Record<RegisterList, { title: string; one: string; many: string }> = {
  clientes: { title: "Clientes da loja", one: "cliente", many: "clientes" },
  compras: { title: "Compras", one: "nota", many: "notas" },
  receitas: { title: "Receitas", one: "receita", many: "receitas" },
  controlados: { title: "Controlados", one: "lote", many: "lotes" },
  zonas: { title: "Zonas de preço", one: "zona", many: "zonas" },
  promocoes: { title: "Promoções", one: "promoção", many: "promoções" },
  metas: { title: "Metas por categoria", one: "meta", many: "metas" },
};

/** The kinds of promotion as a person reads them. */
export const PROMOTION_LABEL: Record<PromotionKind, string> = {
  from_to: "De/por",
  starting_at: "A partir de",
  loyalty: "Fidelidade",
  take_pay: "Leve e pague",
  nth_unit: "Desconto na unidade",
  buy_get: "Compre e ganhe",
};

/** Whether a text names one of the lists. */
export function isRegisterList(text: string): text is RegisterList {
  return (REGISTER_LISTS as readonly string[]).includes(text);
}

/**
 * A row of each list. Nobody's e-mail, phone or health is among them: the lists show what arrived,
 * partners get the rest.
 */
export interface RegisterRows {
  clientes: {
    code: string;
    name: string;
    document: string;
    city: string;
    state: string;
    marketingConsent: boolean;
    consentAt: string | null;
    updatedAt: string;
  };
  compras: {
    id: number;
    number: string;
    day: Day;
    branch: string;
    supplierName: string;
    kind: PurchaseKind;
    lines: number;
    totalCents: Cents;
  };
  receitas: {
    id: number;
    key: string;
    day: Day;
    branch: string;
    kind: string;
    notificationNumber: string;
    prescriber: string;
    products: string;
  };
  controlados: {
    id: string;
    branch: string;
    product: string;
    registration: string;
    lot: string;
    expiresOn: Day | null;
    therapeuticClass: string;
    substance: ControlledSubstance;
    unit: string;
    balance: number;
    countedOn: Day | null;
  };
  zonas: { code: string; name: string; branches: string; count: number };
  promocoes: {
    id: number;
    code: string;
    branch: string;
    product: string;
    kind: PromotionKind;
    firstDay: Day;
    lastDay: Day;
    regularCents: Cents | null;
    promotionCents: Cents | null;
    rule: string;
  };
  metas: {
    code: string;
    name: string;
    products: number;
    goalCents: Cents | null;
    competitiveness: string;
    media: string;
    updatedAt: string;
  };
}
