const split = (words: string): readonly string[] => words.split(" ");

/** Closed lists of Anvisa's schema 2.5 (2013-06-18): a value outside them is refused there, so it is here. */
export const CLOSED_LISTS = {
  /** 1 antimicrobial, 2 special control. */
  therapeuticClass: ["1", "2"],
  /** 1 special control, 2 notification B, 3 special notification, 4 notification A, 5 antimicrobial. */
  prescriptionKind: ["1", "2", "3", "4", "5"],
  /** 1 human, 2 veterinary. */
  use: ["1", "2"],
  /** 1 purchase, 2 transfer, 3 sale. */
  invoiceOperation: ["1", "2", "3"],
  council: split("CRM CRMV CRO CRF RMS"),
  /**
   * 1 theft, 2 damage, 3 expiry, 4 seizure, 5 process, 6 quality sample, 7 left Portaria 344, 8
   * quality deviation, 9 maker's recall, 10 back to supplier.
   */
  lossReason: split("1 2 3 4 5 6 7 8 9 10"),
  /** 1 boxes, 2 bottles. */
  medicineUnit: ["1", "2"],
  /** 1 g, 2 mL, 3 units. */
  ingredientUnit: ["1", "2", "3"],
  /** 1 g, 2 capsules, 3 tablets, 4 mL. */
  dosageUnit: ["1", "2", "3", "4"],
  /** 1 years, 2 months. */
  ageUnit: ["1", "2"],
  /** 1 male, 2 female. */
  sex: ["1", "2"],
  prolongedUse: ["S", "N", ""],
  documentType: split("1 2 4 5 6 7 8 10 11 13 14 19 20 21 22 38 39 40 50 62"),
  documentIssuer: split(
    "ANVISA CBM CFE CFN CFP COREN CORECON CRA CRB CRBM CRC CRCI CRE CREA CREFITO CRF CRFA CRM CRMV CRN CRO CRP CRQ DGPC DIC DPF GOVEST IDAMP IFP IN IPF ITB JUNTA MAER MEX MM MRE MTE OAB PM PREF SDS SEJSP SES SESP SJS SJTC SRF SSIPT SSP VACIV VAMEN",
  ),
  state: split("AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO"),
} as const satisfies Record<string, readonly string[]>;

export type ClosedList = keyof typeof CLOSED_LISTS;

/** Whether a value stands in a closed list. */
export function isListed(list: ClosedList, value: string): boolean {
  return (CLOSED_LISTS[list] as readonly string[]).includes(value);
}
