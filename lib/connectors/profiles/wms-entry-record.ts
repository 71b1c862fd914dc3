import { addDays, type Day } from "@/lib/core/period.ts";
import type { Product } from "@/lib/core/movement.ts";
import type { Purchase, PurchaseLine, PurchaseLot } from "@/lib/core/purchase.ts";
import type { Rejection } from "../define.ts";
import { cleanText, quantityOf } from "./wire-text.ts";

type Refusal = Omit<Rejection, "key">;

/** What stands in for a lot or an expiry that the invoice does not have; 0 days = nothing may. */
export interface LotRule {
  lot: string;
  days: number;
}

/** Whole numbers only: the warehouse keys products, suppliers and recipients by them. */
export const integerCode = (code: string): number | null =>
  /^\d{1,9}$/.test(code.trim()) ? Number(code) : null;

/** Digits, or 0 for none: a text of any other kind is refused there. */
export const numericEan = (ean: string): string => (/^\d{8,14}$/.test(ean) ? ean : "0");

/** Up to 36 places: the ERP's own key, or supplier, series and number where that key is a fiscal one of 44. */
export function entryKey({
  documentKey,
  supplierCnpj,
  series,
  number,
}: Pick<Purchase, "documentKey" | "supplierCnpj" | "series" | "number">): string {
  return documentKey.length <= 36
    ? documentKey
    : `${supplierCnpj}-${series}-${number}`.slice(0, 36);
}

/** Why an invoice cannot go to the warehouse as it is; null when it can. */
export function refuseEntry(purchase: Purchase, rule: LotRule): Refusal | null {
  const which = `A nota ${purchase.number} de ${purchase.supplierName || purchase.supplierCnpj}`;
  if (purchase.lines.length === 0) return { code: "SEM_ITENS", message: `${which} não tem itens.` };
  if (integerCode(purchase.supplierCode) === null)
    return {
      code: "FORNECEDOR",
      message: `${which} é de um fornecedor sem código numérico no cadastro (${purchase.supplierCode || "não cadastrado"}). O WMS só aceita código numérico.`,
    };
  if (purchase.number.length > 20)
    return { code: "NUMERO", message: `${which} tem número com mais de 20 caracteres.` };
  for (const line of purchase.lines) {
    if (integerCode(line.productCode) === null)
      return {
        code: "PRODUTO",
        message: `${which} tem o produto ${line.productCode}, e o WMS só aceita código numérico.`,
      };
    if (!(line.quantity > 0) || line.lots.some((lot) => !(lot.quantity > 0)))
      return {
        code: "QUANTIDADE",
        message: `${which} traz o produto ${line.productCode} com quantidade zero ou negativa. Corrija na origem e reprocesse.`,
      };
    if (
      rule.days === 0 &&
      (line.lots.length === 0 || line.lots.some((lot) => lot.expiresOn === null))
    )
      return {
        code: "LOTE_SEM_VALIDADE",
        message: `${which} traz o produto ${line.productCode} sem lote ou sem validade. Corrija na origem ou informe “Validade padrão (dias)”.`,
      };
  }
  return null;
}

/** A purchase invoice as a pre-entry; with the depot's code where the partner's contract has a place for it. */
export function entryRecord(
  purchase: Purchase,
  facts: { products: ReadonlyMap<string, Product>; depot: string | null; rule: LotRule },
) {
  return {
    entradaid: 0,
    fornecedor: {
      fornecedorcodigo: integerCode(purchase.supplierCode),
      razao: cleanText(purchase.supplierName),
      fantasia: cleanText(purchase.supplierName),
      cnpj: purchase.supplierCnpj,
      email: "",
    },
    natureza: "COMPRA",
    documentonr: cleanText(purchase.number),
    documentodata: purchase.day,
    documentooriginal: cleanText(purchase.originalKey).slice(0, 44),
    registroerp: entryKey(purchase),
    ...(facts.depot === null ? {} : { deposito: facts.depot }),
    itens: purchase.lines.map((line) =>
      entryItem(line, facts.products.get(line.productCode), purchase.day, facts.rule),
    ),
  };
}

function entryItem(line: PurchaseLine, product: Product | undefined, day: Day, rule: LotRule) {
  const lots =
    line.lots.length > 0
      ? line.lots
      : [
          {
            lot: line.lot || rule.lot,
            quantity: line.quantity,
            manufacturedOn: null,
            expiresOn: null,
          },
        ];
  const unit = cleanText(product?.unit ?? line.unit) || "UN";
  return {
    produtoid: integerCode(line.productCode),
    descricao: cleanText(product?.description ?? line.description) || cleanText(line.productCode),
    ean: numericEan(line.ean),
    fabricante: {
      id: integerCode(product?.supplierCode ?? "") ?? 0,
      nome: cleanText(product?.manufacturer ?? "") || "NÃO INFORMADO",
    },
    embalagemprimaria: { sigla: unit, descricao: unit, qtdembalagem: 1 },
    embalagemsecundaria: {
      sigla: "CX",
      descricao: "CAIXA",
      qtdembalagem: Math.max(1, product?.packQuantity ?? 1),
    },
    lote: lots.map((lot) => lotRecord(lot, day, rule)),
  };
}

function lotRecord(lot: PurchaseLot, day: Day, rule: LotRule) {
  return {
    descricao: cleanText(lot.lot) || rule.lot,
    ...(lot.manufacturedOn === null ? {} : { fabricacao: lot.manufacturedOn }),
    vencimento: lot.expiresOn ?? addDays(day, rule.days),
    quantidade: quantityOf(lot.quantity),
  };
}
