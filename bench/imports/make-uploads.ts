import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { randomBytes } from "node:crypto";
import { ZipArchive } from "archiver";
import { buildNote, gtin, storeCnpj } from "@/e2e/support/build-fiscal-xml.ts";
import { formatDecimal } from "@/lib/core/money.ts";
import { addDays } from "@/lib/core/period.ts";

/** Lines of each note and of each receipt of the CSV. */
export const LINES_A_DOCUMENT = 3;
export const BRANCHES = 20;
const DAYS = 31;
const PRODUCTS = 3_000;
const FIRST_DAY = "2026-05-01";
/** What of a signed note we do not read, and have to read past: certificate and signature, in base64. */
const CERTIFICATE_BYTES = 1_500;
const SIGNATURE_BYTES = 256;

/** The branches whose documents these are, by CNPJ. */
export const CNPJS = Array.from({ length: BRANCHES }, (_, index) =>
  storeCnpj("41902377", index + 1),
);

/** The n-th document of so many: day after day, the branches mixed, as an export gives them. */
function documentAt(index: number, count: number) {
  const day = addDays(FIRST_DAY, Math.floor((index * DAYS) / count));
  const second = 8 * 3_600 + ((index * 31) % 43_200);
  const clock = [second / 3_600, (second / 60) % 60, second % 60];
  return {
    issuer: CNPJS[index % BRANCHES] as string,
    number: index + 1,
    day,
    time: clock.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":"),
    lines: Array.from({ length: LINES_A_DOCUMENT }, (_, line) => {
      const product = 1 + ((index * 31 + line * 977) % PRODUCTS);
      const quantity = 1 + ((index + line) % 3);
      const unitPriceCents = 199 + ((index * 17 + line * 131) % 9_800);
      return {
        code: `P${product}`,
        ean: gtin(product),
        description: `DIPIRONA SÓDICA ${product} MG COM ${product % 30} COMPRIMIDOS`,
        quantity,
        unitPriceCents,
        grossCents: quantity * unitPriceCents,
        discountCents: (index + line) % 4 === 0 ? 50 : 0,
      };
    }),
  };
}

/**
 * Writes so many authorised notes into a zip, one a file: nine of ten receipts (NFC-e), the tenth an
 * NF-e to a consumer. They carry a signature as long as a real one.
 */
export async function makeZip(file: string, notes: number): Promise<void> {
  const archive = new ZipArchive({ zlib: { level: 6 } });
  const writing = pipeline(archive, createWriteStream(file));
  const certificate = randomBytes(CERTIFICATE_BYTES).toString("base64");
  for (let index = 0; index < notes; index += 1) {
    const { day, time, ...note } = documentAt(index, notes);
    const xml = buildNote({
      ...note,
      issuedAt: `${day}T${time}-03:00`,
      ...(index % 10 === 9 && { model: "55", recipient: { cpf: "52998224725" } }),
    });
    archive.append(xml.replace("</infNFe>", `</infNFe>${signature(certificate)}`), {
      name: `${note.issuer}/${index + 1}.xml`,
    });
    // Otherwise all of them would wait in memory.
    if (index % 500 === 499) await once(archive, "entry");
  }
  await archive.finalize();
  await writing;
}

function signature(certificate: string): string {
  const value = randomBytes(SIGNATURE_BYTES).toString("base64");
  return `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/><SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/></SignedInfo><SignatureValue>${value}</SignatureValue><KeyInfo><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></Signature>`;
}

/** Writes receipts of {@link LINES_A_DOCUMENT} lines each as a CSV of so many lines (docs/csv.md). */
export async function makeCsv(file: string, lines: number): Promise<void> {
  const receipts = Math.floor(lines / LINES_A_DOCUMENT);
  function* rows(): Generator<string> {
    yield "cnpj_filial;data;hora;cupom;caixa;codigo;ean;descricao;quantidade;valor_unitario;desconto;ncm;cfop;forma_pagamento\r\n";
    for (let index = 0; index < receipts; index += 1) {
      const { issuer, day, time, number, lines: sold } = documentAt(index, receipts);
      yield sold
        .map((line) =>
          [
            issuer,
            day.split("-").reverse().join("/"),
            time,
            number,
            1,
            line.code,
            line.ean,
            line.description,
            line.quantity,
            decimal(line.unitPriceCents),
            decimal(line.discountCents),
            "30049099",
            "5405",
            "pix",
          ].join(";"),
        )
        .join("\r\n")
        .concat("\r\n");
    }
  }
  await pipeline(Readable.from(rows()), createWriteStream(file));
}

/** Writes so many lines of products with price and stock, each product once a branch (docs/csv.md). */
export async function makeCatalogue(file: string, lines: number): Promise<void> {
  function* rows(): Generator<string> {
    yield "codigo;descricao;ean;categoria;marca;fabricante;ncm;registro_ms;curva;cnpj_filial;preco;preco_promocional;custo;estoque\r\n";
    for (let index = 0; index < lines; index += 1) {
      const product = 1 + Math.floor(index / BRANCHES);
      const priceCents = 199 + ((product * 131) % 9_800);
      yield [
        `P${product}`,
        `DIPIRONA SÓDICA ${product} MG COM ${product % 30} COMPRIMIDOS`,
        gtin(product),
        1 + (product % 40),
        "GENÉRICO",
        "LABORATÓRIO DE MEDIDA",
        "30049099",
        `1${String(product).padStart(12, "0")}`,
        "ABC"[product % 3],
        CNPJS[index % BRANCHES],
        decimal(priceCents),
        index % 5 === 0 ? decimal(priceCents - 20) : "",
        decimal(Math.round(priceCents * 0.6)),
        index % 50,
      ]
        .join(";")
        .concat("\r\n");
    }
  }
  await pipeline(Readable.from(rows()), createWriteStream(file));
}

const decimal = (cents: number) => formatDecimal(cents).replace(".", ",");
