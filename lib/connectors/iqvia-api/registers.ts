import { cleanDocument, isCnpj, isGtin } from "@/lib/core/documents.ts";
import type { Prescription } from "@/lib/core/controlled.ts";
import type { Branch, Product, Sale, SaleLine } from "@/lib/core/movement.ts";
import { cleanText, padDigits } from "./clean-text.ts";

const UNKNOWN = "NAO INFORMADO";
/** Longest product code of the layout. */
export const CODE_LENGTH = 13;

/** A store's code in the file. */
export const storeCode = (branch: Branch) => cleanText(branch.code, 14);

const addressOf = (branch: Branch) => ({
  cep: padDigits(branch.postalCode, 8),
  cidade: cleanText(branch.city, 40) || UNKNOWN,
  uf: branch.state.toUpperCase().slice(0, 2),
});

interface StoreFacts {
  organization: string;
  codIqvia: string;
  phone: string;
  /** Branches that are distribution centres, by code. */
  depots: ReadonlySet<string>;
  /** tipoCaptacaoPrescricao. */
  capture: number;
}

/** One of `estabelecimentos`. */
export function toStore(branch: Branch, facts: StoreFacts) {
  return {
    cod: storeCode(branch),
    doc: cleanDocument(branch.cnpj).padStart(14, "0"),
    nome: cleanText(branch.name, 40) || UNKNOWN,
    nomeOfc: cleanText(facts.organization, 40) || UNKNOWN,
    tipo: facts.depots.has(branch.code) ? "CD" : "F",
    tipoCaptacaoPrescricao: facts.capture,
    ender: {
      descr:
        cleanText(
          [branch.street, branch.streetNumber, branch.district].filter(Boolean).join(", "),
          70,
        ) || UNKNOWN,
      compl: "",
      ...addressOf(branch),
      tel: facts.phone.replace(/\D/g, "").slice(0, 20),
    },
    codIqvia: cleanText(facts.codIqvia, 10),
  };
}

/**
 * Who bought, as the file knows it. People are one customer a store without any data of theirs: the layout
 * asks for no more, and a market panel needs none of it. Companies come with their CNPJ.
 */
export function customerCode(branch: Branch, sale: Pick<Sale, "customerDocument">): string {
  return isCnpj(sale.customerDocument)
    ? sale.customerDocument
    : `CF${storeCode(branch)}`.slice(0, 14);
}

/** One of `clientes`, of the store where it bought. */
export function toCustomer(branch: Branch, code: string) {
  const company = isCnpj(code);
  return {
    tipo: company ? 2 : 1,
    cod: code,
    profSaude: 0,
    doc: company ? code : "",
    nome: "",
    nomeOfc: "",
    ender: addressOf(branch),
  };
}

/**
 * `CRM000091475SP`: council, nine digits (eight where the council's own name is longer), state;
 * null when the prescription does not name its prescriber.
 */
export function professionalCode({
  prescriberCouncil,
  prescriberNumber,
  prescriberState,
}: Prescription): string | null {
  const digits = prescriberNumber.replace(/\D/g, "");
  const width = Math.min(9, 12 - prescriberCouncil.length);
  if (
    !/^[A-Z]{3,4}$/.test(prescriberCouncil) ||
    digits === "" ||
    digits.length > width ||
    !/^[A-Z]{2}$/.test(prescriberState)
  )
    return null;
  return `${prescriberCouncil}${digits.padStart(width, "0")}${prescriberState}`;
}

/**
 * One of `profissionaisSaude`: what the prescription says, at the address where it was dispensed
 * since no other is known.
 */
export function toProfessional(branch: Branch, code: string, prescription: Prescription) {
  return {
    cod: code,
    doc: `${prescription.prescriberCouncil}${prescription.prescriberNumber.replace(/\D/g, "").padStart(9, "0")}${prescription.prescriberState}`,
    nome: cleanText(prescription.prescriberName, 40) || UNKNOWN,
    local: { doc: "", nome: "", nomeOfc: "", ender: { descr: UNKNOWN, ...addressOf(branch) } },
    celular: "",
    email: "",
    especialidade: UNKNOWN,
    // "Not told". Of age the dictionary has no such value: it is left out.
    genero: "N",
  };
}

/** The EAN that a product goes under; empty when it has none, and then it is left out altogether. */
export function eanOf(
  product: Product | undefined,
  line: Pick<SaleLine, "ean"> | undefined,
): string {
  const right = (ean: string) => isGtin(ean) && !ean.startsWith("2");
  return product?.eans.find(right) ?? (line && right(line.ean) ? line.ean : "");
}

/** One of `produtos`, from the catalogue or, when it is no longer there, from the line that sold it. */
export function toProduct(
  code: string,
  ean: string,
  product: Product | undefined,
  line: Pick<SaleLine, "description" | "ncm"> | undefined,
) {
  return {
    cod: code,
    eanSellIn: ean,
    eanSellOut: ean,
    ncm: padDigits(product?.ncm || line?.ncm || "", 8),
    apresent: cleanText(product?.description || line?.description || "", 70) || UNKNOWN,
    fabr: cleanText(product?.manufacturer || product?.brand || "", 40) || UNKNOWN,
    ...(product?.molecule ? { molecula: cleanText(product.molecule, 100) } : {}),
    precoFabrica: (product?.factoryPriceCents ?? 0) / 100,
    dispViaFarmaciaPopular: product?.popularPharmacy ? "1" : "0",
    dispViaPbm: product?.pbm ? "1" : "0",
    marcaPropria: product?.ownBrand ? "1" : "0",
  };
}
