import { accessKeyCheckDigit, completeCnpj, gtinCheckDigit } from "@/lib/core/documents.ts";
import { formatDecimal } from "@/lib/core/money.ts";

/** A line of a receipt to write as XML. Amounts in cents. */
export interface FiscalLine {
  code: string;
  ean: string;
  description: string;
  quantity: number;
  unitPriceCents: number;
  grossCents: number;
  discountCents?: number;
  otherCents?: number;
  cfop?: string;
  anvisa?: string;
  lot?: string;
}

export interface FiscalNote {
  issuer: string;
  model?: "55" | "65";
  series?: number;
  number: number;
  /** With its offset, as the layout writes it. */
  issuedAt: string;
  lines: FiscalLine[];
  payments?: { method: string; cents: number }[];
  changeCents?: number;
  direction?: "0" | "1";
  purpose?: string;
  /** indPres. */
  presence?: string;
  recipient?: { cnpj?: string; cpf?: string; name?: string };
  referenced?: string;
  environment?: "1" | "2";
  status?: string | null;
  /** Replaces the total that the lines give. */
  totalCents?: number;
  key?: string;
  /** Written before the root, to try what must be refused. */
  prologue?: string;
}

/** A GTIN-13 with the right check digit. */
export const gtin = (number: number): string => {
  const base = `789${String(number).padStart(9, "0")}`;
  return `${base}${gtinCheckDigit(base)}`;
};

/** CNPJ of the n-th invented store of an invented company. */
export const storeCnpj = (company: string, store = 1): string =>
  completeCnpj(`${company.padStart(8, "0")}${String(store).padStart(4, "0")}`);

/** The access key that belongs to the note's data. */
export function accessKey(note: FiscalNote): string {
  const month = note.issuedAt.slice(2, 4) + note.issuedAt.slice(5, 7);
  const first = `35${month}${note.issuer}${note.model ?? "65"}${String(note.series ?? 1).padStart(3, "0")}${String(note.number).padStart(9, "0")}1${String(note.number % 100_000_000).padStart(8, "0")}`;
  return `${first}${accessKeyCheckDigit(first)}`;
}

export const totalOf = (note: FiscalNote): number =>
  note.totalCents ??
  note.lines.reduce(
    (sum, line) => sum + line.grossCents - (line.discountCents ?? 0) + (line.otherCents ?? 0),
    0,
  );

/** The authorised document as the tax authority gives it back (nfeProc); `status: null` leaves the protocol out. */
export function buildNote(note: FiscalNote): string {
  const key = note.key ?? accessKey(note);
  const sum = (value: (line: FiscalLine) => number) =>
    formatDecimal(note.lines.reduce((all, line) => all + value(line), 0));
  const total = totalOf(note);
  const payments = note.payments ?? [{ method: "01", cents: total }];
  const recipient = note.recipient
    ? `<dest>${note.recipient.cnpj ? `<CNPJ>${note.recipient.cnpj}</CNPJ>` : `<CPF>${note.recipient.cpf}</CPF>`}<xNome>${escapeXml(note.recipient.name ?? "Cliente Inventado")}</xNome></dest>`
    : "";
  const status = note.status === undefined ? "100" : note.status;
  const protocol =
    status === null
      ? ""
      : `<protNFe versao="4.00"><infProt><tpAmb>${note.environment ?? "1"}</tpAmb><chNFe>${key}</chNFe><nProt>135260000000001</nProt><cStat>${status}</cStat></infProt></protNFe>`;
  return `<?xml version="1.0" encoding="UTF-8"?>${note.prologue ?? ""}<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe" versao="4.00"><NFe><infNFe Id="NFe${key}" versao="4.00"><ide><cUF>35</cUF><cNF>${String(note.number % 100_000_000).padStart(8, "0")}</cNF><natOp>VENDA</natOp><mod>${note.model ?? "65"}</mod><serie>${note.series ?? 1}</serie><nNF>${note.number}</nNF><dhEmi>${note.issuedAt}</dhEmi><tpNF>${note.direction ?? "1"}</tpNF><tpEmis>1</tpEmis><tpAmb>${note.environment ?? "1"}</tpAmb><finNFe>${note.purpose ?? "1"}</finNFe>${note.presence ? `<indPres>${note.presence}</indPres>` : ""}${note.referenced ? `<NFref><refNFe>${note.referenced}</refNFe></NFref>` : ""}</ide><emit><CNPJ>${note.issuer}</CNPJ><xNome>Empresa Inventada Ltda</xNome></emit>${recipient}${note.lines.map(buildLine).join("")}<total><ICMSTot><vICMSDeson>0.00</vICMSDeson><vFCPST>0.00</vFCPST><vST>0.00</vST><vProd>${sum((line) => line.grossCents)}</vProd><vFrete>0.00</vFrete><vSeg>0.00</vSeg><vDesc>${sum((line) => line.discountCents ?? 0)}</vDesc><vII>0.00</vII><vIPI>0.00</vIPI><vOutro>${sum((line) => line.otherCents ?? 0)}</vOutro><vNF>${formatDecimal(total)}</vNF></ICMSTot><IBSCBSTot><vBCIBSCBS>${formatDecimal(total)}</vBCIBSCBS></IBSCBSTot></total><pag>${payments.map((payment) => `<detPag><tPag>${payment.method}</tPag><vPag>${formatDecimal(payment.cents)}</vPag></detPag>`).join("")}${note.changeCents ? `<vTroco>${formatDecimal(note.changeCents)}</vTroco>` : ""}</pag></infNFe></NFe>${protocol}</nfeProc>`;
}

/** A registered cancellation (procEventoNFe). */
export function buildCancellation(
  key: string,
  at: string,
  options: { kind?: string; status?: string; environment?: string } = {},
): string {
  return `<?xml version="1.0" encoding="UTF-8"?><procEventoNFe xmlns="http://www.portalfiscal.inf.br/nfe" versao="1.00"><evento versao="1.00"><infEvento><chNFe>${key}</chNFe><tpEvento>${options.kind ?? "110111"}</tpEvento></infEvento></evento><retEvento versao="1.00"><infEvento><tpAmb>${options.environment ?? "1"}</tpAmb><cStat>${options.status ?? "135"}</cStat><chNFe>${key}</chNFe><tpEvento>${options.kind ?? "110111"}</tpEvento><dhRegEvento>${at}</dhRegEvento><nProt>135260000000002</nProt></infEvento></retEvento></procEventoNFe>`;
}

/** An everyday line, for tests that are about something else. */
export const plainLine = (cents = 1990, number = 1): FiscalLine => ({
  code: `P${number}`,
  ean: gtin(number),
  description: `Produto inventado ${number}`,
  quantity: 1,
  unitPriceCents: cents,
  grossCents: cents,
});

function buildLine(line: FiscalLine, index: number): string {
  return `<det nItem="${index + 1}"><prod><cProd>${escapeXml(line.code)}</cProd><cEAN>${line.ean || "SEM GTIN"}</cEAN><xProd>${escapeXml(line.description)}</xProd><NCM>30049099</NCM><CFOP>${line.cfop ?? "5102"}</CFOP><uCom>UN</uCom><qCom>${line.quantity.toFixed(4)}</qCom><vUnCom>${formatDecimal(line.unitPriceCents)}</vUnCom><vProd>${formatDecimal(line.grossCents)}</vProd>${line.discountCents ? `<vDesc>${formatDecimal(line.discountCents)}</vDesc>` : ""}${line.otherCents ? `<vOutro>${formatDecimal(line.otherCents)}</vOutro>` : ""}<indTot>1</indTot>${line.lot ? `<rastro><nLote>${line.lot}</nLote><qLote>1</qLote></rastro>` : ""}${line.anvisa ? `<med><cProdANVISA>${line.anvisa}</cProdANVISA><vPMC>99.90</vPMC></med>` : ""}</prod><imposto><ICMS><ICMS40><orig>0</orig><CST>41</CST></ICMS40></ICMS></imposto></det>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
