import type { Readable } from "node:stream";
import type {
  DispensableSaleField,
  SaleKind,
  SaleLineRow,
  SaleProgram,
} from "@/lib/core/movement.ts";
import type { Day } from "@/lib/core/period.ts";
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

/** Every column of a row and whether it is free text, the only kind that can hold an escape. */
const COLUMNS = {
  saleId: ["s.id"],
  kind: ["s.kind"],
  documentKey: ["s.document_key", "text"],
  number: ["s.number", "text"],
  register: ["s.register", "text"],
  soldAt: ["s.sold_at"],
  day: ["s.day"],
  customerDocument: ["s.customer_document", "text"],
  channel: ["s.channel", "text"],
  program: ["s.program"],
  lineNumber: ["l.line_number"],
  productCode: ["l.product_code", "text"],
  ean: ["l.ean", "text"],
  description: ["l.description", "text"],
  ncm: ["l.ncm", "text"],
  cfop: ["l.cfop", "text"],
  unit: ["l.unit", "text"],
  quantity: ["l.quantity"],
  unitPriceCents: ["l.unit_price_cents"],
  grossCents: ["l.gross_cents"],
  discountCents: ["l.discount_cents"],
  surchargeCents: ["l.surcharge_cents"],
  netCents: ["l.net_cents"],
  costCents: ["l.cost_cents"],
  msRegistration: ["l.ms_registration", "text"],
  lot: ["l.lot", "text"],
  onOffer: ["l.on_offer"],
  prescriptionKey: ["l.prescription_key", "text"],
} as const satisfies Record<string, readonly [column: string, kind?: "text"]>;
type Field = keyof typeof COLUMNS;

/** The fields that are asked for, in the order in which they travel. */
function fieldsWithout(without: readonly DispensableSaleField[]): Field[] {
  const left = new Set<Field>(without);
  return (Object.keys(COLUMNS) as Field[]).filter((field) => !left.has(field));
}

/**
 * Branches asked for before their turn: the server sorts them while one is read. More would only
 * hold more of its memory.
 */
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
export async function* readSaleLines(
  connections: MovementConnections,
  queries: readonly SaleLineQuery[],
): AsyncGenerator<SaleLineRow[]> {
  const open = new Set<MovementConnection>();
  const start = (query: SaleLineQuery | undefined): Started | undefined => {
    if (!query) return undefined;
    const connection = connections.take();
    open.add(connection);
    const stream = connection.sql.unsafe(copyStatement(query)).readable();
    // Its turn to be read may never come, and then nobody would hear how it ended.
    stream.then(
      (unread) => unread.on("error", () => undefined),
      () => undefined,
    );
    return { query, connection, stream };
  };
  try {
    const ahead = queries.slice(0, AHEAD).map(start);
    for (let index = AHEAD; ahead[0]; index += 1) {
      const current = ahead.shift() as Started;
      ahead.push(start(queries[index]));
      yield* readText(
        await current.stream,
        rowReader(current.query.branchId, fieldsWithout(current.query.without)),
      );
      open.delete(current.connection);
      connections.giveBack(current.connection);
    }
  } finally {
    await Promise.all([...open].map(connections.cut));
  }
}

async function* readText(
  stream: Readable,
  read: (line: string) => SaleLineRow,
): AsyncGenerator<SaleLineRow[]> {
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

function copyStatement({
  organizationId,
  branchId,
  first,
  last,
  snapshot,
  without,
}: SaleLineQuery): string {
  const isWhole = Number.isSafeInteger(organizationId) && Number.isSafeInteger(branchId);
  if (
    !isWhole ||
    !/^\d{4}-\d{2}-\d{2}$/.test(first) ||
    !/^\d{4}-\d{2}-\d{2}$/.test(last) ||
    !/^[\d:,]+$/.test(snapshot)
  )
    throw new TypeError("not numbers and days");
  return `copy (
    select ${fieldsWithout(without)
      .map((field) => COLUMNS[field][0])
      .join(", ")}
      from sales s join sale_lines l on l.organization_id = s.organization_id and l.sale_id = s.id
     where s.organization_id = ${organizationId} and s.branch_id = ${branchId} and s.day between '${first}' and '${last}'
       and pg_visible_in_snapshot(s.written_by, '${snapshot}')
     order by s.day, s.sold_at, s.id, l.line_number
  ) to stdout`;
}

/** Reads lines of COPY text that hold these fields; what belongs to the sale is read once a sale. */
function rowReader(branchId: number, fields: readonly Field[]): (line: string) => SaleLineRow {
  // A field that was not asked for is looked for behind the last one, where there is nothing.
  const at = Object.fromEntries(
    (Object.keys(COLUMNS) as Field[]).map((field) => [
      field,
      fields.includes(field) ? fields.indexOf(field) : fields.length,
    ]),
  ) as Record<Field, number>;
  const texts = fields.flatMap((field, index) => (COLUMNS[field][1] === "text" ? [index] : []));
  let lastId = "";
  let saleId = 0;
  let soldAt = new Date(0);
  return (line) => {
    // Tabs and line ends inside a value arrive escaped, so that splitting is safe.
    const value = line.split("\t");
    const id = value[at.saleId] as string;
    if (id !== lastId) {
      lastId = id;
      saleId = Number(id);
      soldAt = readInstant(value[at.soldAt] as string);
    }
    if (line.includes("\\"))
      for (const index of texts) value[index] = unescape(value[index] as string);
    return {
      saleId,
      branchId,
      kind: value[at.kind] as SaleKind,
      documentKey: value[at.documentKey] ?? "",
      number: value[at.number] ?? "",
      register: value[at.register] ?? "",
      soldAt,
      day: value[at.day] as Day,
      customerDocument: value[at.customerDocument] ?? "",
      channel: value[at.channel] ?? "",
      program: known(value[at.program]) as SaleProgram | null,
      lineNumber: Number(value[at.lineNumber]),
      productCode: value[at.productCode] ?? "",
      ean: value[at.ean] ?? "",
      description: value[at.description] ?? "",
      ncm: value[at.ncm] ?? "",
      cfop: value[at.cfop] ?? "",
      unit: value[at.unit] ?? "",
      quantity: Number(value[at.quantity]),
      unitPriceCents: Number(value[at.unitPriceCents]),
      grossCents: Number(value[at.grossCents] ?? 0),
      discountCents: Number(value[at.discountCents] ?? 0),
      surchargeCents: Number(value[at.surchargeCents] ?? 0),
      netCents: Number(value[at.netCents] ?? 0),
      costCents: readCents(known(value[at.costCents])),
      msRegistration: value[at.msRegistration] ?? "",
      lot: value[at.lot] ?? "",
      onOffer: readFlag(known(value[at.onOffer])),
      prescriptionKey: value[at.prescriptionKey] ?? "",
    };
  };
}

/** COPY writes what is unknown as \\N; a column that was not asked for is not there. */
const known = (text: string | undefined): string | null =>
  text === undefined || text === "\\N" ? null : text;

const readCents = (text: string | null) => (text === null ? null : Number(text));
const readFlag = (text: string | null) => (text === null ? null : text === "t");

/** `2026-01-31 12:34:56.789+00`, always in UTC since the connection is. */
function readInstant(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, text.length - 3)}Z`);
}

const ESCAPES: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function unescape(text: string): string {
  return text.includes("\\")
    ? text.replace(/\\(.)/g, (_whole, letter: string) => ESCAPES[letter] ?? letter)
    : text;
}
