// Long because it is one schema: an element of the SNGPC message a function, in the order of the XSD.
import type {
  ControlledLine,
  ControlledLot,
  ControlledMovement,
  Prescription,
} from "@/lib/core/controlled.ts";
import type { Day, Period } from "@/lib/core/period.ts";
import { encodeLatin1, escapeText } from "./message-text.ts";
import { SNGPC_NAMESPACE } from "./schema.ts";

/** Whose message it is: the pharmacy, and the CPF of its technically responsible pharmacist. */
export interface Sender {
  cnpj: string;
  cpf: string;
}

const tag = (name: string, content: string) => `<${name}>${content}</${name}>`;
const leaf = (name: string, value: string) => tag(name, escapeText(value));

/**
 * A message of movements; parts in the order of the schema, empty groups included. Everything in it
 * was checked before.
 */
export function writeMovementMessage(
  sender: Sender,
  period: Period,
  movements: readonly ControlledMovement[],
): Uint8Array {
  const write = (
    substance: ControlledMovement["substance"],
    kind: ControlledMovement["kind"],
    one: (movement: ControlledMovement) => string,
  ) =>
    movements
      .filter((movement) => movement.substance === substance && movement.kind === kind)
      .map((movement) => one(movement));
  const medicines = [
    write("medicine", "entry", medicineEntry),
    write("medicine", "sale", medicineSale),
    write("medicine", "transfer", medicineTransfer),
    write("medicine", "loss", medicineLosses),
    write("medicine", "transformation", transformation),
    write("transformed", "sale", transformedSale),
    write("transformed", "loss", transformedLosses),
  ];
  const ingredients = [
    write("ingredient", "entry", ingredientEntry),
    write("ingredient", "sale", ingredientSale),
    write("ingredient", "transfer", ingredientTransfer),
    write("ingredient", "loss", ingredientLosses),
  ];
  return document(
    "mensagemSNGPC",
    sender,
    leaf("dataInicio", period.first) + leaf("dataFim", period.last),
    medicines.flat(),
    ingredients.flat(),
  );
}

/** A message of the counted stock: one entry a product and lot. */
export function writeInventoryMessage(
  sender: Sender,
  day: Day,
  lots: readonly ControlledLot[],
): Uint8Array {
  const of = (substance: ControlledLot["substance"]) =>
    lots
      .filter((lot) => lot.substance === substance)
      .map((lot) => ({ ...lot, quantity: lot.balance }));
  return document(
    "mensagemSNGPCInventario",
    sender,
    leaf("data", day),
    of("medicine").map((lot) =>
      tag(
        "entradaMedicamentos",
        tag("medicamentoEntrada", leaf("classeTerapeutica", lot.therapeuticClass) + medicine(lot)),
      ),
    ),
    of("ingredient").map((lot) =>
      tag(
        "entradaInsumos",
        tag("insumoEntrada", leaf("classeTerapeutica", lot.therapeuticClass) + ingredient(lot)),
      ),
    ),
  );
}

function document(
  root: string,
  { cnpj, cpf }: Sender,
  head: string,
  medicines: readonly string[],
  ingredients: readonly string[],
): Uint8Array {
  const body = [
    tag("cabecalho", leaf("cnpjEmissor", cnpj) + leaf("cpfTransmissor", cpf) + head),
    "<corpo>",
    "<medicamentos>",
    ...medicines,
    "</medicamentos>",
    "<insumos>",
    ...ingredients,
    "</insumos>",
    "</corpo>",
  ];
  return encodeLatin1(
    [
      '<?xml version="1.0" encoding="iso-8859-1"?>',
      `<${root} xmlns="${SNGPC_NAMESPACE}">`,
      ...body,
      `</${root}>`,
      "",
    ].join("\n"),
  );
}

type Amount = Pick<ControlledLine, "registration" | "lot" | "quantity" | "unit" | "supplierCnpj">;

const medicine = ({ registration, lot, quantity, unit }: Amount) =>
  leaf("registroMSMedicamento", registration) +
  leaf("numeroLoteMedicamento", lot) +
  leaf("quantidadeMedicamento", String(quantity)) +
  leaf("unidadeMedidaMedicamento", unit);
const ingredient = (amount: Amount) =>
  ingredientLot(amount) +
  leaf("quantidadeInsumo", decimal(amount.quantity)) +
  leaf("tipoUnidade", amount.unit);

/** Never in the exponent form that JavaScript gives small numbers. */
const decimal = (quantity: number) => quantity.toFixed(6).replace(/\.?0+$/, "");

function invoice(name: string, { invoice: note }: ControlledMovement): string {
  if (note === null) throw new Error("a movement without invoice passed the checks");
  return tag(
    name,
    leaf("numeroNotaFiscal", note.number) +
      leaf("tipoOperacaoNotaFiscal", note.operation) +
      leaf("dataNotaFiscal", note.issuedOn) +
      leaf("cnpjOrigem", note.originCnpj) +
      leaf("cnpjDestino", note.destinationCnpj),
  );
}

const each = (movement: ControlledMovement, one: (line: ControlledLine) => string) =>
  movement.lines.map(one).join("");

const medicineEntry = (movement: ControlledMovement) =>
  tag(
    "entradaMedicamentos",
    invoice("notaFiscalEntradaMedicamento", movement) +
      each(movement, (line) =>
        tag(
          "medicamentoEntrada",
          leaf("classeTerapeutica", line.therapeuticClass) + medicine(line),
        ),
      ) +
      leaf("dataRecebimentoMedicamento", movement.day),
  );

const medicineTransfer = (movement: ControlledMovement) =>
  tag(
    "saidaMedicamentoTransferencia",
    invoice("notaFiscalTransferenciaMedicamento", movement) +
      each(movement, (line) => tag("medicamentoTransferencia", medicine(line))) +
      leaf("dataTransferenciaMedicamento", movement.day),
  );

/** A loss holds exactly one product: a movement with several becomes several. */
const medicineLosses = (movement: ControlledMovement) =>
  movement.lines
    .map((line) =>
      tag(
        "saidaMedicamentoPerda",
        leaf("motivoPerdaMedicamento", movement.lossReason) +
          tag("medicamentoPerda", medicine(line)) +
          leaf("dataPerdaMedicamento", movement.day),
      ),
    )
    .join("\n");

/** A sale on a prescription; the names of its parts end in what is sold. */
function sale(
  element: string,
  what: "Medicamento" | "Insumo",
  movement: ControlledMovement,
  line: (line: ControlledLine) => string,
): string {
  const { prescription } = movement;
  if (prescription === null) throw new Error("a sale without prescription passed the checks");
  return tag(
    element,
    leaf(`tipoReceituario${what}`, prescription.kind) +
      leaf(`numeroNotificacao${what}`, prescription.notificationNumber || "0") +
      leaf(`dataPrescricao${what}`, prescription.issuedOn) +
      tag(
        `prescritor${what}`,
        leaf("nomePrescritor", prescription.prescriberName) +
          leaf("numeroRegistroProfissional", prescription.prescriberNumber) +
          leaf("conselhoProfissional", prescription.prescriberCouncil) +
          leaf("UFConselho", prescription.prescriberState),
      ) +
      leaf(`uso${what}`, prescription.use) +
      buyer(`comprador${what}`, prescription) +
      patient(`paciente${what}`, prescription) +
      each(movement, line) +
      leaf(`dataVenda${what}`, movement.day),
  );
}

const medicineSale = (movement: ControlledMovement) =>
  sale("saidaMedicamentoVendaAoConsumidor", "Medicamento", movement, (line) =>
    tag("medicamentoVenda", leaf("usoProlongado", line.prolongedUse) + medicine(line)),
  );

function buyer(element: string, prescription: Prescription): string {
  if (prescription.buyerName === "") return "";
  return tag(
    element,
    leaf("nomeComprador", prescription.buyerName) +
      leaf("tipoDocumento", prescription.buyerDocumentType) +
      leaf("numeroDocumento", prescription.buyerDocument) +
      leaf("orgaoExpedidor", prescription.buyerDocumentIssuer) +
      leaf("UFEmissaoDocumento", prescription.buyerDocumentState),
  );
}

function patient(element: string, prescription: Prescription): string {
  if (prescription.patientName === "") return "";
  return tag(
    element,
    leaf("nome", prescription.patientName) +
      leaf("idade", String(prescription.patientAge)) +
      leaf("unidadeIdade", prescription.patientAgeUnit) +
      leaf("sexo", prescription.patientSex) +
      leaf("cid", prescription.patientCid),
  );
}

/** What was compounded is told by what each dosage unit holds. */
function dosage({ amountEach, unit, dosageUnit, dosages }: ControlledLine): string {
  if (amountEach === null || dosages === null)
    throw new Error("a compounded sale without dosage passed the checks");
  return (
    leaf("quantidadeDeInsumoPorUnidadeFarmacotecnica", decimal(amountEach)) +
    leaf("unidadeDeMedidaDoInsumo", unit) +
    leaf("unidadeFarmacotecnica", dosageUnit) +
    leaf("quantidadeDeUnidadesFarmacotecnicas", decimal(dosages))
  );
}

const transformation = (movement: ControlledMovement) =>
  tag(
    "entradaMedicamentoTransformacao",
    each(movement, (line) =>
      tag(
        "medicamentoTransformacaoEntrada",
        medicine(line) +
          leaf("quantidadeInsumo", decimal(line.yieldQuantity ?? 0)) +
          leaf("unidadeDeMedidaDoInsumo", line.yieldUnit),
      ),
    ) + leaf("dataTransformacaoEntrada", movement.day),
  );

const transformedLot = ({ registration, lot }: ControlledLine) =>
  leaf("registroMSMedicamento", registration) + leaf("numeroLoteMedicamento", lot);

const transformedSale = (movement: ControlledMovement) =>
  sale("saidaMedicamentoTransformacaoVendaAoConsumidor", "Medicamento", movement, (line) =>
    tag(
      "medicamentoVenda",
      leaf("usoProlongado", line.prolongedUse) + transformedLot(line) + dosage(line),
    ),
  );

const transformedLosses = (movement: ControlledMovement) =>
  movement.lines
    .map((line) =>
      tag(
        "saidaMedicamentoTransformacaoPerda",
        leaf("motivoPerdaMedicamento", movement.lossReason) +
          tag(
            "medicamentoPerda",
            transformedLot(line) +
              leaf("quantidadeInsumo", decimal(line.quantity)) +
              leaf("unidadeDeMedidaDoInsumo", line.unit),
          ) +
          leaf("dataPerdaMedicamento", movement.day),
      ),
    )
    .join("\n");

const ingredientLot = ({ registration, lot, supplierCnpj }: Amount) =>
  leaf("codigoInsumo", registration) +
  leaf("numeroLoteInsumo", lot) +
  leaf("insumoCNPJFornecedor", supplierCnpj);

const ingredientSale = (movement: ControlledMovement) =>
  sale("saidaInsumoVendaAoConsumidor", "Insumo", movement, (line) =>
    tag(
      "substanciaInsumoVendaAoConsumidor",
      leaf("usoProlongado", line.prolongedUse) +
        tag("insumoVendaAoConsumidor", ingredientLot(line)) +
        dosage(line),
    ),
  );

const ingredientEntry = (movement: ControlledMovement) =>
  tag(
    "entradaInsumos",
    invoice("notaFiscalEntradaInsumo", movement) +
      each(movement, (line) =>
        tag("insumoEntrada", leaf("classeTerapeutica", line.therapeuticClass) + ingredient(line)),
      ) +
      leaf("dataRecebimentoInsumo", movement.day),
  );

const ingredientTransfer = (movement: ControlledMovement) =>
  tag(
    "saidaInsumoTransferencia",
    invoice("notaFiscalTransferenciaInsumo", movement) +
      each(movement, (line) => tag("insumoTransferencia", ingredient(line))) +
      leaf("dataTransferenciaInsumo", movement.day),
  );

const ingredientLosses = (movement: ControlledMovement) =>
  movement.lines
    .map((line) => {
      const lost =
        tag("insumoPerda", ingredientLot(line)) +
        leaf("quantidadeInsumoPerda", decimal(line.quantity)) +
        leaf("tipoUnidadePerda", line.unit);
      return tag(
        "saidaInsumoPerda",
        leaf("motivoPerdaInsumo", movement.lossReason) +
          tag("substanciaInsumoPerda", lost) +
          leaf("dataPerdaInsumo", movement.day) +
          leaf("insumoCNPJFornecedor", line.supplierCnpj),
      );
    })
    .join("\n");
