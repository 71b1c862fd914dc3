import { z } from "zod";

const cents = (value: number) => Math.round(value * 100);
const money = z
  .number()
  .positive()
  .refine((value) => Math.abs(value * 100 - cents(value)) < 1e-6, "deve ter até 2 casas");

const lineShape = z.strictObject({
  chave: z.string().min(1).max(120),
  cnpj: z.string().regex(/^[0-9A-Z]{12}\d{2}$/),
  codigo_estabelecimento: z.string().min(1),
  data_hora: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
  nsu: z.string().min(1, "é obrigatório"),
  autorizacao: z.string(),
  adquirente_cnpj: z.string().regex(/^([0-9A-Z]{12}\d{2})?$/),
  bandeira: z.string(),
  produto: z.enum(["credito", "debito", "pix", "voucher", "outro"]),
  parcelas: z
    .array(z.strictObject({ numero: z.int().positive(), valor: money }))
    .min(1)
    .max(99),
  valor_bruto: money,
  terminal: z.string(),
  caixa: z.string(),
  cupom: z.string().min(1),
  cancelada: z.boolean(),
});

export const lotShape = z.strictObject({
  lote: z.string().min(1),
  cnpj: z.string(),
  codigo_estabelecimento: z.string(),
  data_movimento: z.iso.date(),
  registros: z.array(z.unknown()).min(1),
});

export type CardLine = z.infer<typeof lineShape>;
export type Lot = z.infer<typeof lotShape>;

/** A line by itself and as part of its lot. */
export function checkLine(
  body: unknown,
  lot: Lot,
):
  | { line: CardLine; problem: null }
  | { line: null; problem: { codigo: string; mensagem: string } } {
  const refuse = (codigo: string, mensagem: string) => ({
    line: null,
    problem: { codigo, mensagem },
  });
  const parsed = lineShape.safeParse(body);
  if (!parsed.success)
    return refuse(
      "FORMATO",
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
    );
  const line = parsed.data;
  if (line.cnpj !== lot.cnpj || line.codigo_estabelecimento !== lot.codigo_estabelecimento)
    return refuse("LOJA", "a venda é de outra loja");
  if (!line.data_hora.startsWith(lot.data_movimento) && !line.cancelada)
    return refuse("DIA", "a venda é de outro dia");
  if (["credito", "debito", "voucher"].includes(line.produto) && line.autorizacao === "")
    return refuse("AUTORIZACAO", "cartão sem autorização");
  if (line.parcelas.some(({ numero }, index) => numero !== index + 1))
    return refuse("PARCELAS", "parcelas fora de ordem");
  const sum = line.parcelas.reduce((total, { valor }) => total + cents(valor), 0);
  if (sum !== cents(line.valor_bruto))
    return refuse(
      "PARCELAS",
      `as parcelas somam ${(sum / 100).toFixed(2)} e o bruto é ${line.valor_bruto.toFixed(2)}`,
    );
  return { line, problem: null };
}
