import {
  type ControlledLine,
  type ControlledLot,
  type ControlledMovement,
  type Prescription,
  takenBy,
} from "@/lib/core/controlled.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { addDays } from "@/lib/core/period.ts";
import { FIXED_DAY } from "./fixed-day.ts";

/** A distributor outside the organization, and the branches' own CNPJs as `makeBranch` gives them. */
export const SUPPLIER_CNPJ = completeCnpj("713008840001");
const branchCnpj = (branchId: number) =>
  completeCnpj(`41902377${String(branchId).padStart(4, "0")}`);

/** A complete prescription of special control; every field may be named. */
export function makePrescription(fields: Partial<Prescription> = {}): Prescription {
  const id = fields.id ?? 1;
  return {
    id,
    branchId: 1,
    key: `REC-${id}`,
    saleKey: `DOC-${id}`,
    kind: "1",
    notificationNumber: "",
    issuedOn: addDays(FIXED_DAY, -2),
    day: FIXED_DAY,
    prescriberName: "Inês Conceição Prado",
    prescriberCouncil: "CRM",
    prescriberNumber: "123456",
    prescriberState: "SP",
    patientName: "Otávio Nogueira",
    patientAge: 41,
    patientAgeUnit: "1",
    patientSex: "1",
    patientCid: "",
    buyerName: "Otávio Nogueira",
    buyerDocumentType: "2",
    buyerDocument: "334445556",
    buyerDocumentIssuer: "SSP",
    buyerDocumentState: "SP",
    use: "1",
    ...fields,
  };
}

/** A line of a controlled medicine: one box of the first fixed lot. */
export function makeControlledLine(fields: Partial<ControlledLine> = {}): ControlledLine {
  return {
    lineNumber: 1,
    productCode: "1003",
    therapeuticClass: "2",
    registration: "1000000030011",
    lot: "L-2601",
    expiresOn: "2027-10-31",
    quantity: 1,
    unit: "1",
    prolongedUse: "",
    supplierCnpj: "",
    amountEach: null,
    dosageUnit: "",
    dosages: null,
    yieldQuantity: null,
    yieldUnit: "",
    ...fields,
  };
}

/** A line of a raw material. */
export function makeIngredientLine(fields: Partial<ControlledLine> = {}): ControlledLine {
  return makeControlledLine({
    productCode: "9001",
    registration: "01234",
    lot: "INS-5",
    quantity: 12.5,
    unit: "1",
    supplierCnpj: SUPPLIER_CNPJ,
    expiresOn: "2028-01-31",
    ...fields,
  });
}

/** What a line that is sold in dosage units says: 30 capsules of 20 mg. */
export function makeDosage(
  fields: { amountEach?: number; dosages?: number; dosageUnit?: string } = {},
) {
  const { amountEach = 0.02, dosages = 30, dosageUnit = "2" } = fields;
  return { amountEach, dosageUnit, dosages, quantity: takenBy(amountEach, dosages) };
}

/** A movement whose further parts follow from its kind. */
export function makeControlled(fields: Partial<ControlledMovement> = {}): ControlledMovement {
  const { id = 1, kind = "sale", branchId = 1 } = fields;
  const invoice =
    kind === "entry"
      ? {
          number: "4501",
          operation: "1",
          issuedOn: addDays(FIXED_DAY, -1),
          originCnpj: SUPPLIER_CNPJ,
          destinationCnpj: branchCnpj(branchId),
        }
      : kind === "transfer"
        ? {
            number: "77",
            operation: "2",
            issuedOn: FIXED_DAY,
            originCnpj: branchCnpj(branchId),
            destinationCnpj: branchCnpj(branchId + 1),
          }
        : null;
  return {
    id,
    branchId,
    key: `MOV-${id}`,
    kind,
    substance: "medicine",
    day: FIXED_DAY,
    originalKey: "",
    originalKind: "",
    cancelledOn: null,
    invoice,
    prescription: kind === "sale" ? makePrescription({ id, branchId }) : null,
    lossReason: kind === "loss" ? "3" : "",
    lines: [makeControlledLine()],
    ...fields,
  };
}

const antimicrobial = (fields: Partial<ControlledLine> = {}) =>
  makeControlledLine({
    productCode: "1004",
    therapeuticClass: "1",
    registration: "1000000040025",
    lot: "AB/77",
    ...fields,
  });

/**
 * The controlled movements of the fixed day: one of each kind and substance, in two branches; a
 * sale that was undone the same day.
 */
export function fixedControlled(): ControlledMovement[] {
  return [
    makeControlled({
      id: 1,
      kind: "entry",
      lines: [
        makeControlledLine({ quantity: 20 }),
        antimicrobial({ lineNumber: 2, quantity: 30, unit: "2" }),
      ],
    }),
    makeControlled({
      id: 2,
      lines: [makeControlledLine({ quantity: 2 })],
      prescription: makePrescription({ id: 2, kind: "2", notificationNumber: "45001" }),
    }),
    makeControlled({
      id: 3,
      lines: [antimicrobial({ unit: "2", prolongedUse: "N" })],
      prescription: makePrescription({
        id: 3,
        kind: "5",
        patientName: "Zoé Araújo d’Ávila",
        patientAge: 8,
        patientAgeUnit: "2",
        patientSex: "2",
        patientCid: "J02",
        prescriberCouncil: "CRO",
      }),
    }),
    makeControlled({ id: 4, kind: "transfer", lines: [makeControlledLine({ quantity: 3 })] }),
    makeControlled({ id: 5, kind: "loss", lossReason: "3" }),
    makeControlled({ id: 6, cancelledOn: FIXED_DAY, prescription: makePrescription({ id: 6 }) }),
    makeControlled({
      id: 7,
      kind: "entry",
      substance: "ingredient",
      lines: [makeIngredientLine()],
    }),
    makeControlled({
      id: 8,
      kind: "loss",
      substance: "ingredient",
      lossReason: "5",
      lines: [makeIngredientLine({ quantity: 0.25 })],
    }),
    makeControlled({ id: 9, branchId: 2, prescription: makePrescription({ id: 9, branchId: 2 }) }),
    makeControlled({
      id: 10,
      substance: "ingredient",
      lines: [makeIngredientLine(makeDosage())],
      prescription: makePrescription({ id: 10 }),
    }),
    makeControlled({
      id: 11,
      kind: "transformation",
      lines: [makeControlledLine({ quantity: 2, yieldQuantity: 0.03, yieldUnit: "1" })],
    }),
    makeControlled({
      id: 12,
      substance: "transformed",
      lines: [makeControlledLine(makeDosage({ amountEach: 0.0005, dosages: 56 }))],
      prescription: makePrescription({ id: 12, kind: "2", notificationNumber: "45002" }),
    }),
    makeControlled({
      id: 13,
      kind: "loss",
      substance: "transformed",
      lossReason: "5",
      lines: [makeControlledLine({ quantity: 0.002 })],
    }),
  ];
}

/** What the branches had the evening before. */
export function fixedLots(branchId: number): ControlledLot[] {
  const lot = (
    line: ControlledLine,
    substance: ControlledLot["substance"] = "medicine",
  ): ControlledLot => ({
    branchId,
    substance,
    registration: line.registration,
    lot: line.lot,
    productCode: line.productCode,
    therapeuticClass: line.therapeuticClass,
    unit: line.unit,
    supplierCnpj: line.supplierCnpj,
    expiresOn: line.expiresOn,
    balance: line.quantity,
    countedOn: addDays(FIXED_DAY, -1),
  });
  return [
    lot(makeControlledLine({ quantity: 8 })),
    lot(antimicrobial({ quantity: 5, unit: "2" })),
    lot(makeIngredientLine({ quantity: 100 }), "ingredient"),
  ];
}
