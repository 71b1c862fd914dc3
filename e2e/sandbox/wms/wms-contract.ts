import { z } from "zod";

const whole = z.number().int().positive();
const words = z.string().refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text));
const named = words.min(1);
const digits = z.string().regex(/^\d{1,14}$/);
const day = z.iso.date();
const quantity = z.number().positive();
const pack = z.strictObject({ sigla: named, descricao: named, qtdembalagem: whole });

const lot = z.strictObject({
  descricao: named,
  fabricacao: day.optional(),
  vencimento: day,
  quantidade: quantity,
});
const entryItem = z.strictObject({
  produtoid: whole,
  descricao: named,
  ean: digits,
  fabricante: z.strictObject({ id: z.number().int().nonnegative(), nome: named }),
  embalagemprimaria: pack,
  embalagemsecundaria: pack,
  lote: z.array(lot).min(1),
});
const exitItem = z.strictObject({
  produtoid: whole,
  descricao: named,
  ean: digits,
  embalagempadrao: whole,
  quantidade: quantity,
  itemid: whole,
});
const head = {
  natureza: named,
  documentonr: named.max(20),
  documentodata: day,
  documentooriginal: words.optional(),
  registroerp: named.max(36),
};

const entry = z.strictObject({
  entradaid: z.number().int().nonnegative(),
  fornecedor: z.strictObject({
    fornecedorcodigo: whole,
    razao: named,
    fantasia: words,
    cnpj: z.string().length(14),
    email: words,
  }),
  ...head,
  itens: z.array(entryItem),
});
const exit = z.strictObject({
  saidaid: z.number().int().nonnegative(),
  ...head,
  destinatario: z.strictObject({
    destinatarioid: whole,
    razao: named,
    fantasia: words,
    cnpj: z.string().regex(/^([0-9A-Z]{12}\d{2})?$/),
    email: words,
  }),
  itens: z.array(exitItem),
});

export type WmsDocument = z.output<typeof entry> | z.output<typeof exit>;

/** What a warehouse says about a document that it cannot read; null when it can. `depot`: documents carry its code. */
export function judgeDocument(
  kind: "entry" | "exit",
  document: unknown,
  depot: boolean,
): string | null {
  if (
    Array.isArray((document as { itens?: unknown } | null)?.itens) &&
    (document as { itens: unknown[] }).itens.length === 0
  )
    return "Documento recusado. Não contém itens!";
  const shape: z.ZodObject = kind === "entry" ? entry : exit;
  const parsed = (depot ? shape.extend({ deposito: named }) : shape).safeParse(document);
  return parsed.success
    ? null
    : parsed.error.issues
        .slice(0, 3)
        .map((issue) => `${issue.path.join(".") || "documento"}: ${issue.message}`)
        .join("; ");
}
