import {
  CONTROLLED_KIND_LABEL,
  type ControlledLine,
  type ControlledMovement,
  isCompounded,
  KINDS_OF,
  type Prescription,
  takenBy,
} from "@/lib/core/controlled.ts";
import { type ClosedList, isListed } from "./closed-lists.ts";
import { findForeignCharacter, plainText } from "./message-text.ts";

/** What is wrong with one movement: a sentence in Portuguese that names record and reason, without anybody's data. */
export interface Fault {
  code: string;
  message: string;
}

const CNPJ = /^\d{14}$/;

/** What a person does about a faulty record: the book is never rewritten, a cancellation undoes what is wrong in it. */
export const REMEDY =
  "Cancele o registro indicado no ERP e envie o certo sob outro código, ou envie a receita ou a entrada que falta, e reprocesse a tarefa.";

/** How a person finds the movement again. */
export const nameOf = (movement: Pick<ControlledMovement, "kind" | "key">) =>
  `${CONTROLLED_KIND_LABEL[movement.kind]} ${movement.key}`;

/** Everything the schema, or the rules behind it, would refuse in a movement. */
export function checkMovement(movement: ControlledMovement): Fault[] {
  const faults: Fault[] = [];
  const say = (code: string, reason: string) =>
    void faults.push({ code, message: `${nameOf(movement)}: ${reason}` });
  if (movement.lines.length === 0) say("no_lines", "não há nenhum produto.");
  if (!KINDS_OF[movement.substance].includes(movement.kind))
    say(
      "unsupported",
      "a Anvisa não tem mensagem para este tipo de movimento com esta substância.",
    );
  for (const line of movement.lines)
    checkLine(line, movement, (code, reason) =>
      say(
        code,
        `produto ${line.productCode || line.registration}, lote ${line.lot || "vazio"}: ${reason}`,
      ),
    );
  if (movement.kind === "entry" || movement.kind === "transfer") checkInvoice(movement, say);
  if (movement.kind === "loss" && !isListed("lossReason", movement.lossReason))
    say("loss_reason", "o motivo da perda não é um dos códigos de 1 a 10 da Anvisa.");
  if (movement.kind === "sale") checkSale(movement, say);
  return faults;
}

type Say = (code: string, reason: string) => void;

function checkLine(
  line: Omit<ControlledLine, "lineNumber">,
  movement: Pick<ControlledMovement, "kind" | "substance">,
  say: Say,
): void {
  const medicine = movement.substance === "medicine";
  const ingredient = movement.substance === "ingredient";
  if (!ingredient && !/^1\d{12,13}$/.test(line.registration))
    say("registration", "o registro MS deve ter 13 ou 14 dígitos e começar por 1.");
  if (ingredient && !/^\d{5}$/.test(line.registration))
    say("registration", "o código DCB do insumo deve ter 5 dígitos.");
  if (plainText(line.lot) === "" || plainText(line.lot).length > 20)
    say("lot", "o número do lote deve ter de 1 a 20 caracteres.");
  if (findForeignCharacter(line.lot))
    say("characters", "o lote tem um caractere que o arquivo da Anvisa não aceita.");
  if (
    medicine &&
    !(Number.isInteger(line.quantity) && line.quantity > 0 && line.quantity <= 999_999)
  )
    say("quantity", "a quantidade deve ser inteira, de 1 a 999.999.");
  if (isCompounded(movement)) checkDosage(line, say);
  else if (!medicine && !isDecimal(line.quantity, 1_000_000))
    say(
      "quantity",
      "a quantidade do insumo deve ser maior que zero, menor que 1.000.000 e ter até 6 casas decimais.",
    );
  if (movement.kind === "transformation") checkYield(line, say);
  const list = medicine ? "medicineUnit" : "ingredientUnit";
  if (!isListed(list, line.unit))
    say(
      "unit",
      medicine
        ? "a unidade deve ser 1 (caixas) ou 2 (frascos)."
        : "a unidade deve ser 1 (g), 2 (mL) ou 3 (unidade).",
    );
  if (ingredient && !CNPJ.test(line.supplierCnpj))
    say("cnpj", "falta o CNPJ do fornecedor do insumo, com 14 dígitos.");
  if (
    (movement.kind === "entry" || movement.kind === "inventory") &&
    !isListed("therapeuticClass", line.therapeuticClass)
  )
    say("class", "a classe terapêutica deve ser 1 (antimicrobiano) ou 2 (controle especial).");
  if (!isListed("prolongedUse", line.prolongedUse))
    say("prolonged_use", "o uso prolongado deve ser S, N ou vazio.");
}

/** Above zero, below `most`, and of six decimal places at most. */
const isDecimal = (value: number | null, most: number) =>
  value !== null && value >= 0.000001 && value < most && Number(value.toFixed(6)) === value;

/** What was compounded goes out in dosage units; the lot is charged with what they take. */
function checkDosage(
  { amountEach, dosageUnit, dosages, quantity }: Omit<ControlledLine, "lineNumber">,
  say: Say,
): void {
  if (amountEach === null || dosages === null)
    return say(
      "dosage",
      "faltam o insumo por unidade, a unidade farmacotécnica e as unidades vendidas.",
    );
  if (!isDecimal(amountEach, 1_000_000_000))
    say(
      "dosage",
      "o insumo por unidade deve ser maior que zero, menor que 1.000.000.000 e ter até 6 casas decimais.",
    );
  if (!isDecimal(dosages, 10_000))
    say(
      "dosage",
      "as unidades vendidas devem ser mais que zero, menos que 10.000 e ter até 6 casas decimais.",
    );
  if (!isListed("dosageUnit", dosageUnit))
    say(
      "dosage",
      "a unidade farmacotécnica deve ser 1 (g), 2 (cápsula), 3 (comprimido) ou 4 (mL).",
    );
  if (quantity <= 0 || quantity !== takenBy(amountEach, dosages))
    say(
      "quantity",
      "a quantidade que sai do lote não é o insumo por unidade vezes as unidades vendidas.",
    );
}

function checkYield(
  { yieldQuantity, yieldUnit }: Omit<ControlledLine, "lineNumber">,
  say: Say,
): void {
  if (!isDecimal(yieldQuantity, 1_000_000))
    say(
      "yield",
      "falta o insumo obtido: maior que zero, menor que 1.000.000 e com até 6 casas decimais.",
    );
  if (!isListed("ingredientUnit", yieldUnit))
    say("yield", "a unidade do insumo obtido deve ser 1 (g), 2 (mL) ou 3 (unidade).");
}

/** What is wrong with a counted lot. */
export function checkLot(lot: {
  substance: ControlledMovement["substance"];
  productCode: string;
  registration: string;
  lot: string;
  balance: number;
  unit: string;
  therapeuticClass: string;
  supplierCnpj: string;
  expiresOn: string | null;
}): Fault[] {
  const faults: Fault[] = [];
  const line = {
    ...lot,
    quantity: lot.balance,
    prolongedUse: "",
    amountEach: null,
    dosageUnit: "",
    dosages: null,
    yieldQuantity: null,
    yieldUnit: "",
  };
  checkLine(
    line,
    { kind: "inventory", substance: lot.substance },
    (code, reason) =>
      void faults.push({
        code,
        message: `Inventário, produto ${lot.productCode || lot.registration}, lote ${lot.lot || "vazio"}: ${reason}`,
      }),
  );
  return faults;
}

function checkInvoice({ invoice, day }: ControlledMovement, say: Say): void {
  if (invoice === null) return say("invoice", "falta a nota fiscal.");
  if (!/^\d{1,9}$/.test(invoice.number))
    say("invoice", "o número da nota fiscal deve ter de 1 a 9 dígitos.");
  if (!isListed("invoiceOperation", invoice.operation))
    say(
      "invoice",
      "o tipo de operação da nota deve ser 1 (compra), 2 (transferência) ou 3 (venda).",
    );
  if (invoice.issuedOn > day) say("invoice", "a data da nota fiscal é posterior à do movimento.");
  if (!CNPJ.test(invoice.originCnpj) || !CNPJ.test(invoice.destinationCnpj))
    say(
      "cnpj",
      "os CNPJs de origem e destino devem ter 14 dígitos; o esquema da Anvisa ainda não aceita CNPJ com letras.",
    );
}

function checkSale({ prescription, lines, day }: ControlledMovement, say: Say): void {
  if (prescription === null)
    return say("prescription", "a receita não chegou ao Enlace. Envie-a e reprocesse a tarefa.");
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
    if (!isListed(list, value)) say("prescription", reason);
  checkText(prescription.prescriberName, 100, "o nome do prescritor", say);
  checkText(prescription.prescriberNumber, 30, "o número de registro do prescritor", say);
  if (
    plainText(prescription.notificationNumber).length > 10 ||
    findForeignCharacter(prescription.notificationNumber)
  )
    say("notification", "o número da notificação deve ter até 10 caracteres.");
  if (
    ["2", "3", "4"].includes(prescription.kind) &&
    /^0*$/.test(prescription.notificationNumber.trim())
  )
    say("notification", "este tipo de receituário exige o número da notificação.");
  if (prescription.issuedOn > day) say("date", "a data da receita é posterior à da venda.");
  if (prescription.kind === "5" && lines.some((line) => line.therapeuticClass === "2"))
    say("class", "uma receita de antimicrobiano não serve para um produto de controle especial.");
  checkPatient(prescription, say);
  checkBuyer(prescription, say);
}

function checkPatient(prescription: Prescription, say: Say): void {
  const { patientName, patientAge, patientAgeUnit, patientSex, patientCid, kind } = prescription;
  if (patientName === "") {
    if (kind === "5")
      say("patient", "a receita de antimicrobiano exige nome, idade e sexo do paciente.");
    return;
  }
  checkText(patientName, 100, "o nome do paciente", say);
  if (
    patientAge === null ||
    !Number.isInteger(patientAge) ||
    patientAge < 0 ||
    patientAge > 999 ||
    !isListed("ageUnit", patientAgeUnit)
  )
    say("patient", "a idade do paciente está ausente ou fora de 0 a 999 anos (1) ou meses (2).");
  if (!isListed("sex", patientSex))
    say("patient", "o sexo do paciente deve ser 1 (masculino) ou 2 (feminino).");
  if (patientCid !== "") checkText(patientCid, 4, "o CID", say);
}

function checkBuyer(
  {
    buyerName,
    buyerDocument,
    buyerDocumentType,
    buyerDocumentIssuer,
    buyerDocumentState,
  }: Prescription,
  say: Say,
): void {
  if (buyerName === "" && buyerDocument === "") return;
  checkText(buyerName, 100, "o nome do comprador", say);
  checkText(buyerDocument, 30, "o número do documento do comprador", say);
  if (!isListed("documentType", buyerDocumentType))
    say("buyer", "o tipo do documento do comprador não está na lista da Anvisa.");
  if (!isListed("documentIssuer", buyerDocumentIssuer))
    say(
      "buyer",
      "o órgão expedidor do documento do comprador não está na lista da Anvisa (DETRAN, por exemplo, não está).",
    );
  if (!isListed("state", buyerDocumentState))
    say("buyer", "a UF do documento do comprador não existe.");
}

function checkText(text: string, most: number, what: string, say: Say): void {
  const plain = plainText(text);
  if (plain === "" || plain.length > most)
    say("text", `${what} deve ter de 1 a ${most} caracteres.`);
  if (findForeignCharacter(text))
    say(
      "characters",
      `${what} tem um caractere que o arquivo da Anvisa não aceita (fora do ISO-8859-1).`,
    );
}
