import { and, asc, eq, getTableColumns, inArray, ne, sql } from "drizzle-orm";
import type { Queryable } from "../../client.ts";
import {
  controlledLines,
  controlledMovements,
  prescriptions,
} from "../../schema/partner-movements.ts";

/** Identifies a prescription of a branch. */
interface BranchKey {
  branchId: number;
  key: string;
}

const json = (rows: readonly object[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

/** Writes the prescriptions that are not there yet and says which; each object is a PrescriptionRow. */
export async function insertPrescriptions(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  rows: readonly object[],
): Promise<BranchKey[]> {
  if (rows.length === 0) return [];
  const written = await tx.execute<{ branch_id: string; key: string }>(sql`
    insert into prescriptions (organization_id, import_id, branch_id, key, sale_key, kind, notification_number, issued_on, day, prescriber_name, prescriber_council, prescriber_number, prescriber_state, patient_name, patient_age, patient_age_unit, patient_sex, patient_cid, buyer_name, buyer_document_type, buyer_document, buyer_document_issuer, buyer_document_state, use)
    select ${organizationId}, ${importId}::bigint, r."branchId", r.key, r."saleKey", r.kind, r."notificationNumber", r."issuedOn", r.day, r."prescriberName", r."prescriberCouncil", r."prescriberNumber", r."prescriberState", r."patientName", r."patientAge", r."patientAgeUnit", r."patientSex", r."patientCid", r."buyerName", r."buyerDocumentType", r."buyerDocument", r."buyerDocumentIssuer", r."buyerDocumentState", r.use
      from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, key text, "saleKey" text, kind text, "notificationNumber" text, "issuedOn" date, day date, "prescriberName" text, "prescriberCouncil" text, "prescriberNumber" text, "prescriberState" text, "patientName" text, "patientAge" int, "patientAgeUnit" text, "patientSex" text, "patientCid" text, "buyerName" text, "buyerDocumentType" text, "buyerDocument" text, "buyerDocumentIssuer" text, "buyerDocumentState" text, use text)
     order by r."branchId", r.key
    on conflict (organization_id, branch_id, key) do nothing returning branch_id, key`);
  return written.map((row) => ({ branchId: Number(row.branch_id), key: row.key }));
}

/**
 * Writes the controlled movements that are not there yet, with their lines, and says which; each
 * object is a ControlledRow.
 */
export async function insertControlled(
  tx: Queryable,
  organizationId: number,
  importId: number | null,
  rows: ReadonlyArray<BranchKey & { kind: string; lines: readonly object[] }>,
): Promise<Array<BranchKey & { kind: string }>> {
  if (rows.length === 0) return [];
  const written = await tx.execute<{
    id: string;
    branch_id: string;
    key: string;
    kind: string;
  }>(sql`
    insert into controlled_movements (organization_id, import_id, branch_id, key, kind, substance, day, original_key, original_kind, prescription_key, invoice_number, invoice_operation, invoice_issued_on, origin_cnpj, destination_cnpj, loss_reason)
    select ${organizationId}, ${importId}::bigint, r."branchId", r.key, r.kind, r.substance, r.day, r."originalKey", r."originalKind", r."prescriptionKey", r."invoiceNumber", r."invoiceOperation", r."invoiceIssuedOn", r."originCnpj", r."destinationCnpj", r."lossReason"
      from jsonb_to_recordset(${json(rows)}) as r("branchId" bigint, key text, kind text, substance text, day date, "originalKey" text, "originalKind" text, "prescriptionKey" text, "invoiceNumber" text, "invoiceOperation" text, "invoiceIssuedOn" date, "originCnpj" text, "destinationCnpj" text, "lossReason" text)
     order by r."branchId", r.key, r.kind
    on conflict (organization_id, branch_id, key, kind) do nothing returning id, branch_id, key, kind`);
  const keyOf = (row: BranchKey & { kind: string }) => `${row.branchId}/${row.kind}/${row.key}`;
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const fresh = written.map((row) => ({
    id: Number(row.id),
    branchId: Number(row.branch_id),
    key: row.key,
    kind: row.kind,
  }));
  const lines = fresh.flatMap((row) =>
    (byKey.get(keyOf(row))?.lines ?? []).map((line) => ({ ...line, movementId: row.id })),
  );
  if (lines.length > 0) {
    await tx.execute(sql`
      insert into controlled_lines (organization_id, movement_id, line_number, product_code, therapeutic_class, registration, lot, expires_on, quantity, unit, prolonged_use, supplier_cnpj, amount_each, dosage_unit, dosages, yield_quantity, yield_unit)
      select ${organizationId}, r."movementId", r."lineNumber", r."productCode", r."therapeuticClass", r.registration, r.lot, r."expiresOn", r.quantity, r.unit, r."prolongedUse", r."supplierCnpj", r."amountEach", r."dosageUnit", r.dosages, r."yieldQuantity", r."yieldUnit"
        from jsonb_to_recordset(${json(lines)}) as r("movementId" bigint, "lineNumber" int, "productCode" text, "therapeuticClass" text, registration text, lot text, "expiresOn" date, quantity numeric, unit text, "prolongedUse" text, "supplierCnpj" text, "amountEach" numeric, "dosageUnit" text, dosages numeric, "yieldQuantity" numeric, "yieldUnit" text)`);
  }
  return fresh;
}

/** Which of these keys stand for movements of more than one kind. */
export async function findAmbiguousKeys(
  db: Queryable,
  organizationId: number,
  keys: readonly BranchKey[],
): Promise<BranchKey[]> {
  if (keys.length === 0) return [];
  return db
    .select({ branchId: controlledMovements.branchId, key: controlledMovements.key })
    .from(controlledMovements)
    .where(
      and(
        eq(controlledMovements.organizationId, organizationId),
        ne(controlledMovements.kind, "cancellation"),
        sql`(${controlledMovements.branchId}, ${controlledMovements.key}) in (select k."branchId", k.key from jsonb_to_recordset(${json(keys)}) as k("branchId" bigint, key text))`,
      ),
    )
    .groupBy(controlledMovements.branchId, controlledMovements.key)
    .having(sql`count(*) > 1`);
}

/** The stored prescriptions under these keys. */
export async function readPrescriptionsByKey(
  db: Queryable,
  organizationId: number,
  keys: readonly BranchKey[],
) {
  if (keys.length === 0) return [];
  return db
    .select()
    .from(prescriptions)
    .where(
      and(
        eq(prescriptions.organizationId, organizationId),
        sql`(${prescriptions.branchId}, ${prescriptions.key}) in (select k."branchId", k.key from jsonb_to_recordset(${json(keys)}) as k("branchId" bigint, key text))`,
      ),
    );
}

/** The stored controlled movements under these keys, with their lines. */
export async function readControlledByKey(
  db: Queryable,
  organizationId: number,
  keys: ReadonlyArray<BranchKey & { kind: string }>,
) {
  if (keys.length === 0) return [];
  const wanted = sql`(${controlledMovements.branchId}, ${controlledMovements.key}, ${controlledMovements.kind}) in (select k."branchId", k.key, k.kind from jsonb_to_recordset(${json(keys)}) as k("branchId" bigint, key text, kind text))`;
  const heads = await db
    .select()
    .from(controlledMovements)
    .where(and(eq(controlledMovements.organizationId, organizationId), wanted));
  if (heads.length === 0) return [];
  const {
    organizationId: _organization,
    movementId,
    ...columns
  } = getTableColumns(controlledLines);
  const lines = await db
    .select({ movementId, ...columns })
    .from(controlledLines)
    .where(
      and(
        eq(controlledLines.organizationId, organizationId),
        inArray(
          controlledLines.movementId,
          heads.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(controlledLines.movementId), asc(controlledLines.lineNumber));
  return heads.map((head) => ({
    ...head,
    lines: lines
      .filter((line) => line.movementId === head.id)
      .map(({ movementId: _movement, ...line }) => line),
  }));
}
