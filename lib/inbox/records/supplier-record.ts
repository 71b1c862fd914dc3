import { z } from "zod";
import { isCnpj } from "@/lib/core/documents.ts";
import { line, required } from "../api/fields.ts";
import type { Finding } from "../document.ts";
import { documentNumber, readRecord } from "./record-fields.ts";
import type { RecordKind } from "./record-kind.ts";

const schema = z.strictObject({
  codigo: required(60),
  razaoSocial: required(120),
  nome: line(120).default(""),
  cnpj: documentNumber.default(""),
  inscricaoEstadual: line(20).default(""),
  endereco: line(120).default(""),
  numero: line(20).default(""),
  bairro: line(60).default(""),
  cidade: line(60).default(""),
  uf: line(2).default(""),
  cep: line(10).default(""),
});

/** A supplier as it is now, of `POST /api/v1/suppliers` or of a CSV. A wrong CNPJ is left out with a warning. */
export const supplierRecord: RecordKind = {
  label: "Fornecedores",
  field: "fornecedores",
  columns: Object.keys(schema.shape),
  parse(record: unknown) {
    const data = readRecord(schema, record, "codigo");
    const warnings: Finding[] = [];
    const known = data.cnpj === "" || isCnpj(data.cnpj);
    if (!known)
      warnings.push({
        documentKey: data.codigo,
        code: "wrong_document",
        reason:
          "O CNPJ tem dígito verificador errado e foi desconsiderado. O fornecedor foi aceito.",
      });
    return {
      document: {
        type: "supplier",
        documentKey: data.codigo,
        row: {
          code: data.codigo,
          name: data.nome || data.razaoSocial,
          legalName: data.razaoSocial,
          cnpj: known ? data.cnpj : "",
          stateRegistration: data.inscricaoEstadual,
          street: data.endereco,
          streetNumber: data.numero,
          district: data.bairro,
          city: data.cidade,
          state: data.uf.toUpperCase(),
          postalCode: data.cep.replace(/\D/g, ""),
        },
      },
      warnings,
    };
  },
};
