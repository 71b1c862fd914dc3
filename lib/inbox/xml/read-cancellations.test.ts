import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  accessKey,
  buildCancellation,
  buildNote,
  type FiscalNote,
  plainLine,
  storeCnpj,
} from "@/e2e/support/build-fiscal-xml.ts";
import type { InboxContext } from "../document.ts";
import { readFiscalXml } from "./read-fiscal-xml.ts";

const BRANCH = storeCnpj("40100200");
const SUPPLIER = storeCnpj("77700011");
const context: InboxContext = {
  branchIdByCnpj: new Map([[BRANCH, 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};
const note: FiscalNote = {
  issuer: BRANCH,
  number: 120,
  issuedAt: "2026-11-10T22:15:00-03:00",
  lines: [plainLine()],
};
const KEY = accessKey(note);
const AT = "2026-11-11T10:00:00-03:00";
const event = buildCancellation(KEY, AT);
const withoutHead = (xml: string) => xml.replace(/^<\?xml[^>]*>/, "");
const answerOf = (xml: string) => /<retEvento.*<\/retEvento>/.exec(xml)?.[0] ?? "";
const appended = (more: string, to = buildNote(note)) =>
  to.replace("</nfeProc>", `${more}</nfeProc>`);
const packed = (...documents: string[]) =>
  `<retDistDFeInt xmlns="http://www.portalfiscal.inf.br/nfe"><cStat>138</cStat><loteDistDFeInt>${documents
    .map((xml, index) => `<docZip NSU="${index}">${gzipSync(xml).toString("base64")}</docZip>`)
    .join("")}</loteDistDFeInt></retDistDFeInt>`;
const protocol = (status: string) =>
  `<protNFe versao="4.00"><infProt><tpAmb>1</tpAmb><chNFe>${KEY}</chNFe><dhRecbto>${AT}</dhRecbto><nProt>1</nProt><cStat>${status}</cStat></infProt></protNFe>`;
const query = (status: string, more = "") =>
  `<retConsSitNFe versao="4.00"><tpAmb>1</tpAmb><cStat>${status}</cStat><chNFe>${KEY}</chNFe><dhRecbto>${AT}</dhRecbto>${more}</retConsSitNFe>`;

const found = (xml: string) =>
  readFiscalXml(new TextEncoder().encode(xml), context).map((reading) =>
    reading.document === null
      ? reading.refusal.code
      : [reading.document.type, ...reading.warnings.map(({ code }) => code)].join(" "),
  );

describe("a cancellation is found", () => {
  it.each<[string, string, string[]]>([
    ["as an event", event, ["cancellation"]],
    ["as the bare answer", answerOf(event), ["cancellation"]],
    [
      "in an envelope",
      `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><r><retEnvEvento>${answerOf(event)}</retEnvEvento></r></soap:Body></soap:Envelope>`,
      ["cancellation"],
    ],
    [
      "where the answer leaves out what its request says",
      event.replace(/(<retEvento.*)<chNFe>\d+<\/chNFe><tpEvento>\d+<\/tpEvento>/, "$1"),
      ["cancellation"],
    ],
    ["beside its note, as an answer", appended(answerOf(event)), ["sale", "cancellation"]],
    ["beside its note, as an event", appended(withoutHead(event)), ["sale", "cancellation"]],
    [
      "beside its note, in a query with the event",
      appended(query("101", protocol("100") + withoutHead(event))),
      ["sale", "cancellation"],
    ],
    ["in a query with the event", query("101", withoutHead(event)), ["cancellation"]],
    ["in a query without an event", query("151"), ["cancellation state_only"]],
    [
      "in a cancellation of before events",
      `<procCancNFe versao="2.00"><cancNFe/><retCancNFe versao="2.00"><infCanc><tpAmb>1</tpAmb><cStat>101</cStat><chNFe>${KEY}</chNFe><dhRecbto>2026-11-11T10:00:00</dhRecbto><nProt>1</nProt></infCanc></retCancNFe></procCancNFe>`,
      ["cancellation"],
    ],
    [
      "in the summary of the distribution service",
      `<resEvento><chNFe>${KEY}</chNFe><tpEvento>110111</tpEvento><dhRecbto>${AT}</dhRecbto><nProt>1</nProt></resEvento>`,
      ["cancellation"],
    ],
    ["in a packed document", packed(buildNote(note), event), ["sale", "cancellation"]],
    ...["101", "135", "151", "155"].map((status): [string, string, string[]] => [
      `in a protocol with ${status}`,
      buildNote(note).replace(/<protNFe.*<\/protNFe>/, protocol(status)),
      ["sale", "cancellation state_only"],
    ]),
  ])("%s", (_name, xml, expected) => {
    expect(found(xml)).toEqual(expected);
    const at = readFiscalXml(new TextEncoder().encode(xml), context).flatMap(({ document }) =>
      document?.type === "cancellation" ? [document.cancelledAt.toISOString()] : [],
    );
    expect(at).toEqual(["2026-11-11T13:00:00.000Z"]);
  });

  it.each<[string, string, string[]]>([
    ["a letter of correction", answerOf(buildCancellation(KEY, AT, { kind: "110110" })), ["sale"]],
    [
      "an attempt that was not registered",
      answerOf(buildCancellation(KEY, AT, { status: "501" })),
      ["sale not_cancelled"],
    ],
    [
      "an attempt that came after another cancellation",
      answerOf(buildCancellation(KEY, AT, { status: "573" })),
      ["cancelled_elsewhere"],
    ],
    [
      "a cancellation of which the moment is missing",
      answerOf(buildCancellation(KEY, "")),
      ["invalid_value"],
    ],
  ])("a note with %s beside it is not counted wrongly", (_name, more, expected) => {
    expect(found(appended(more))).toEqual(expected);
  });

  it("does not count a return that its own file cancels", () => {
    const back = { ...note, model: "55" as const, direction: "0" as const, purpose: "4" };
    const cancelled = answerOf(buildCancellation(accessKey(back), AT));
    expect(found(appended(cancelled, buildNote(back)))).toEqual(["return_cancelled"]);
  });
});

it("knows whether the cancelled document can still come", () => {
  const awaited = (cancelled: FiscalNote, recipient = "") => {
    const xml = buildCancellation(accessKey(cancelled), AT).replace(
      "<dhRegEvento>",
      `${recipient && `<CNPJDest>${recipient}</CNPJDest>`}<dhRegEvento>`,
    );
    const [reading] = readFiscalXml(new TextEncoder().encode(xml), context);
    return reading?.document?.type === "cancellation" ? reading.document.awaited : reading;
  };
  expect(awaited(note)).toBe("own");
  expect(awaited({ ...note, issuer: SUPPLIER })).toBe("never");
  expect(awaited({ ...note, issuer: SUPPLIER, model: "55" })).toBe("perhaps");
  expect(awaited({ ...note, issuer: SUPPLIER, model: "55" }, BRANCH)).toBe("own");
  expect(awaited({ ...note, issuer: SUPPLIER, model: "55" }, SUPPLIER)).toBe("never");
});

it.each<[string, string]>([
  ["<resNFe/>", "resumo"],
  ["<cteProc><CTe/></cteProc>", "CT-e"],
  ["<procEventoCTe><eventoCTe/></procEventoCTe>", "CT-e"],
  ["<resCTe/>", "CT-e"],
  ["<eventoMDFe/>", "MDF-e"],
  ["<consMDFeNaoEnc/>", "MDF-e"],
  ["<CompNfse><Nfse/></CompNfse>", "NFS-e"],
  ["<NFSe><infNFSe/></NFSe>", "NFS-e"],
  ["<ConsultarNfseEnvio/>", "NFS-e"],
  ["<pedRegEvento/>", "NFS-e"],
  ["<CFe/>", "SAT"],
  ["<html><body/></html>", "página da internet"],
  ["<ProcInutNFe/>", "inutilização"],
  [
    `<enviNFe>${withoutHead(buildNote(note))
      .replace(/<protNFe.*<\/protNFe>/, "")
      .replace(/<\/?nfeProc[^>]*>/g, "")}</enviNFe>`,
    "lote",
  ],
  ["<retDistDFeInt><cStat>137</cStat></retDistDFeInt>", "sem documentos"],
  [query("100"), "não diz que a nota está cancelada"],
  [packed(buildNote(note)).replace(/H4s/g, "AAA"), "docZip"],
])("says what %s is and what to send instead", (xml, words) => {
  const [reading] = readFiscalXml(new TextEncoder().encode(xml), context);
  expect(reading).toMatchObject({ document: null });
  expect(reading?.document === null && reading.refusal.reason).toContain(words);
});

it("opens no packed document that grows beyond reason", () => {
  expect(found(packed(`<a>${" ".repeat(4_000_000)}</a>`))).toEqual(["suspicious_ratio"]);
});
