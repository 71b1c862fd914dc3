import type { ControlledMovement, Prescription } from "@/lib/core/controlled.ts";
import { type ClosedList, isListed } from "./closed-lists.ts";
import { findForeignCharacter, plainText } from "./message-text.ts";

/** Takes one fault of a movement: its code, and the reason in Portuguese without anybody's data. */
export type AddFault = (code: string, reason: string) => void;

/** What is wrong with the prescription behind a sale. */
export function checkSale(
  { prescription, lines, day }: ControlledMovement,
  addFault: AddFault,
): void {
  if (prescription === null)
    return addFault(
      "prescription",
      "a receita não chegou ao Enlace. Envie-a e reprocesse a tarefa.",
    );
  const listed: Array<[list: ClosedList, value: string, reason: string]> = [
    ["prescriptionKind", prescription.kind, "o tipo de receituário deve ser de 1 a 5."],
    [
      "council",
      prescription.prescriberCouncil,
      "o conselho do prescritor deve ser CRM, CRMV, CRO, CRF ou RMS.",
    ],
    ["state", prescription.prescriberState, "a UF do conselho do prescritor não existe."],
    ["use", prescription.use, "o uso deve ser 1 (humano) ou 2 (veterinário)."],
  ];
  for (const [list, value, reason] of listed)
    if (!isListed(list, value)) addFault("prescription", reason);
  checkText(prescription.prescriberName, 100, "o nome do prescritor", addFault);
  checkText(prescription.prescriberNumber, 30, "o número de registro do prescritor", addFault);
  if (
    plainText(prescription.notificationNumber).length > 10 ||
    findForeignCharacter(prescription.notificationNumber)
  )
    addFault("notification", "o número da notificação deve ter até 10 caracteres.");
  if (
    ["2", "3", "4"].includes(prescription.kind) &&
    /^0*$/.test(prescription.notificationNumber.trim())
  )
    addFault("notification", "este tipo de receituário exige o número da notificação.");
  if (prescription.issuedOn > day) addFault("date", "a data da receita é posterior à da venda.");
  if (prescription.kind === "5" && lines.some((line) => line.therapeuticClass === "2"))
    addFault(
      "class",
      "uma receita de antimicrobiano não serve para um produto de controle especial.",
    );
  checkPatient(prescription, addFault);
  checkBuyer(prescription, addFault);
}

function checkPatient(prescription: Prescription, addFault: AddFault): void {
  const { patientName, patientAge, patientAgeUnit, patientSex, patientCid, kind } = prescription;
  if (patientName === "") {
    if (kind === "5")
      addFault("patient", "a receita de antimicrobiano exige nome, idade e sexo do paciente.");
    return;
  }
  checkText(patientName, 100, "o nome do paciente", addFault);
  if (
    patientAge === null ||
    !Number.isInteger(patientAge) ||
    patientAge < 0 ||
    patientAge > 999 ||
    !isListed("ageUnit", patientAgeUnit)
  )
    addFault(
      "patient",
      "a idade do paciente está ausente ou fora de 0 a 999 anos (1) ou meses (2).",
    );
  if (!isListed("sex", patientSex))
    addFault("patient", "o sexo do paciente deve ser 1 (masculino) ou 2 (feminino).");
  if (patientCid !== "") checkText(patientCid, 4, "o CID", addFault);
}

function checkBuyer(
  {
    buyerName,
    buyerDocument,
    buyerDocumentType,
    buyerDocumentIssuer,
    buyerDocumentState,
  }: Prescription,
  addFault: AddFault,
): void {
  if (buyerName === "" && buyerDocument === "") return;
  checkText(buyerName, 100, "o nome do comprador", addFault);
  checkText(buyerDocument, 30, "o número do documento do comprador", addFault);
  if (!isListed("documentType", buyerDocumentType))
    addFault("buyer", "o tipo do documento do comprador não está na lista da Anvisa.");
  if (!isListed("documentIssuer", buyerDocumentIssuer))
    addFault(
      "buyer",
      "o órgão expedidor do documento do comprador não está na lista da Anvisa (DETRAN, por exemplo, não está).",
    );
  if (!isListed("state", buyerDocumentState))
    addFault("buyer", "a UF do documento do comprador não existe.");
}

function checkText(text: string, most: number, what: string, addFault: AddFault): void {
  const plain = plainText(text);
  if (plain === "" || plain.length > most)
    addFault("text", `${what} deve ter de 1 a ${most} caracteres.`);
  if (findForeignCharacter(text))
    addFault(
      "characters",
      `${what} tem um caractere que o arquivo da Anvisa não aceita (fora do ISO-8859-1).`,
    );
}
