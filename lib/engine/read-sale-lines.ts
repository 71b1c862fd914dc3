import type { Readable } from "node:stream";
import type { DispensableSaleField, SaleKind, SaleLineRow } from "../core/movement.ts";
import type { Day } from "../core/period.ts";
import type { MovementConnection, MovementConnections } from "./movement-connection.ts";

/** Which lines of which branch. Numbers and days only: COPY takes no parameters, so they go into its text. */
export interface SaleLineQuery {
  organizationId: number;
  branchId: number;
  first: Day;
  last: Day;
  snapshot: string;
  without: readonly DispensableSaleField[];
}

/** In the order in which {@link rowReader} reads them. */
const COLUMNS = [
  "s.id", "s.kind", "s.document_key", "s.number", "s.register", "s.sold_at", "s.day", "s.customer_document",
  "l.line_number", "l.product_code", "l.ean", "l.description", "l.ncm", "l.cfop", "l.unit", "l.quantity", "l.unit_price_cents", "l.gross_cents",
  "l.discount_cents", "l.surcharge_cents", "l.net_cents", "l.cost_cents", "l.ms_registration", "l.lot", "l.on_offer",
];

/** Column and what stands in its place when it is done without: the positions stay. */
const DISPENSABLE: Record<DispensableSaleField, readonly [column: string, blank: string]> = {
  documentKey: ["s.document_key", "''"],
  number: ["s.number", "''"],
  customerDocument: ["s.customer_document", "''"],
  ean: ["l.ean", "''"],
  description: ["l.description", "''"],
  ncm: ["l.ncm", "''"],
  cfop: ["l.cfop", "''"],
  unit: ["l.unit", "''"],
  grossCents: ["l.gross_cents", "0"],
  surchargeCents: ["l.surcharge_cents", "0"],
  netCents: ["l.net_cents", "0"],
  costCents: ["l.cost_cents", "0"],
  msRegistration: ["l.ms_registration", "''"],
  lot: ["l.lot", "''"],
};

/** Positions of free text, the only columns that can hold an escape. */
const TEXTS = [2, 3, 4, 7, 9, 10, 11, 12, 13, 14, 22, 23];

/** Branches asked for before their turn: the server sorts them while one is read. More would only hold more of its memory. */
const AHEAD = 2;

interface Started {
  query: SaleLineQuery;
  connection: MovementConnection;
  stream: Promise<Readable>;
}

/**
 * Sale lines in batches of some hundred rows, branch after branch, as fast as COPY's text can be split. While
 * one branch is read the server already sorts the next ones, on connections of their own.
 */
export async function* readSaleLines(connections: MovementConnections, queries: readonly SaleLineQuery[]): AsyncGenerator<SaleLineRow[]> {
  const open = new Set<MovementConnection>();
  const start = (query: SaleLineQuery | undefined): Started | undefined => {
    if (!query) return undefined;
    const connection = connections.take();
    open.add(connection);
    const stream = connection.sql.unsafe(copyStatement(query)).readable();
    // Its turn to be read may never come, and then nobody would hear how it ended.
    stream.then((unread) => unread.on("error", () => undefined), () => undefined);
    return { query, connection, stream };
  };
  try {
    const ahead = queries.slice(0, AHEAD).map(start);
    for (let index = AHEAD; ahead[0]; index += 1) {
      const current = ahead.shift() as Started;
      ahead.push(start(queries[index]));
      yield* readText(await current.stream, rowReader(current.query.branchId));
      open.delete(current.connection);
      connections.giveBack(current.connection);
    }
  } finally {
    await Promise.all([...open].map(connections.cut));
  }
}

async function* readText(stream: Readable, read: (line: string) => SaleLineRow): AsyncGenerator<SaleLineRow[]> {
  let rest = "";
  stream.setEncoding("utf8");
  for await (const chunk of stream as AsyncIterable<string>) {
    const text = rest === "" ? chunk : rest + chunk;
    const end = text.lastIndexOf("\n");
    rest = text.slice(end + 1);
    if (end >= 0) yield text.slice(0, end).split("\n").map(read);
  }
  // The driver pauses the socket when its buffer is full and resumes it when more is read. At the end nothing
  // more is, and a socket left paused would never bring the answer to the connection's next statement.
  stream._read(0);
}

function copyStatement({ organizationId, branchId, first, last, snapshot, without }: SaleLineQuery): string {
  const blanks = new Map(without.map((field) => DISPENSABLE[field]));
  const isWhole = Number.isSafeInteger(organizationId) && Number.isSafeInteger(branchId);
  if (!isWhole || !/^\d{4}-\d{2}-\d{2}$/.test(first) || !/^\d{4}-\d{2}-\d{2}$/.test(last) || !/^[\d:,]+$/.test(snapshot)) throw new TypeError("not numbers and days");
  return `copy (
    select ${COLUMNS.map((column) => blanks.get(column) ?? column).join(", ")}
      from sales s join sale_lines l on l.organization_id = s.organization_id and l.sale_id = s.id
     where s.organization_id = ${organizationId} and s.branch_id = ${branchId} and s.day between '${first}' and '${last}'
       and pg_visible_in_snapshot(s.written_by, '${snapshot}')
     order by s.day, s.sold_at, s.id, l.line_number
  ) to stdout`;
}

/** Reads lines of COPY text; what belongs to the sale is read once a sale. */
function rowReader(branchId: number): (line: string) => SaleLineRow {
  let lastId = "";
  let saleId = 0;
  let soldAt = new Date(0);
  return (line) => {
    // Tabs and line ends inside a value arrive escaped, so that splitting is safe.
    const field = line.split("\t");
    const id = field[0] as string;
    if (id !== lastId) {
      lastId = id;
      saleId = Number(id);
      soldAt = readInstant(field[5] as string);
    }
    if (line.includes("\\")) for (const index of TEXTS) field[index] = unescape(field[index] as string);
    return {
      saleId,
      branchId,
      kind: field[1] as SaleKind,
      documentKey: field[2] as string,
      number: field[3] as string,
      register: field[4] as string,
      soldAt,
      day: field[6] as Day,
      customerDocument: field[7] as string,
      lineNumber: Number(field[8]),
      productCode: field[9] as string,
      ean: field[10] as string,
      description: field[11] as string,
      ncm: field[12] as string,
      cfop: field[13] as string,
      unit: field[14] as string,
      quantity: Number(field[15]),
      unitPriceCents: Number(field[16]),
      grossCents: Number(field[17]),
      discountCents: Number(field[18]),
      surchargeCents: Number(field[19]),
      netCents: Number(field[20]),
      costCents: Number(field[21]),
      msRegistration: field[22] as string,
      lot: field[23] as string,
      onOffer: field[24] === "t",
    };
  };
}

/** `2026-01-31 12:34:56.789+00`, always in UTC since the connection is. */
function readInstant(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, text.length - 3)}Z`);
}

const ESCAPES: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function unescape(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.)/g, (_whole, letter: string) => ESCAPES[letter] ?? letter) : text;
}
