import {
  CONTROLLED_KIND_LABEL,
  type ControlledLine,
  type ControlledMovement,
  isCompounded,
  KINDS_OF,
  takenBy,
} from "@/lib/core/controlled.ts";
import { type AddFault, checkSale } from "./check-prescription.ts";
import { isListed } from "./closed-lists.ts";
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
  const addFault = (code: string, reason: string) =>
    void faults.push({ code, message: `${nameOf(movement)}: ${reason}` });
  if (movement.lines.length === 0) addFault("no_lines", "não há nenhum produto.");
  if (!KINDS_OF[movement.substance].includes(movement.kind))
    addFault(
      "unsupported",
      "a Anvisa não tem mensagem para este tipo de movimento com esta substância.",
    );
  for (const line of movement.lines)
    checkLine(line, movement, (code, reason) =>
      addFault(
        code,
        `produto ${line.productCode || line.registration}, lote ${line.lot || "vazio"}: ${reason}`,
      ),
    );
  if (movement.kind === "entry" || movement.kind === "transfer") checkInvoice(movement, addFault);
  if (movement.kind === "loss" && !isListed("lossReason", movement.lossReason))
    addFault("loss_reason", "o motivo da perda não é um dos códigos de 1 a 10 da Anvisa.");
  if (movement.kind === "sale") checkSale(movement, addFault);
  return faults;
}

function checkLine(
  line: Omit<ControlledLine, "lineNumber">,
  movement: Pick<ControlledMovement, "kind" | "substance">,
  addFault: AddFault,
): void {
  const medicine = movement.substance === "medicine";
  const ingredient = movement.substance === "ingredient";
  if (!ingredient && !/^1\d{12,13}$/.test(line.registration))
    addFault("registration", "o registro MS deve ter 13 ou 14 dígitos e começar por 1.");
  if (ingredient && !/^\d{5}$/.test(line.registration))
    addFault("registration", "o código DCB do insumo deve ter 5 dígitos.");
  if (plainText(line.lot) === "" || plainText(line.lot).length > 20)
    addFault("lot", "o número do lote deve ter de 1 a 20 caracteres.");
  if (findForeignCharacter(line.lot))
    addFault("characters", "o lote tem um caractere que o arquivo da Anvisa não aceita.");
  if (
    medicine &&
    !(Number.isInteger(line.quantity) && line.quantity > 0 && line.quantity <= 999_999)
  )
    addFault("quantity", "a quantidade deve ser inteira, de 1 a 999.999.");
  if (isCompounded(movement)) checkDosage(line, addFault);
  else if (!medicine && !isDecimal(line.quantity, 1_000_000))
    addFault(
      "quantity",
      "a quantidade do insumo deve ser maior que zero, menor que 1.000.000 e ter até 6 casas decimais.",
    );
  if (movement.kind === "transformation") checkYield(line, addFault);
  const list = medicine ? "medicineUnit" : "ingredientUnit";
  if (!isListed(list, line.unit))
    addFault(
      "unit",
      medicine
        ? "a unidade deve ser 1 (caixas) ou 2 (frascos)."
        : "a unidade deve ser 1 (g), 2 (mL) ou 3 (unidade).",
    );
  if (ingredient && !CNPJ.test(line.supplierCnpj))
    addFault("cnpj", "falta o CNPJ do fornecedor do insumo, com 14 dígitos.");
  if (
    (movement.kind === "entry" || movement.kind === "inventory") &&
    !isListed("therapeuticClass", line.therapeuticClass)
  )
    addFault("class", "a classe terapêutica deve ser 1 (antimicrobiano) ou 2 (controle especial).");
  if (!isListed("prolongedUse", line.prolongedUse))
    addFault("prolonged_use", "o uso prolongado deve ser S, N ou vazio.");
}

/** Above zero, below `most`, and of six decimal places at most. */
const isDecimal = (value: number | null, most: number) =>
  value !== null && value >= 0.000001 && value < most && Number(value.toFixed(6)) === value;

/** What was compounded goes out in dosage units; the lot is charged with what they take. */
function checkDosage(
  { amountEach, dosageUnit, dosages, quantity }: Omit<ControlledLine, "lineNumber">,
  addFault: AddFault,
): void {
  if (amountEach === null || dosages === null)
    return addFault(
      "dosage",
      "faltam o insumo por unidade, a unidade farmacotécnica e as unidades vendidas.",
    );
  if (!isDecimal(amountEach, 1_000_000_000))
    addFault(
      "dosage",
      "o insumo por unidade deve ser maior que zero, menor que 1.000.000.000 e ter até 6 casas decimais.",
    );
  if (!isDecimal(dosages, 10_000))
    addFault(
      "dosage",
      "as unidades vendidas devem ser mais que zero, menos que 10.000 e ter até 6 casas decimais.",
    );
  if (!isListed("dosageUnit", dosageUnit))
    addFault(
      "dosage",
      "a unidade farmacotécnica deve ser 1 (g), 2 (cápsula), 3 (comprimido) ou 4 (mL).",
    );
  if (quantity <= 0 || quantity !== takenBy(amountEach, dosages))
    addFault(
      "quantity",
      "a quantidade que sai do lote não é o insumo por unidade vezes as unidades vendidas.",
    );
}

function checkYield(
  { yieldQuantity, yieldUnit }: Omit<ControlledLine, "lineNumber">,
  addFault: AddFault,
): void {
  if (!isDecimal(yieldQuantity, 1_000_000))
    addFault(
      "yield",
      "falta o insumo obtido: maior que zero, menor que 1.000.000 e com até 6 casas decimais.",
    );
  if (!isListed("ingredientUnit", yieldUnit))
    addFault("yield", "a unidade do insumo obtido deve ser 1 (g), 2 (mL) ou 3 (unidade).");
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

function checkInvoice({ invoice, day }: ControlledMovement, addFault: AddFault): void {
  if (invoice === null) return addFault("invoice", "falta a nota fiscal.");
  if (!/^\d{1,9}$/.test(invoice.number))
    addFault("invoice", "o número da nota fiscal deve ter de 1 a 9 dígitos.");
  if (!isListed("invoiceOperation", invoice.operation))
    addFault(
      "invoice",
      "o tipo de operação da nota deve ser 1 (compra), 2 (transferência) ou 3 (venda).",
    );
  if (invoice.issuedOn > day)
    addFault("invoice", "a data da nota fiscal é posterior à do movimento.");
  if (!CNPJ.test(invoice.originCnpj) || !CNPJ.test(invoice.destinationCnpj))
    addFault(
      "cnpj",
      "os CNPJs de origem e destino devem ter 14 dígitos; o esquema da Anvisa ainda não aceita CNPJ com letras.",
    );
}
