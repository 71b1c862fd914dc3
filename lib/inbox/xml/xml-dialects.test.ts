import fc from "fast-check";
import { expect, it } from "vitest";
import {
  accessKey,
  buildCancellation,
  buildNote,
  type FiscalNote,
  gtin,
  storeCnpj,
} from "@/e2e/support/build-fiscal-xml.ts";
import { readFiscalXml } from "./read-fiscal-xml.ts";
import { readXml, type XmlNode } from "./read-xml.ts";

const BRANCH = storeCnpj("40100200");
const context = {
  branchIdByCnpj: new Map([[BRANCH, 7]]),
  timeZone: "America/Sao_Paulo",
  now: new Date("2026-11-20T12:00:00Z"),
};

/** How a program may write the same document. */
interface Dialect {
  encoding: "UTF-8" | "ISO-8859-1" | "windows-1252" | "UTF-16LE" | "UTF-16BE";
  declared: "right" | "nothing" | "lower case";
  mark: boolean;
  prefix: string;
  /** Turns the order of elements that stand side by side under different names. */
  turn: number;
  /** Elements and attributes that no layout knows. */
  extension: boolean;
  blanks: string;
  quote: '"' | "'";
  cdata: boolean;
  references: boolean;
  comment: boolean;
}

const dialect: fc.Arbitrary<Dialect> = fc.record({
  encoding: fc.constantFrom("UTF-8", "ISO-8859-1", "windows-1252", "UTF-16LE", "UTF-16BE"),
  declared: fc.constantFrom("right", "nothing", "lower case"),
  mark: fc.boolean(),
  prefix: fc.constantFrom("", "nfe", "ns0", "ç"),
  turn: fc.nat(5),
  extension: fc.boolean(),
  blanks: fc.constantFrom("", "\n", "\r\n\t", "  "),
  quote: fc.constantFrom('"', "'"),
  cdata: fc.boolean(),
  references: fc.boolean(),
  comment: fc.boolean(),
});

/** Everyday signs, those that XML reserves, and what only one of the encodings writes in the same way. */
const description = fc
  .string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(..."aÇõé &<>\"'ZÊº09-]".split("")) })
  .filter((text) => text.trim() === text && text !== "");

const note: fc.Arbitrary<FiscalNote> = fc
  .record({
    number: fc.integer({ min: 1, max: 999_999 }),
    lines: fc.array(
      fc.record({ description, cents: fc.integer({ min: 1, max: 99_999 }), code: fc.nat(9999) }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ number, lines }) => ({
    issuer: BRANCH,
    number,
    issuedAt: "2026-11-10T22:15:00-03:00",
    lines: lines.map(({ description: text, cents, code }) => ({
      code: `P${code}`,
      ean: gtin(code),
      description: text,
      quantity: 1,
      unitPriceCents: cents,
      grossCents: cents,
    })),
  }));

/** Turns the children of every element round, where no two of them share a name. */
function turned(node: XmlNode, by: number): XmlNode {
  const children = node.children.map((child) => turned(child, by));
  const names = new Set(children.map(({ name }) => name));
  const at = children.length === 0 ? 0 : by % children.length;
  return {
    ...node,
    children:
      names.size === children.length ? [...children.slice(at), ...children.slice(0, at)] : children,
  };
}

function write(node: XmlNode, how: Dialect, root = true): string {
  const name = how.prefix === "" ? node.name : `${how.prefix}:${node.name}`;
  const attributes = {
    ...node.attributes,
    ...(how.extension && !root && { origem: "a > b" }),
    ...(root &&
      how.prefix !== "" && { [`xmlns:${how.prefix}`]: "http://www.portalfiscal.inf.br/nfe" }),
  };
  const head = Object.entries(attributes)
    .filter(([key]) => key !== "xmlns" || how.prefix === "")
    .map(([key, value]) => ` ${key}=${how.quote}${escape(value, how)}${how.quote}`)
    .join("");
  const more = how.extension && node.children.length > 0 ? "<x:erp><x:v>&amp;</x:v></x:erp>" : "";
  const comment = how.comment ? "<!-- A & B < C -->" : "";
  const inner =
    node.children.length > 0
      ? [more, ...node.children.map((child) => write(child, how, false))].join(how.blanks)
      : `${how.blanks}${how.cdata ? cdata(node.text) : escape(node.text, how)}${comment}${how.blanks}`;
  return `<${name}${head}>${inner}</${name}>`;
}

const cdata = (text: string) => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
const escape = (text: string, how: Dialect) =>
  text.replace(
    how.references ? /[^ -%(-;=?-~]/g : /[&<>"']/g,
    (character) => `&#${character.codePointAt(0)};`,
  );

function encode(xml: string, how: Dialect): Buffer {
  const wide = how.encoding.startsWith("UTF-16");
  const label = wide ? "UTF-16" : how.encoding;
  // Without a word in it a file is UTF-8, or shows by its bytes what it is.
  const silent = how.declared === "nothing" && (wide || how.encoding === "UTF-8");
  const declaration = silent
    ? ""
    : `<?xml version=${how.quote}1.0${how.quote} encoding=${how.quote}${how.declared === "lower case" ? label.toLowerCase() : label}${how.quote}?>`;
  const text = `${how.mark && (wide || how.encoding === "UTF-8") ? "\uFEFF" : ""}${how.mark ? "" : how.blanks}${declaration}${how.blanks}${xml}${how.blanks}`;
  if (how.encoding === "UTF-16LE") return Buffer.from(text, "utf16le");
  if (how.encoding === "UTF-16BE") return Buffer.from(text, "utf16le").swap16();
  return Buffer.from(text, how.encoding === "UTF-8" ? "utf8" : "latin1");
}

const written = (xml: string, how: Dialect) =>
  encode(write(turned(readXml(Buffer.from(xml)), how.turn), how), how);

it("reads the same sale in every dialect", () => {
  fc.assert(
    fc.property(note, dialect, (one, how) => {
      const xml = buildNote(one);
      const plain = readFiscalXml(Buffer.from(xml), context);
      expect(plain[0]?.document).toMatchObject({ type: "sale", documentKey: accessKey(one) });
      expect(readFiscalXml(written(xml, how), context)).toEqual(plain);
    }),
    { numRuns: 400 },
  );
});

it("reads the same cancellation in every dialect, beside its note and by itself", () => {
  fc.assert(
    fc.property(note, dialect, fc.boolean(), (one, how, beside) => {
      const event = buildCancellation(accessKey(one), "2026-11-11T10:00:00-03:00");
      const answer = /<retEvento.*<\/retEvento>/.exec(event)?.[0] ?? "";
      const xml = beside ? buildNote(one).replace("</nfeProc>", `${answer}</nfeProc>`) : event;
      const plain = readFiscalXml(Buffer.from(xml), context);
      expect(plain.map(({ document }) => document?.type)).toEqual(
        beside ? ["sale", "cancellation"] : ["cancellation"],
      );
      expect(readFiscalXml(written(xml, how), context)).toEqual(plain);
    }),
    { numRuns: 150 },
  );
});

it("gives the same sale or a refusal for whatever is cut out of a file, never another one", () => {
  fc.assert(
    fc.property(note, fc.nat(), fc.nat(40), (one, from, length) => {
      const xml = buildNote(one);
      const at = from % xml.length;
      const plain = readFiscalXml(Buffer.from(xml), context)[0]?.document;
      for (const { document } of readFiscalXml(
        Buffer.from(xml.slice(0, at) + xml.slice(at + length)),
        context,
      )) {
        if (document?.type !== "sale" || plain?.type !== "sale") continue;
        // What is not a number, a key or a date may be shorter: no rule of a note knows of it.
        expect(document.documentKey).toBe(plain.documentKey);
        expect(document.lines.reduce((sum, { netCents }) => sum + netCents, 0)).toBe(
          document.totalCents,
        );
      }
    }),
    { numRuns: 300 },
  );
});
