import type { Day } from "./period.ts";

/**
 * What is under control: a finished medicine (by its Anvisa registration), a raw material (by its DCB code), or what
 * a medicine became when its boxes were opened to compound with (by the medicine's registration and lot).
 */
export type ControlledSubstance = "medicine" | "ingredient" | "transformed";

/**
 * A count opens the book; then goods come in, are sold, moved to another branch or lost. A transformation turns boxes
 * of a medicine into raw material. A cancellation undoes one of them.
 */
export type ControlledKind =
  | "inventory"
  | "entry"
  | "sale"
  | "transfer"
  | "loss"
  | "transformation"
  | "cancellation";

/** What a cancellation can undo; empty where it does not say. */
export type ControlledOriginalKind = Exclude<ControlledKind, "cancellation"> | "";

/** The kinds that each substance can have besides a cancellation: Anvisa has no message for any other. */
export const KINDS_OF: Record<ControlledSubstance, readonly ControlledKind[]> = {
  medicine: ["inventory", "entry", "sale", "transfer", "loss", "transformation"],
  ingredient: ["inventory", "entry", "sale", "transfer", "loss"],
  transformed: ["sale", "loss"],
};

/** Kinds as a person reads them. */
export const CONTROLLED_KIND_LABEL: Record<ControlledKind, string> = {
  inventory: "Inventário",
  entry: "Entrada",
  sale: "Venda",
  transfer: "Transferência",
  loss: "Perda",
  transformation: "Transformação",
  cancellation: "Cancelamento",
};

/** Substances as a person reads them. */
export const SUBSTANCE_LABEL: Record<ControlledSubstance, string> = {
  medicine: "Medicamento",
  ingredient: "Insumo",
  transformed: "Medicamento transformado",
};

/**
 * A prescription as the till captured it. Codes are the closed lists of Anvisa's SNGPC schema 2.5, kept as text:
 * what a source wrote wrong must be shown, not turned into something else.
 */
export interface Prescription {
  id: number;
  branchId: number;
  /** The ERP's id: unique within the branch. Sale lines and controlled movements name it. */
  key: string;
  /** `documentKey` of the sale it was dispensed with. */
  saleKey: string;
  /**
   * tipoReceituario: 1 special control, 2 notification B, 3 special notification, 4 notification A,
   * 5 antimicrobial; empty for an ordinary one.
   */
  kind: string;
  /** "0" or empty when this kind has none. */
  notificationNumber: string;
  issuedOn: Day;
  /** The day of the sale. */
  day: Day;
  prescriberName: string;
  /** conselhoProfissional: CRM, CRMV, CRO, CRF or RMS. */
  prescriberCouncil: string;
  prescriberNumber: string;
  prescriberState: string;
  patientName: string;
  patientAge: number | null;
  /** unidadeIdade: 1 years, 2 months. */
  patientAgeUnit: string;
  /** sexo: 1 male, 2 female. */
  patientSex: string;
  /** CID of up to four places; empty when it is not on the prescription. */
  patientCid: string;
  buyerName: string;
  /** tipoDocumento of the closed list: 2 identity card, 13 passport … */
  buyerDocumentType: string;
  buyerDocument: string;
  /** orgaoExpedidor of the closed list: SSP … */
  buyerDocumentIssuer: string;
  buyerDocumentState: string;
  /** usoMedicamento: 1 human, 2 veterinary. */
  use: string;
}

/** One product and lot of a controlled movement. */
export interface ControlledLine {
  lineNumber: number;
  productCode: string;
  /** classeTerapeutica: 1 antimicrobial, 2 special control. */
  therapeuticClass: string;
  /** Anvisa registration (13 or 14 digits) of a medicine, transformed or not; DCB code (5 digits) of a raw material. */
  registration: string;
  lot: string;
  expiresOn: Day | null;
  /**
   * Whole boxes or bottles of a medicine; up to six decimal places of a raw material. Where it was
   * dispensed in dosage units, what those take: {@link takenBy}.
   */
  quantity: number;
  /** Medicine: 1 boxes, 2 bottles. Raw material and transformed medicine: 1 g, 2 mL, 3 units. */
  unit: string;
  /** Continuous treatment: "S", "N" or empty (antimicrobials only). */
  prolongedUse: string;
  /** Maker of a raw material. */
  supplierCnpj: string;
  /**
   * Of a compounded sale: ingredient in each dosage unit, in the line's `unit`, up to six decimal
   * places; null otherwise.
   */
  amountEach: number | null;
  /** Of a compounded sale, unidadeFarmacotecnica: 1 g, 2 capsules, 3 tablets, 4 mL; empty otherwise. */
  dosageUnit: string;
  /** Of a compounded sale: how many dosage units, up to six decimal places; null otherwise. */
  dosages: number | null;
  /** Of a transformation: the raw material that its boxes gave, up to six decimal places; null otherwise. */
  yieldQuantity: number | null;
  /** Of a transformation: 1 g, 2 mL, 3 units; empty otherwise. */
  yieldUnit: string;
}

/** What so many dosage units take from their lot: six decimal places, halves up. Exact, as the database computes it. */
export function takenBy(amountEach: number, dosages: number): number {
  const millionths = (value: number) => BigInt(Math.round(value * 1_000_000));
  return Number((millionths(amountEach) * millionths(dosages) + 500_000n) / 1_000_000n) / 1_000_000;
}

/** Whether a movement is told in dosage units instead of a quantity: the sale of what was compounded. */
export const isCompounded = ({
  kind,
  substance,
}: {
  kind: ControlledKind;
  substance: ControlledSubstance;
}): boolean => kind === "sale" && substance !== "medicine";

/** The invoice of an entry or a transfer. */
export interface ControlledInvoice {
  number: string;
  /** tipoOperacaoNotaFiscal: 1 purchase, 2 transfer, 3 sale. */
  operation: string;
  issuedOn: Day;
  originCnpj: string;
  destinationCnpj: string;
}

/** What happened to controlled products in a branch; never changed once written. */
export interface ControlledMovement {
  id: number;
  branchId: number;
  /** The ERP's id: unique within branch and kind. */
  key: string;
  kind: ControlledKind;
  substance: ControlledSubstance;
  /** When it happened: received, sold, sent, lost or counted. */
  day: Day;
  /** For a cancellation: the key of the movement it undoes. */
  originalKey: string;
  /**
   * For a cancellation: the kind of that movement, since a key is unique only within its kind;
   * empty = the first that came under the key.
   */
  originalKind: ControlledOriginalKind;
  /** The day this movement was undone, by a cancellation of its own or of its sale; null while it stands. */
  cancelledOn: Day | null;
  /** Of entries and transfers. */
  invoice: ControlledInvoice | null;
  /** Of sales; null when the prescription has not arrived. */
  prescription: Prescription | null;
  /** Of losses: motivoPerda, 1 to 10. */
  lossReason: string;
  lines: ControlledLine[];
}

/**
 * How much of a lot a branch has by its book: the last count, taken at the end of its day, and what
 * moved on the days after.
 */
export interface ControlledLot {
  branchId: number;
  substance: ControlledSubstance;
  registration: string;
  lot: string;
  productCode: string;
  therapeuticClass: string;
  unit: string;
  supplierCnpj: string;
  expiresOn: Day | null;
  /** In `unit`. Negative when more went out than ever came in. */
  balance: number;
  /** The day of the count it starts from; null when the lot was never counted, as no transformed medicine is. */
  countedOn: Day | null;
}
