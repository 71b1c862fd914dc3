import { Temporal } from "temporal-polyfill";
import { parseCents } from "@/lib/core/money.ts";
import { isMoment } from "@/lib/core/period.ts";
import { isGtin } from "@/lib/core/documents.ts";
import { DocumentRefusal, type Finding } from "../document.ts";
import { textAt, type XmlNode } from "./read-xml.ts";

/** Largest amount that one document may carry: keeps every sum inside exact integers. */
const MAX_CENTS = 999_999_999_999;

/** An amount in cents; a missing element is zero, an unreadable one refuses the document. */
export function centsAt(node: XmlNode | undefined, key: string, ...path: string[]): number {
  const text = textAt(node, ...path);
  if (text === "") return 0;
  const cents = text.includes(",") ? null : parseCents(text);
  if (cents === null || cents < 0 || cents > MAX_CENTS)
    throw new DocumentRefusal(
      "invalid_value",
      `O campo ${path.at(-1)} não traz um valor válido.`,
      key,
    );
  return cents;
}

/** A quantity with at most four places; 0 is for the caller to judge. */
export function quantityAt(node: XmlNode | undefined, key: string, name: string): number {
  const text = textAt(node, name);
  const value = /^\d{1,11}(\.\d{1,10})?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || value < 0)
    throw new DocumentRefusal(
      "invalid_value",
      `O campo ${name} não traz uma quantidade válida.`,
      key,
    );
  return Math.round(value * 10_000) / 10_000;
}

/** A moment without its offset, as layouts before 3.10 write it. */
const LOCAL_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/**
 * A moment with its offset from UTC, as the layout demands it; with a time zone given, also the
 * clock of a wall there.
 */
export function instantAt(
  node: XmlNode | undefined,
  key: string,
  name: string,
  timeZone?: string,
): Date {
  const text = textAt(node, name);
  if (timeZone !== undefined && LOCAL_MOMENT.test(text)) {
    const local = wallMoment(text, timeZone);
    if (local !== null) return local;
  }
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? new Date(text)
    : new Date(Number.NaN);
  if (!isMoment(instant))
    throw new DocumentRefusal(
      "invalid_value",
      `O campo ${name} não traz data e hora válidas.`,
      key,
    );
  return instant;
}

/**
 * The product's EAN. A code with a wrong check digit would be refused by partners for the whole sale,
 * so the line goes on without it and a warning says so.
 */
export function eanOf(
  text: string,
  lineNumber: number,
  documentKey: string,
  warnings: Finding[],
): string {
  const ean = text.trim();
  if (ean === "" || ean.toUpperCase() === "SEM GTIN") return "";
  if (isGtin(ean)) return ean;
  warnings.push({
    documentKey,
    code: "wrong_ean",
    reason: `Item ${lineNumber}: o EAN ${ean.slice(0, 20)} tem dígito verificador errado. O documento foi aceito com este item sem EAN; corrija o cadastro do produto na origem.`,
  });
  return "";
}

function wallMoment(text: string, timeZone: string): Date | null {
  try {
    const zoned = Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime(
      timeZone,
    );
    return new Date(zoned.epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
