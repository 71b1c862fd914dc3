import { accessKeyCheckDigit, cleanDocument } from "@/lib/core/documents.ts";
import { DocumentRefusal, type Finding } from "../document.ts";
import { centsAt, instantAt } from "./read-values.ts";
import { saysCancelled } from "./parse-cancellation.ts";
import { type NoteLine, parseNoteLines } from "./parse-note-lines.ts";
import { nodeAt, nodesAt, textAt, type XmlNode } from "./read-xml.ts";

/** An authorised NFC-e or NF-e as its XML tells it; whose it is gets decided in `classify-note.ts`. */
export interface Note {
  key: string;
  model: string;
  series: string;
  number: string;
  issuedAt: Date;
  /** 0 = goods come in, 1 = goods go out. */
  direction: string;
  /** 1 normal, 2 complement, 3 adjustment, 4 return, 5 and 6 credit and debit notes. */
  purpose: string;
  /** Where the buyer was (indPres): 1 in the shop, 2 on the internet, 3 on the telephone …; empty where it is not told. */
  presence: string;
  issuerCnpj: string;
  issuerName: string;
  recipientDocument: string;
  recipientName: string;
  referencedKeys: string[];
  lines: NoteLine[];
  total: number;
  payments: {
    method: string;
    amountCents: number;
    cardBrand: string;
    acquirerCnpj: string;
    authorization: string;
  }[];
  changeCents: number;
  warnings: Finding[];
}

/** Statuses with which the tax authority authorises a document: in time, and late. */
const AUTHORISED = new Set(["100", "150"]);

/**
 * Reads `infNFe` and its protocols, refusing what is no valid, authorised document of production. One
 * that was cancelled since was authorised before: it is read, and its cancellation beside it.
 */
export function parseNote(infNFe: XmlNode, protocols: readonly XmlNode[]): Note {
  const key = (infNFe.attributes.Id ?? "").replace(/^NFe/, "").slice(0, 60);
  const infProt =
    protocols.find((protocol) => AUTHORISED.has(textAt(protocol, "cStat"))) ?? protocols[0];
  const ide = nodeAt(infNFe, "ide");
  // What it is comes before what is wrong with it: a test document's key is seldom right.
  if (textAt(ide, "tpAmb") === "2" || textAt(infProt, "tpAmb") === "2") {
    throw new DocumentRefusal(
      "homologation",
      "O documento foi emitido em ambiente de homologação (teste) e não tem valor fiscal.",
      key,
    );
  }
  const status = textAt(infProt, "cStat");
  if (!infProt || !(AUTHORISED.has(status) || saysCancelled(infProt))) {
    const why = infProt
      ? `a SEFAZ respondeu com o código ${status.slice(0, 4) || "vazio"}`
      : "o XML não contém o protocolo de autorização";
    throw new DocumentRefusal(
      "not_authorised",
      `O documento não está autorizado: ${why}. Envie o XML autorizado (nfeProc).`,
      key,
    );
  }
  checkKey(key, infNFe);
  if (textAt(infProt, "chNFe") !== key)
    throw new DocumentRefusal(
      "key_mismatch",
      "O protocolo de autorização é de outro documento. As chaves de acesso são diferentes.",
      key,
    );

  const warnings: Finding[] = [];
  const recipient = nodeAt(infNFe, "dest");
  const payments = nodesAt(nodeAt(infNFe, "pag"), "detPag").map((payment) => ({
    method: textAt(payment, "tPag").padStart(2, "0").slice(0, 2),
    amountCents: centsAt(payment, key, "vPag"),
    cardBrand: textAt(payment, "card", "tBand"),
    acquirerCnpj: textAt(payment, "card", "CNPJ"),
    authorization: textAt(payment, "card", "cAut"),
  }));
  return {
    key,
    model: textAt(ide, "mod"),
    series: textAt(ide, "serie"),
    number: textAt(ide, "nNF"),
    issuedAt: instantAt(ide, key, "dhEmi"),
    direction: textAt(ide, "tpNF"),
    purpose: textAt(ide, "finNFe"),
    presence: textAt(ide, "indPres"),
    issuerCnpj: cleanDocument(textAt(infNFe, "emit", "CNPJ")),
    issuerName: textAt(infNFe, "emit", "xNome"),
    recipientDocument: cleanDocument(textAt(recipient, "CNPJ") || textAt(recipient, "CPF")),
    recipientName: textAt(recipient, "xNome"),
    referencedKeys: nodesAt(ide, "NFref")
      .map((reference) => textAt(reference, "refNFe"))
      .filter(Boolean),
    ...parseNoteLines(infNFe, key, warnings),
    payments,
    changeCents: centsAt(nodeAt(infNFe, "pag"), key, "vTroco"),
    warnings,
  };
}

/** The 44 places of the key repeat what the document says: state, month, CNPJ, model, series, number and code. */
function checkKey(key: string, infNFe: XmlNode): void {
  if (!/^\d{6}[0-9A-Z]{12}\d{26}$/.test(key))
    throw new DocumentRefusal(
      "invalid_key",
      "O XML não contém uma chave de acesso de 44 posições.",
      key,
    );
  if (accessKeyCheckDigit(key.slice(0, 43)) !== Number(key[43]))
    throw new DocumentRefusal(
      "wrong_check_digit",
      "O dígito verificador da chave de acesso está errado: o XML foi alterado ou digitado.",
      key,
    );
  const ide = nodeAt(infNFe, "ide");
  const issued = /^(\d{4})-(\d{2})/.exec(textAt(ide, "dhEmi"));
  const issuer = cleanDocument(
    textAt(infNFe, "emit", "CNPJ") || textAt(infNFe, "emit", "CPF"),
  ).padStart(14, "0");
  const parts: [name: string, expected: string, found: string][] = [
    ["UF", textAt(ide, "cUF"), key.slice(0, 2)],
    ["ano e mês de emissão", issued ? `${issued[1]?.slice(2)}${issued[2]}` : "", key.slice(2, 6)],
    ["CNPJ do emitente", issuer, key.slice(6, 20)],
    ["modelo", textAt(ide, "mod"), key.slice(20, 22)],
    ["série", textAt(ide, "serie").padStart(3, "0"), key.slice(22, 25)],
    ["número", textAt(ide, "nNF").padStart(9, "0"), key.slice(25, 34)],
    ["forma de emissão", textAt(ide, "tpEmis"), key.slice(34, 35)],
    ["código numérico", textAt(ide, "cNF").padStart(8, "0"), key.slice(35, 43)],
  ];
  const wrong = parts.find(([, expected, found]) => expected !== found);
  if (wrong)
    throw new DocumentRefusal(
      "key_mismatch",
      `A chave de acesso não corresponde aos dados do documento (${wrong[0]}).`,
      key,
    );
}
