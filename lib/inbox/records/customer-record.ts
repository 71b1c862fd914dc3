import { z } from "zod";
import { isCnpj, isCpf } from "@/lib/core/documents.ts";
import type { CustomerRow, Finding, InboxContext } from "../document.ts";
import { line, required } from "../api/fields.ts";
import { day, documentNumber, flag, readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const schema = z.strictObject({
  codigo: required(60),
  nome: required(120),
  documento: documentNumber.default(""),
  email: line(120).default(""),
  telefone: line(30).default(""),
  nascimento: day.nullable().default(null),
  genero: z.enum(["F", "M", ""]).default(""),
  endereco: line(120).default(""),
  cidade: line(60).default(""),
  uf: line(2).default(""),
  cep: line(10).default(""),
  consentimento: flag.default(false),
  consentimentoEm: day.nullable().default(null),
  consentimentoOrigem: line(40).default(""),
});

const GENDER = { F: "female", M: "male", "": "" } as const;

/** A customer of `POST /api/v1/customers` or of a CSV. What no partner could use is left out with a warning. */
export const customerRecord: RecordKind = {
  label: "Clientes",
  field: "clientes",
  columns: Object.keys(schema.shape),
  parse(record: unknown, context: InboxContext) {
    const data = readRecord(schema, record, "codigo");
    const warnings: Finding[] = [];
    const warn = (code: string, reason: string) =>
      void warnings.push({ documentKey: data.codigo, code, reason });
    const known = data.documento === "" || isCpf(data.documento) || isCnpj(data.documento);
    if (!known)
      warn(
        "wrong_document",
        "O CPF ou CNPJ tem dígito verificador errado e foi desconsiderado. O cliente foi aceito.",
      );
    const reachable = data.email === "" || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(data.email);
    if (!reachable)
      warn("wrong_email", "O e-mail não é um endereço e foi desconsiderado. O cliente foi aceito.");
    const row: CustomerRow = {
      code: data.codigo,
      name: data.nome,
      document: known ? data.documento : "",
      email: reachable ? data.email : "",
      phone: data.telefone.replace(/\D/g, ""),
      birthDate: data.nascimento,
      gender: GENDER[data.genero],
      street: data.endereco,
      city: data.cidade,
      state: data.uf.toUpperCase(),
      postalCode: data.cep.replace(/\D/g, ""),
      marketingConsent: data.consentimento,
      consentAt: data.consentimento
        ? (data.consentimentoEm ?? context.now.toISOString().slice(0, 10))
        : null,
      consentSource: data.consentimento ? data.consentimentoOrigem : "",
    };
    return { document: { type: "customer", documentKey: data.codigo, row }, warnings };
  },
};
