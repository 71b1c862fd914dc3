import { CLOSED_LISTS, type ClosedList } from "./closed-lists.ts";

/** The namespace of both messages. */
export const SNGPC_NAMESPACE = "urn:sngpc-schema";

type Part = readonly [element: string, type: string, occurs?: "?" | "*"];

const element = ([name, type, occurs]: Part) =>
  `<xs:element name="${name}" type="${type}"${occurs ? ' minOccurs="0"' : ""}${occurs === "*" ? ' maxOccurs="unbounded"' : ""}/>`;
/** Order is part of the contract: every group is a sequence. */
const group = (name: string, ...parts: Part[]) =>
  `<xs:complexType name="${name}"><xs:sequence>${parts.map(element).join("")}</xs:sequence></xs:complexType>`;
const restricted = (name: string, base: string, facets: Record<string, string | number>) =>
  `<xs:simpleType name="${name}"><xs:restriction base="xs:${base}">${Object.entries(facets)
    .map(([facet, value]) => `<xs:${facet} value="${value}"/>`)
    .join("")}</xs:restriction></xs:simpleType>`;
const listed = (list: ClosedList) =>
  `<xs:simpleType name="${list}"><xs:restriction base="xs:string">${CLOSED_LISTS[list].map((value) => `<xs:enumeration value="${value}"/>`).join("")}</xs:restriction></xs:simpleType>`;

const MEDICINE: Part[] = [
  ["registroMSMedicamento", "registration"],
  ["numeroLoteMedicamento", "lot"],
  ["quantidadeMedicamento", "boxes"],
  ["unidadeMedidaMedicamento", "medicineUnit"],
];
const INGREDIENT: Part[] = [
  ["codigoInsumo", "dcb"],
  ["numeroLoteInsumo", "lot"],
  ["insumoCNPJFornecedor", "cnpj"],
  ["quantidadeInsumo", "weight"],
  ["tipoUnidade", "ingredientUnit"],
];
const DOSAGE: Part[] = [
  ["quantidadeDeInsumoPorUnidadeFarmacotecnica", "weightEach"],
  ["unidadeDeMedidaDoInsumo", "ingredientUnit"],
  ["unidadeFarmacotecnica", "dosageUnit"],
  ["quantidadeDeUnidadesFarmacotecnicas", "dosages"],
];

/** A sale on a prescription; the names of its parts end in what is sold. */
const sale = (name: string, what: "Medicamento" | "Insumo", line: Part) =>
  group(
    name,
    [`tipoReceituario${what}`, "prescriptionKind"],
    [`numeroNotificacao${what}`, "notification"],
    [`dataPrescricao${what}`, "xs:date"],
    [`prescritor${what}`, "prescriber"],
    [`uso${what}`, "use"],
    [`comprador${what}`, "buyer", "?"],
    [`paciente${what}`, "patient", "?"],
    line,
    [`dataVenda${what}`, "xs:date"],
  );

const message = (name: string, head: Part[], medicines: Part[], ingredients: Part[]) =>
  [
    group(`${name}Head`, ["cnpjEmissor", "cnpj"], ["cpfTransmissor", "cpf"], ...head),
    group(`${name}Medicines`, ...medicines),
    group(`${name}Ingredients`, ...ingredients),
    group(`${name}Body`, ["medicamentos", `${name}Medicines`], ["insumos", `${name}Ingredients`]),
    group(name, ["cabecalho", `${name}Head`], ["corpo", `${name}Body`]),
    element([name, name]),
  ].join("");

/**
 * The structure of Anvisa's messages by its schema 2.5 (2013-06-18), written by us from its published
 * description: what it refuses, Anvisa refuses. One text, so that it travels with the code.
 */
export const SNGPC_SCHEMA = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${SNGPC_NAMESPACE}" targetNamespace="${SNGPC_NAMESPACE}" elementFormDefault="qualified">${[
  restricted("cnpj", "string", { pattern: "[0-9]{14}" }),
  restricted("cpf", "string", { pattern: "[0-9]{11}" }),
  restricted("registration", "string", { pattern: "1[0-9]{12,13}" }),
  restricted("dcb", "string", { pattern: "[0-9]{5}" }),
  restricted("lot", "string", { maxLength: 20 }),
  restricted("personName", "string", { maxLength: 100 }),
  restricted("documentNumber", "string", { maxLength: 30 }),
  restricted("notification", "string", { maxLength: 10 }),
  restricted("cid", "string", { maxLength: 4 }),
  restricted("age", "integer", { minInclusive: 0, maxInclusive: 999 }),
  restricted("invoiceNumber", "integer", { totalDigits: 9 }),
  restricted("boxes", "integer", { minExclusive: 0, totalDigits: 6 }),
  restricted("weight", "decimal", {
    minExclusive: 0,
    maxExclusive: 1_000_000,
    totalDigits: 12,
    fractionDigits: 6,
  }),
  restricted("weightEach", "decimal", {
    minExclusive: 0,
    maxExclusive: 1_000_000_000,
    totalDigits: 15,
    fractionDigits: 6,
  }),
  restricted("dosages", "decimal", {
    minExclusive: 0,
    maxExclusive: 10_000,
    totalDigits: 10,
    fractionDigits: 6,
  }),
  ...(Object.keys(CLOSED_LISTS) as ClosedList[]).map(listed),
  group(
    "invoice",
    ["numeroNotaFiscal", "invoiceNumber"],
    ["tipoOperacaoNotaFiscal", "invoiceOperation"],
    ["dataNotaFiscal", "xs:date"],
    ["cnpjOrigem", "cnpj"],
    ["cnpjDestino", "cnpj"],
  ),
  group(
    "prescriber",
    ["nomePrescritor", "personName"],
    ["numeroRegistroProfissional", "documentNumber"],
    ["conselhoProfissional", "council"],
    ["UFConselho", "state"],
  ),
  group(
    "buyer",
    ["nomeComprador", "personName"],
    ["tipoDocumento", "documentType"],
    ["numeroDocumento", "documentNumber"],
    ["orgaoExpedidor", "documentIssuer"],
    ["UFEmissaoDocumento", "state"],
  ),
  group(
    "patient",
    ["nome", "personName"],
    ["idade", "age"],
    ["unidadeIdade", "ageUnit"],
    ["sexo", "sex"],
    ["cid", "cid"],
  ),
  group("medicine", ...MEDICINE),
  group("medicineIn", ["classeTerapeutica", "therapeuticClass"], ...MEDICINE),
  group("medicineSold", ["usoProlongado", "prolongedUse"], ...MEDICINE),
  group(
    "medicineEntry",
    ["notaFiscalEntradaMedicamento", "invoice"],
    ["medicamentoEntrada", "medicineIn", "*"],
    ["dataRecebimentoMedicamento", "xs:date"],
  ),
  sale("medicineSale", "Medicamento", ["medicamentoVenda", "medicineSold", "*"]),
  group(
    "medicineTransfer",
    ["notaFiscalTransferenciaMedicamento", "invoice"],
    ["medicamentoTransferencia", "medicine", "*"],
    ["dataTransferenciaMedicamento", "xs:date"],
  ),
  group(
    "medicineLoss",
    ["motivoPerdaMedicamento", "lossReason"],
    ["medicamentoPerda", "medicine"],
    ["dataPerdaMedicamento", "xs:date"],
  ),
  group(
    "medicineMade",
    ...MEDICINE,
    ["quantidadeInsumo", "weight"],
    ["unidadeDeMedidaDoInsumo", "ingredientUnit"],
  ),
  group(
    "makingEntry",
    ["medicamentoTransformacaoEntrada", "medicineMade", "*"],
    ["dataTransformacaoEntrada", "xs:date"],
  ),
  group(
    "madeSold",
    ["usoProlongado", "prolongedUse"],
    ["registroMSMedicamento", "registration"],
    ["numeroLoteMedicamento", "lot"],
    ...DOSAGE,
  ),
  sale("makingSale", "Medicamento", ["medicamentoVenda", "madeSold", "*"]),
  group(
    "madeLost",
    ["registroMSMedicamento", "registration"],
    ["numeroLoteMedicamento", "lot"],
    ["quantidadeInsumo", "weight"],
    ["unidadeDeMedidaDoInsumo", "ingredientUnit"],
  ),
  group(
    "makingLoss",
    ["motivoPerdaMedicamento", "lossReason"],
    ["medicamentoPerda", "madeLost"],
    ["dataPerdaMedicamento", "xs:date"],
  ),
  group("ingredient", ...INGREDIENT),
  group("ingredientIn", ["classeTerapeutica", "therapeuticClass"], ...INGREDIENT),
  group("ingredientNamed", ...INGREDIENT.slice(0, 3)),
  group(
    "ingredientEntry",
    ["notaFiscalEntradaInsumo", "invoice"],
    ["insumoEntrada", "ingredientIn", "*"],
    ["dataRecebimentoInsumo", "xs:date"],
  ),
  group(
    "ingredientSold",
    ["usoProlongado", "prolongedUse"],
    ["insumoVendaAoConsumidor", "ingredientNamed"],
    ...DOSAGE,
  ),
  sale("ingredientSale", "Insumo", ["substanciaInsumoVendaAoConsumidor", "ingredientSold", "*"]),
  group(
    "ingredientTransfer",
    ["notaFiscalTransferenciaInsumo", "invoice"],
    ["insumoTransferencia", "ingredient", "*"],
    ["dataTransferenciaInsumo", "xs:date"],
  ),
  group(
    "ingredientLost",
    ["insumoPerda", "ingredientNamed"],
    ["quantidadeInsumoPerda", "weight"],
    ["tipoUnidadePerda", "ingredientUnit"],
  ),
  group(
    "ingredientLoss",
    ["motivoPerdaInsumo", "lossReason"],
    ["substanciaInsumoPerda", "ingredientLost"],
    ["dataPerdaInsumo", "xs:date"],
    ["insumoCNPJFornecedor", "cnpj"],
  ),
  group("medicineCounted", ["medicamentoEntrada", "medicineIn"]),
  group("ingredientCounted", ["insumoEntrada", "ingredientIn"]),
  message(
    "mensagemSNGPC",
    [
      ["dataInicio", "xs:date"],
      ["dataFim", "xs:date"],
    ],
    [
      ["entradaMedicamentos", "medicineEntry", "*"],
      ["saidaMedicamentoVendaAoConsumidor", "medicineSale", "*"],
      ["saidaMedicamentoTransferencia", "medicineTransfer", "*"],
      ["saidaMedicamentoPerda", "medicineLoss", "*"],
      ["entradaMedicamentoTransformacao", "makingEntry", "*"],
      ["saidaMedicamentoTransformacaoVendaAoConsumidor", "makingSale", "*"],
      ["saidaMedicamentoTransformacaoPerda", "makingLoss", "*"],
    ],
    [
      ["entradaInsumos", "ingredientEntry", "*"],
      ["saidaInsumoVendaAoConsumidor", "ingredientSale", "*"],
      ["saidaInsumoTransferencia", "ingredientTransfer", "*"],
      ["saidaInsumoPerda", "ingredientLoss", "*"],
    ],
  ),
  message(
    "mensagemSNGPCInventario",
    [["data", "xs:date"]],
    [["entradaMedicamentos", "medicineCounted", "*"]],
    [["entradaInsumos", "ingredientCounted", "*"]],
  ),
].join("\n")}</xs:schema>`;
