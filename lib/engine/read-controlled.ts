import type {
  ControlledInvoice,
  ControlledLine,
  ControlledLot,
  ControlledMovement,
  Prescription,
} from "@/lib/core/controlled.ts";
import type { Day } from "@/lib/core/period.ts";
import type { BranchQuery } from "./branch-query.ts";
import { idArray, type MovementConnection } from "./movement-connection.ts";
import { readByPages } from "./read-by-pages.ts";
import { writeJson } from "@/db/write-json.ts";

/** Rows a round trip. */
const PAGE = 1_000;

const prescriptionColumns = (sql: MovementConnection["sql"]) => sql`
  p.id, p.branch_id, p.key, p.sale_key, p.kind, p.notification_number, p.issued_on, p.day, p.prescriber_name, p.prescriber_council, p.prescriber_number, p.prescriber_state,
  p.patient_name, p.patient_age, p.patient_age_unit, p.patient_sex, p.patient_cid, p.buyer_name, p.buyer_document_type, p.buyer_document, p.buyer_document_issuer, p.buyer_document_state, p.use`;

/** Prescriptions that one branch dispensed, in order of day. */
export const readPrescriptions = (
  { sql }: MovementConnection,
  { organizationId, branchId, first, last, snapshot }: BranchQuery,
): AsyncIterable<Prescription[]> =>
  sql<Prescription[]>`
    select ${prescriptionColumns(sql)} from prescriptions p
     where p.organization_id = ${organizationId} and p.branch_id = ${branchId} and p.day between ${first} and ${last} and pg_visible_in_snapshot(p.written_by, ${snapshot}::pg_snapshot)
     order by p.day, p.id`.cursor(PAGE);

type Row = Omit<ControlledMovement, "invoice" | "prescription" | "lines"> & {
  prescriptionKey: string;
  invoiceNumber: string;
  invoiceOperation: string;
  invoiceIssuedOn: Day | null;
  originCnpj: string;
  destinationCnpj: string;
};

/** One branch's controlled movements with lines and prescriptions, page by page, in order of day. */
export async function* readControlledMovements(
  { sql }: MovementConnection,
  query: BranchQuery,
): AsyncGenerator<ControlledMovement[]> {
  const { organizationId, branchId, first, last, snapshot } = query;
  const select = sql`
    select m.id, m.branch_id, m.key, m.kind, m.substance, m.day, m.original_key, m.original_kind, ${undoneOn(sql, snapshot)} as cancelled_on,
           m.invoice_number, m.invoice_operation, m.invoice_issued_on, m.origin_cnpj, m.destination_cnpj, m.prescription_key, m.loss_reason
      from controlled_movements m
     where m.organization_id = ${organizationId} and m.branch_id = ${branchId} and m.day between ${first} and ${last} and pg_visible_in_snapshot(m.written_by, ${snapshot}::pg_snapshot)
     order by m.day, m.id`;
  const completed = new Map<number, ControlledMovement>();
  const pages = readByPages<Row>(sql, select, async (page) => {
    completed.clear();
    const [lines, prescriptions] = await Promise.all([
      sql<Array<ControlledLine & { movementId: number }>>`
        select movement_id, line_number, product_code, therapeutic_class, registration, lot, expires_on, quantity, unit, prolonged_use, supplier_cnpj, amount_each, dosage_unit, dosages, yield_quantity, yield_unit
          from controlled_lines where organization_id = ${organizationId} and movement_id = any(${idArray(page.map(({ id }) => id))}::bigint[]) order by movement_id, line_number`,
      sql<Prescription[]>`
        select ${prescriptionColumns(sql)} from prescriptions p
         where p.organization_id = ${organizationId} and p.branch_id = ${branchId} and p.key in (select jsonb_array_elements_text(${writeJson(page.map(({ prescriptionKey }) => prescriptionKey))}::text::jsonb))
           and pg_visible_in_snapshot(p.written_by, ${snapshot}::pg_snapshot)`,
    ]);
    const byKey = new Map(prescriptions.map((prescription) => [prescription.key, prescription]));
    for (const row of page) completed.set(row.id, completeMovement(row, byKey));
    for (const { movementId, ...line } of lines) completed.get(movementId)?.lines.push(line);
  });
  for await (const page of pages)
    yield page.map(({ id }) => completed.get(id) as ControlledMovement);
}

/**
 * A movement is undone by a cancellation that names it (by its key alone: the first that came under
 * it), or together with the sale its prescription was dispensed with.
 */
const undoneOn = (sql: MovementConnection["sql"], snapshot: string) => sql`
  (select min(undone.day) from (
     select c.day from controlled_movements c
      where c.organization_id = m.organization_id and c.branch_id = m.branch_id and c.kind = 'cancellation' and c.original_key = m.key and m.kind <> 'cancellation' and pg_visible_in_snapshot(c.written_by, ${snapshot}::pg_snapshot)
        and (c.original_kind = m.kind or c.original_kind = '' and not exists (
          select from controlled_movements o where o.organization_id = m.organization_id and o.branch_id = m.branch_id and o.key = m.key and o.kind <> 'cancellation' and o.id < m.id and pg_visible_in_snapshot(o.written_by, ${snapshot}::pg_snapshot)))
     union all
     select s.day from prescriptions p
       join sales s on s.organization_id = p.organization_id and s.branch_id = p.branch_id and s.document_key = p.sale_key and s.kind = 'cancellation'
      where p.organization_id = m.organization_id and p.branch_id = m.branch_id and p.key = m.prescription_key and m.kind = 'sale' and p.sale_key <> '' and pg_visible_in_snapshot(s.written_by, ${snapshot}::pg_snapshot)
   ) undone)`;

function completeMovement(
  row: Row,
  prescriptions: ReadonlyMap<string, Prescription>,
): ControlledMovement {
  const {
    prescriptionKey,
    invoiceNumber,
    invoiceOperation,
    invoiceIssuedOn,
    originCnpj,
    destinationCnpj,
    ...movement
  } = row;
  const invoice: ControlledInvoice | null =
    invoiceIssuedOn === null
      ? null
      : {
          number: invoiceNumber,
          operation: invoiceOperation,
          issuedOn: invoiceIssuedOn,
          originCnpj,
          destinationCnpj,
        };
  return {
    ...movement,
    invoice,
    prescription: prescriptions.get(prescriptionKey) ?? null,
    lines: [],
  };
}

/** Lots of one branch with their balance at the end of a day: the last count, plus what came, less what went, since. */
export const readControlledLots = (
  { sql }: MovementConnection,
  { organizationId, branchId, last: day, snapshot }: Omit<BranchQuery, "first">,
): AsyncIterable<ControlledLot[]> =>
  sql<ControlledLot[]>`
    with told as (
      select m.kind, m.substance, m.day, l.*
        from controlled_movements m join controlled_lines l on l.organization_id = m.organization_id and l.movement_id = m.id
       where m.organization_id = ${organizationId} and m.branch_id = ${branchId} and m.day <= ${day} and m.kind <> 'cancellation' and pg_visible_in_snapshot(m.written_by, ${snapshot}::pg_snapshot)
         and coalesce(${undoneOn(sql, snapshot)} > ${day}, true)
    ), book as (
      select substance, registration, lot, product_code, therapeutic_class, unit, supplier_cnpj, expires_on, kind, day, case when kind in ('inventory', 'entry') then quantity else -quantity end as change from told
      union all
      -- What a transformation takes from the boxes of a lot it adds to what that lot became.
      select 'transformed', registration, lot, product_code, therapeutic_class, yield_unit, supplier_cnpj, expires_on, kind, day, yield_quantity from told where kind = 'transformation'
    ), counted as (
      select substance, max(day) as day from book where kind = 'inventory' group by substance
    )
    select ${branchId}::bigint as branch_id, b.substance, b.registration, b.lot, max(b.product_code) as product_code, max(b.therapeutic_class) as therapeutic_class, coalesce(max(b.unit) filter (where b.change > 0), max(b.unit)) as unit, max(b.supplier_cnpj) as supplier_cnpj,
           max(b.expires_on) as expires_on, sum(b.change) as balance, c.day as counted_on
      from book b left join counted c on c.substance = b.substance
     -- A count is of the evening: what moved on its own day is in it already.
     where c.day is null or (b.kind = 'inventory' and b.day = c.day) or (b.kind <> 'inventory' and b.day > c.day)
     group by b.substance, b.registration, b.lot, c.day
    having sum(b.change) <> 0
     order by b.substance, b.registration, b.lot`.cursor(PAGE);
