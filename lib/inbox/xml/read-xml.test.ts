import { expect, it } from "vitest";
import { DocumentRefusal } from "../document.ts";
import { detectKind } from "../upload/detect-kind.ts";
import { readXml, type XmlNode } from "./read-xml.ts";

const read = (content: string | Uint8Array): XmlNode | { code: string; reason: string } => {
  try {
    return readXml(typeof content === "string" ? new TextEncoder().encode(content) : content);
  } catch (error) {
    if (error instanceof DocumentRefusal) return error.finding;
    throw error;
  }
};
const utf16 = (text: string, marked: boolean, big = false) => {
  const bytes = Buffer.from(`${marked ? "\uFEFF" : ""}${text}`, "utf16le");
  return big ? bytes.swap16() : bytes;
};
const kindOf = (content: string | Uint8Array) =>
  detectKind(typeof content === "string" ? new TextEncoder().encode(content) : content);
const told = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>São João</a>`;

it.each<[string, string | Uint8Array]>([
  ["blanks before its declaration", ` \n\t${told("UTF-8")}`],
  ["a mark of order", `\uFEFF${told("UTF-8")}`],
  ["a mark of order and blanks", `\uFEFF\r\n ${told("utf-8")}`],
  ["two marks of order", `\uFEFF\uFEFF${told("UTF-8")}`],
  ["no declaration", "<a>São João</a>"],
  ["a declaration in single quotes", told("UTF-8").replaceAll('"', "'")],
  ["Ctrl-Z, empty bytes and blanks behind", `${told("UTF-8")}\r\n\u001A\0\0 \n`],
  ["ISO-8859-1", Buffer.from(told("ISO-8859-1"), "latin1")],
  ["windows-1252", Buffer.from(told("windows-1252"), "latin1")],
  ["ISO-8859-15", Buffer.from(told("ISO-8859-15"), "latin1")],
  ["a declaration of ISO-8859-1 around UTF-8", told("ISO-8859-1")],
  ["a declaration of ISO-8859-1 behind the mark of UTF-8", `\uFEFF${told("ISO-8859-1")}`],
  ["a declaration of UTF-16 around UTF-8", told("utf-16")],
  ["UTF-16 with its mark", utf16(told("UTF-16"), true)],
  ["UTF-16 without its mark", utf16(told("UTF-16"), false)],
  ["UTF-16 of the other order", utf16(told("UTF-16"), true, true)],
  ["UTF-16 of the other order without its mark", utf16(told("UTF-16"), false, true)],
  ["UTF-16 without its mark, behind blanks", utf16(`\r\n ${told("UTF-16")}`, false)],
  ["UTF-16 with its mark, behind blanks", utf16(`\r\n ${told("UTF-16")}`, true, true)],
  ["UTF-16 with a mark and a declaration of UTF-8", utf16(told("UTF-8"), true)],
  ["character references", told("UTF-8").replace("ã", "&#227;").replace("ã", "&#xE3;")],
  ["a CDATA section", "<a><![CDATA[São João]]></a>"],
  ["a prefix", "<n:a xmlns:n='x'>São João</n:a>"],
  ["a comment with an ampersand", "<a><!-- A & B -->São João</a>"],
])("reads XML with %s", (_name, content) => {
  expect(read(content)).toMatchObject({ name: "a", text: "São João" });
  expect(kindOf(content)).toBe("xml");
});

it.each<[string, string | Uint8Array, string, string]>([
  ["a stray ampersand", "<a>\n<b>A & B</b></a>", "stray_ampersand", "linha 2"],
  ["an ampersand at the end of a name", "<a><b>A&</b></a>", "stray_ampersand", "linha 1"],
  ["an ampersand in an attribute", "<a b='A&B'/>", "stray_ampersand", "linha 1"],
  [
    "a stray ampersand after one that is text",
    "<a><!-- & -->\n\n<![CDATA[&]]>&</a>",
    "stray_ampersand",
    "linha 3",
  ],
  ["an entity of web pages", "<a>A&nbsp;B</a>", "unknown_entity", "&nbsp;"],
  ["an entity with accents", "<a>S&atilde;o</a>", "unknown_entity", "&atilde;"],
  [
    "two documents",
    "<?xml version='1.0'?><a/>\n<?xml version='1.0'?><a/>",
    "several_documents",
    "zip",
  ],
  ["a torn end", "<a><b>", "not_xml", "cortado"],
  [
    "bytes that are not the encoding they declare",
    Buffer.from(told("UTF-8"), "latin1"),
    "wrong_encoding",
    "declara",
  ],
  ["an encoding nobody knows", told("X-INVENTADA"), "wrong_encoding", "x-inventada"],
  [
    "half a letter of UTF-16",
    utf16(told("UTF-16"), true).subarray(0, -1),
    "wrong_encoding",
    "codificação",
  ],
  ["nothing but blanks and marks", "\uFEFF \n\0", "empty_file", "vazio"],
])("refuses XML with %s by its name", (_name, content, code, words) => {
  expect(read(content)).toMatchObject({ code, reason: expect.stringContaining(words) });
});

it.each([
  `<a>${" ".repeat(4_000_000)}x`,
  `<a>${"<![CDATA[".repeat(400_000)}`,
  `<a>${"<!-- ".repeat(800_000)}`,
  `<a>${"&amp;".repeat(800_000)}`,
])("tells what is made to take long from what is torn within the time of any test", (text) => {
  expect(read(text)).toMatchObject({ code: "not_xml" });
});
