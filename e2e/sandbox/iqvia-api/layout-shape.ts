import { z } from "zod";

/** Characters, not UTF-16 units; a control character or half a pair is no text. */
const text = (length: number, least = 1) =>
  z
    .string()
    .refine(
      (value) =>
        [...value].length >= least &&
        [...value].length <= length &&
        !/[\u0000-\u001f\u007f]/.test(value) &&
        value.isWellFormed(),
      `deve ter de ${least} a ${length} caracteres`,
    )
    .refine((value) => !/[ÂÃ][\u0080-\u00bf]/.test(value), "tem acentos estragados");
const digits = (length: number) =>
  z.string().regex(new RegExp(`^\\d{${length}}$`), `deve ter ${length} dígitos`);
const money = z
  .number()
  .nonnegative()
  .refine(
    (value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
    "deve ter até 2 casas",
  );
const flag = z.literal([0, 1]);
const textFlag = z.literal(["0", "1"]);
const day = z.iso.date();
const units = z.int().positive("deve ser inteiro positivo");

const place = {
  compl: text(20, 0).optional(),
  cep: digits(8),
  cidade: text(40),
  uf: z.string().regex(/^[A-Z]{2}$/),
};
const address = z.strictObject({ descr: text(70), ...place, tel: z.string().regex(/^\d{1,20}$/) });
const looseAddress = z.strictObject({
  descr: text(70, 0).optional(),
  ...place,
  tel: z
    .string()
    .regex(/^\d{0,20}$/)
    .optional(),
});

const store = z.strictObject({
  cod: text(14),
  doc: digits(14),
  nome: text(40),
  nomeOfc: text(40),
  tipo: z.literal(["CD", "F"]),
  tipoCaptacaoPrescricao: z.literal([0, 1, 2, 3]),
  ender: address,
  codIqvia: text(10),
});

const customer = z
  .strictObject({
    tipo: z.literal([1, 2]),
    cod: text(14),
    profSaude: flag,
    doc: z
      .string()
      .regex(/^(|\d{11}|\d{14})$/)
      .optional(),
    nome: text(40, 0).optional(),
    nomeOfc: text(40, 0).optional(),
    ender: looseAddress,
  })
  .refine(
    ({ tipo, doc, nome, nomeOfc }) => tipo === 2 || !(doc || nome || nomeOfc),
    "dados de pessoa física não devem ser enviados",
  );

const professional = z.strictObject({
  cod: text(14),
  doc: z.string().regex(/^[A-Z]{3,4}\d{9}[A-Z]{2}$/),
  nome: text(40),
  local: z.strictObject({
    doc: text(14, 0).optional(),
    nome: text(40, 0).optional(),
    nomeOfc: text(40, 0).optional(),
    ender: z.strictObject({
      descr: text(70),
      ...place,
      tel: z
        .string()
        .regex(/^\d{0,20}$/)
        .optional(),
    }),
  }),
  celular: z
    .string()
    .regex(/^\d{0,11}$/)
    .optional(),
  email: text(80, 0).optional(),
  especialidade: text(40),
  faixaEtaria: z.literal([1, 2, 3, 4, 5, 6, 7]).optional(),
  genero: z.literal(["M", "F", "N"]),
});

const product = z.strictObject({
  cod: text(13),
  eanSellIn: z.string().regex(/^\d{8,14}$/),
  eanSellOut: z.string().regex(/^\d{8,14}$/),
  qrcode: text(500).optional(),
  ncm: digits(8),
  apresent: text(70),
  fabr: text(40),
  molecula: text(100).optional(),
  precoFabrica: money,
  dispViaFarmaciaPopular: textFlag,
  dispViaPbm: textFlag,
  marcaPropria: textFlag,
});

const price = z.strictObject({
  valor: z.strictObject({ liquido: money, bruto: money }),
  desconto: z
    .strictObject({
      paraConsumidorFinal: z.int().min(1).max(12),
      docLabPbm: digits(14).optional(),
      perc: money.max(100),
      valor: money,
    })
    .optional(),
  icms: z.strictObject({
    isento: flag,
    aliq: money,
    valor: money,
    cst: text(3),
    subsTrib: z.strictObject({
      valor: money,
      embutidoPreco: flag,
      cest: z.string().regex(/^\d{1,7}$/),
    }),
  }),
});

const sale = z.strictObject({
  codEstab: text(14),
  codCliente: text(14),
  comPrescricao: flag,
  idPrescricao: z.int().optional(),
  paraUsoProfSaude: flag,
  codProfSaude: text(14),
  codProd: text(13),
  dt: day,
  qt: units,
  ecommerce: flag,
  meio: z.int().min(1).max(9),
  docTipo: z.literal([0, 1, 2, 3]),
  docFiscalSerie: text(3),
  docFiscalNum: z.int().nonnegative(),
  danfe: z
    .string()
    .regex(/^[0-9A-Z]{44}$/)
    .optional(),
  vendaJudic: flag,
  tipoPagto: z.int().min(0).max(7),
  preco: price,
});

const undone = z.strictObject({
  codEstab: text(14),
  codCliente: text(14),
  codProfSaude: text(14),
  codProd: text(13),
  comPrescricao: flag,
  ecommerce: flag,
  dt: day,
  qt: units,
});
const stock = z.strictObject({
  codEstab: text(14),
  codProd: text(13),
  dt: day,
  qt: z.int().nonnegative(),
});
/** Their fields are not known to this stand-in: it wants the arrays and takes them empty alone. */
const empty = z.array(z.unknown()).max(0, "campos desconhecidos");

/** The layout, exactly: an unknown field is a complaint, a missing array too. */
export const layoutShape = z.strictObject({
  data: day,
  estabelecimentos: z.array(store).min(1),
  clientes: z.array(customer),
  profissionaisSaude: z.array(professional),
  pacientes: empty,
  produtos: z.array(product),
  fornecedores: empty,
  planosSaude: empty,
  laboratoriosPBM: empty,
  vendas: z.array(sale),
  vendasDevolucoesCancelamentos: z.array(undone),
  compras: empty,
  comprasDevolucoesCancelamentos: empty,
  prescricoes: empty,
  estoque: z.array(stock),
});

export type DayBody = z.infer<typeof layoutShape>;
