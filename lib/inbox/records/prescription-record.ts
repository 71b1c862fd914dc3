import { z } from "zod";
import { cnpj, line, required } from "../api/fields.ts";
import {
  DocumentRefusal,
  type InboxContext,
  type PrescriptionRow,
  refuseUnknownBranch,
} from "../document.ts";
import { code, day, readRecord, whole } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

/** One of two: the first where nothing is said. */
const oneOrTwo = code(1)
  .transform((text) => text || "1")
  .pipe(z.enum(["1", "2"]))
  .default("1");

const schema = z.strictObject({
  filial: cnpj,
  receita: required(60),
  venda: line(120).default(""),
  tipo: code(1).default(""),
  notificacao: line(10).default(""),
  dataReceita: day,
  dataVenda: day,
  prescritor: required(100),
  conselho: line(4).default("CRM"),
  registroConselho: required(30),
  ufConselho: required(2),
  paciente: line(100).default(""),
  idade: whole(0, 999).nullable().default(null),
  unidadeIdade: oneOrTwo,
  sexo: code(1)
    .pipe(z.enum(["1", "2", ""]))
    .default(""),
  cid: line(4).default(""),
  comprador: line(100).default(""),
  tipoDocumento: code(2).default(""),
  documento: line(30).default(""),
  orgaoExpedidor: line(10).default(""),
  ufDocumento: line(2).default(""),
  uso: oneOrTwo,
});

/** A prescription of `POST /api/v1/prescriptions` or of a CSV. */
export const prescriptionRecord: RecordKind = {
  label: "Receitas",
  field: "receitas",
  columns: Object.keys(schema.shape),
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "receita");
    const branchId = context.branchIdByCnpj.get(data.filial) ?? refuseUnknownBranch(data.receita);
    if (data.dataReceita > data.dataVenda)
      throw new DocumentRefusal(
        "wrong_date",
        "A data da receita é posterior à da venda.",
        data.receita,
      );
    if (!/^[1-5]?$/.test(data.tipo))
      throw new DocumentRefusal(
        "invalid_record",
        "O campo tipo aceita de 1 a 5, ou vazio para uma receita comum.",
        data.receita,
      );
    if (["2", "3", "4"].includes(data.tipo) && /^0*$/.test(data.notificacao))
      throw new DocumentRefusal(
        "missing_notification",
        "Os receituários dos tipos 2, 3 e 4 precisam do número da notificação.",
        data.receita,
      );
    if (data.tipo === "5" && (data.paciente === "" || data.idade === null || data.sexo === ""))
      throw new DocumentRefusal(
        "missing_patient",
        "A receita de antimicrobiano (tipo 5) precisa de nome, idade e sexo do paciente.",
        data.receita,
      );
    const row: PrescriptionRow = {
      branchId,
      key: data.receita,
      saleKey: data.venda,
      kind: data.tipo,
      notificationNumber: data.notificacao,
      issuedOn: data.dataReceita,
      day: data.dataVenda,
      prescriberName: data.prescritor,
      prescriberCouncil: data.conselho.toUpperCase(),
      prescriberNumber: data.registroConselho,
      prescriberState: data.ufConselho.toUpperCase(),
      patientName: data.paciente,
      patientAge: data.idade,
      patientAgeUnit: data.paciente === "" ? "" : data.unidadeIdade,
      patientSex: data.sexo,
      patientCid: data.cid,
      buyerName: data.comprador,
      buyerDocumentType: data.tipoDocumento,
      buyerDocument: data.documento,
      buyerDocumentIssuer: data.orgaoExpedidor.toUpperCase(),
      buyerDocumentState: data.ufDocumento.toUpperCase(),
      use: data.uso,
    };
    return { document: { type: "prescription", documentKey: data.receita, row }, warnings: [] };
  },
};
