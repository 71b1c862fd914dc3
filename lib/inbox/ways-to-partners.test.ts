import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useDatabase } from "@/db/current-database.ts";
import { apiKeys } from "@/db/schema/people.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import {
  accessKey,
  buildCancellation,
  buildNote,
  type FiscalNote,
  gtin,
  storeCnpj,
} from "@/e2e/support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { type Fields, readFields } from "@/e2e/support/read-fields.ts";
import { makeBranch } from "@/lib/connectors/conformance/fixed-day.ts";
import { openBench } from "@/lib/connectors/conformance/make-context.ts";
import { readParts } from "@/lib/connectors/conformance/read-parts.ts";
import { createMovementReader } from "@/lib/engine/read-movements.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import { hashApiKey } from "./api/authenticate-api-key.ts";
import { serveBatch } from "./api/serve-api.ts";

const KEY = "enl_chave-inventada-de-teste-0012";
const DAY = "2026-03-05";
const CNPJ = storeCnpj("40100200");
const SUPPLIER = storeCnpj("70100200");
const CUSTOMER = "52998224725";

const product = (number: number, more: object = {}) => ({
  code: `100${number}`,
  ean: gtin(number),
  description: `Produto inventado ${number}`,
  ...more,
});
const note = (number: number, hour: string, more: Partial<FiscalNote>): FiscalNote => ({
  issuer: CNPJ,
  number,
  issuedAt: `${DAY}T${hour}:00-03:00`,
  lines: [],
  ...more,
});
/** A sale with a discount and two lines, one that is cancelled, and goods received. */
const SALE = note(1, "10:00", {
  lines: [
    { ...product(1), quantity: 2, unitPriceCents: 1_290, grossCents: 2_580, discountCents: 80 },
    { ...product(2), quantity: 1, unitPriceCents: 500, grossCents: 500 },
  ],
  payments: [{ method: "17", cents: 3_000 }],
  recipient: { cpf: CUSTOMER },
  presence: "4",
});
const CANCELLED = note(2, "11:00", {
  lines: [{ ...product(1), quantity: 1, unitPriceCents: 1_290, grossCents: 1_290 }],
  payments: [{ method: "01", cents: 1_290 }],
});
const PURCHASE = note(3, "09:00", {
  model: "55",
  issuer: SUPPLIER,
  recipient: { cnpj: CNPJ, name: "Loja Inventada" },
  lines: [{ ...product(1), quantity: 48, unitPriceCents: 520, grossCents: 24_960 }],
  payments: [{ method: "15", cents: 24_960 }],
});
/** A sale of which only the client's system knows all: programme, seller, costs, the card's numbers. */
const TOLD = note(4, "12:00", {
  lines: [
    {
      ...product(1),
      quantity: 1,
      unitPriceCents: 1_190,
      grossCents: 1_190,
      otherCents: 10,
      anvisa: "1000000010015",
      lot: "L1",
    },
  ],
  payments: [{ method: "03", cents: 1_200 }],
  recipient: { cpf: CUSTOMER },
});
/** What of it no fiscal document says. */
const KNOWN = {
  item: { custo: 8, oferta: true, receita: "R-1" },
  payment: { bandeira: "01", autorizacao: "A1", nsu: "123456", terminal: "T9", parcelas: 2 },
  head: { vendedor: "V7", programa: "convenio" },
};
const ACQUIRER = storeCnpj("80100200");
/** What has a way in besides sales: each as the API's records, which are the CSV's columns too. */
const REGISTERS: ReadonlyArray<{
  kind: Parameters<typeof serveBatch>[0];
  field: string;
  records: ReadonlyArray<Record<string, unknown>>;
}> = [
  {
    kind: "customers",
    field: "clientes",
    records: [
      {
        codigo: "C1",
        nome: "Maria de Exemplo",
        documento: CUSTOMER,
        email: "maria@cliente.example",
        telefone: "11987654321",
        nascimento: "1980-05-17",
        genero: "F",
        cidade: "Campinas",
        uf: "SP",
        consentimento: "S",
        consentimentoEm: "2026-01-10",
        consentimentoOrigem: "loja",
      },
    ],
  },
  {
    kind: "prescriptions",
    field: "receitas",
    records: [
      {
        filial: CNPJ,
        receita: "R-1",
        tipo: "1",
        dataReceita: "2026-03-04",
        dataVenda: DAY,
        prescritor: "Helena de Exemplo",
        registroConselho: "12345",
        ufConselho: "SP",
        comprador: "Maria de Exemplo",
        tipoDocumento: "2",
        documento: "123456789",
        orgaoExpedidor: "SSP",
        ufDocumento: "SP",
      },
    ],
  },
  {
    kind: "controlled",
    field: "controlados",
    records: [
      {
        filial: CNPJ,
        movimento: "ENT-1",
        tipo: "entrada",
        data: DAY,
        nota: "3",
        dataNota: "2026-03-04",
        cnpjOrigem: SUPPLIER,
        cnpjDestino: CNPJ,
        registro: "1000000010015",
        lote: "L1",
        validade: "2028-12-31",
        quantidade: 24,
        classe: "2",
      },
    ],
  },
  {
    kind: "outbound-orders",
    field: "pedidosSaida",
    records: [
      {
        filial: CNPJ,
        pedido: "PED-1",
        numero: "1",
        destinatario: "2",
        nomeDestinatario: "Loja Cambuí",
        data: DAY,
        codigo: "1001",
        quantidade: 12,
      },
    ],
  },
  {
    kind: "suppliers",
    field: "fornecedores",
    records: [
      {
        codigo: "70",
        razaoSocial: "Empresa Inventada Ltda",
        nome: "Inventada",
        cnpj: SUPPLIER,
        inscricaoEstadual: "110042490114",
        endereco: "Rua das Acácias",
        numero: "5",
        bairro: "Centro",
        cidade: "Campinas",
        uf: "SP",
        cep: "13010000",
      },
    ],
  },
  {
    kind: "categories",
    field: "categorias",
    records: [{ codigo: "11", nome: "Medicamentos", categoriaPai: "1" }],
  },
  {
    kind: "price-zones",
    field: "zonas",
    records: [{ zona: "CENTRO", nome: "Centro", filiais: CNPJ }],
  },
  {
    kind: "promotions",
    field: "promocoes",
    records: [
      {
        filial: CNPJ,
        promocao: "P-1",
        tipo: "de_por",
        codigo: "1001",
        inicio: "2026-03-01",
        fim: "2026-03-31",
        precoRegular: 12.9,
        precoPromocional: 11.9,
      },
    ],
  },
  {
    kind: "category-goals",
    field: "metas",
    records: [{ categoria: "11", meta: 125000.5, competitividade: "Alta", midia: "Tabloide" }],
  },
];
/** In which list of a record the API keeps what a CSV has in the row itself. */
const ROWS: Record<string, readonly string[]> = {
  controlados: ["registro", "lote", "validade", "quantidade", "classe"],
  pedidosSaida: ["codigo", "quantidade"],
};

const CANCELLED_AT = `${DAY}T11:05:00-03:00`;

const reais = (cents: number) => cents / 100;
const comma = (cents: number) => reais(cents).toFixed(2).replace(".", ",");

async function post(bench: InboxBench, kind: Parameters<typeof serveBatch>[0], body: object) {
  useDatabase(bench.database);
  const response = await serveBatch(
    kind,
    new Request(`http://localhost/api/v1/${kind}`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  const { data } = (await response.json()) as { data: Array<{ situacao: string }> };
  expect(data.map(({ situacao }) => situacao)).toEqual(data.map(() => "aceito"));
}

async function bring(bench: InboxBench, name: string, content: string) {
  const result = await bench.import(name, content);
  expect(result).toMatchObject({ status: "finished", refused: 0, refusals: [] });
}

const snake = (name: string) =>
  name === "filial" || name === "filiais"
    ? "cnpj_filial"
    : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The registers and other movements of the day, by the API or by files. */
async function bringRegisters(bench: InboxBench, way: "api" | "csv"): Promise<void> {
  for (const { kind, field, records } of REGISTERS) {
    if (way === "csv") {
      const names = Object.keys(records[0]!);
      const cells = records.map((record) =>
        names.map((name) => String(record[name]).replace(/^(\d+)\.(\d+)$/, "$1,$2")).join(";"),
      );
      await bring(bench, `${field}.csv`, [names.map(snake).join(";"), ...cells].join("\n"));
      continue;
    }
    const inRows = ROWS[field] ?? [];
    await post(bench, kind, {
      [field]: records.map((record) => {
        const entries = Object.entries(record);
        const head = entries
          .filter(([name]) => !inRows.includes(name))
          .map(([name, value]) => [name, name === "filiais" ? [value] : value]);
        const row = entries.filter(([name]) => inRows.includes(name));
        return {
          ...Object.fromEntries(head),
          ...(row.length > 0 && { itens: [Object.fromEntries(row)] }),
        };
      }),
    });
  }
}

const catalogueByCsv = (bench: InboxBench) =>
  bring(
    bench,
    "produtos.csv",
    [
      "codigo;descricao;ean;categoria;fornecedor;ncm;registro_ms;marca;unidade;embalagem;fabricante;curva;cnpj_filial;preco;preco_promocional;preco_fidelidade;preco_atacado;quantidade_atacado;custo;estoque",
      `1001;Produto inventado 1;${gtin(1)};11;F1;30049099;1000000010015;Marca;UN;1;Laboratório;A;${CNPJ};12,90;11,90;11,50;10,90;6;8,00;12,5`,
      `1002;Produto inventado 2;${gtin(2)};12;F1;30049099;;Marca;UN;1;Laboratório;B;${CNPJ};5,00;;;;;3,10;7`,
    ].join("\n"),
  );

/** The ways in which a client's system brings the same day. */
const WAYS: Record<"api" | "csv" | "xml", (bench: InboxBench) => Promise<void>> = {
  async api(bench) {
    const items = (of: FiscalNote) =>
      of.lines.map((line) => ({
        codigo: line.code,
        ean: line.ean,
        descricao: line.description,
        ncm: "30049099",
        cfop: "5102",
        quantidade: line.quantity,
        valorUnitario: reais(line.unitPriceCents),
        desconto: reais(line.discountCents ?? 0),
      }));
    const sale = (of: FiscalNote) => ({
      tipo: "venda",
      filial: CNPJ,
      chave: accessKey(of),
      numero: String(of.number),
      serie: "1",
      emitidaEm: of.issuedAt,
      cliente: of.recipient?.cpf ?? "",
      ...(of.presence && { canal: "delivery" }),
      total: reais(of.payments![0]!.cents),
      itens: items(of),
      pagamentos: of.payments!.map(({ method, cents }) => ({ forma: method, valor: reais(cents) })),
    });
    const details = (number: number, more: object) => ({
      codigo: `100${number}`,
      descricao: `Produto inventado ${number}`,
      eans: [gtin(number)],
      fornecedor: "F1",
      ncm: "30049099",
      marca: "Marca",
      fabricante: "Laboratório",
      ...more,
    });
    await post(bench, "products", {
      produtos: [
        details(1, { categoria: "11", registroMs: "1000000010015", curva: "A" }),
        details(2, { categoria: "12", curva: "B" }),
      ],
    });
    await post(bench, "prices", {
      precos: [
        {
          filial: CNPJ,
          codigo: "1001",
          preco: 12.9,
          precoPromocional: 11.9,
          precoFidelidade: 11.5,
          precoAtacado: 10.9,
          quantidadeAtacado: 6,
          custo: 8,
        },
        { filial: CNPJ, codigo: "1002", preco: 5, custo: 3.1 },
      ],
    });
    await post(bench, "stock", {
      estoques: [
        { filial: CNPJ, codigo: "1001", quantidade: 12.5 },
        { filial: CNPJ, codigo: "1002", quantidade: 7 },
      ],
    });
    await post(bench, "movements", { movimentos: [sale(SALE)] });
    await post(bench, "movements", { movimentos: [sale(CANCELLED)] });
    const told = sale(TOLD);
    await post(bench, "movements", {
      movimentos: [
        {
          ...told,
          ...KNOWN.head,
          itens: told.itens.map((item) => ({
            ...item,
            ...KNOWN.item,
            acrescimo: 0.1,
            registroMs: "1000000010015",
            lote: "L1",
          })),
          pagamentos: told.pagamentos.map((payment) => ({
            ...payment,
            ...KNOWN.payment,
            adquirente: ACQUIRER,
          })),
        },
      ],
    });
    await post(bench, "movements", {
      movimentos: [
        {
          tipo: "cancelamento",
          filial: CNPJ,
          chaveOriginal: accessKey(CANCELLED),
          emitidaEm: CANCELLED_AT,
        },
      ],
    });
    await post(bench, "purchases", {
      compras: [
        {
          filial: CNPJ,
          chave: accessKey(PURCHASE),
          nota: "3",
          serie: "1",
          cnpjFornecedor: SUPPLIER,
          fornecedor: "Empresa Inventada Ltda",
          data: DAY,
          hora: "09:00:00",
          total: 249.6,
          itens: items(PURCHASE).map(({ desconto: _discount, ...item }) => item),
        },
      ],
    });
    await bringRegisters(bench, "api");
  },
  async csv(bench) {
    await catalogueByCsv(bench);
    const head =
      "cnpj_filial;data;hora;cupom;serie;tipo;chave;cliente;canal;codigo;ean;descricao;ncm;cfop;quantidade;valor_unitario;desconto;forma_pagamento;data_cancelamento;hora_cancelamento";
    const rows = (of: FiscalNote) =>
      of.lines.map(
        (line) =>
          `${CNPJ};${DAY};${of.issuedAt.slice(11, 19)};${of.number};1;venda;${accessKey(of)};${of.recipient?.cpf ?? ""};${of.presence ? "delivery" : ""};${line.code};${line.ean};${line.description};30049099;5102;${line.quantity};${comma(line.unitPriceCents)};${comma(line.discountCents ?? 0)};${of.payments![0]!.method};;`,
      );
    await bring(bench, "venda.csv", [head, ...rows(SALE)].join("\n"));
    await bring(bench, "cancelada.csv", [head, ...rows(CANCELLED)].join("\n"));
    await bring(
      bench,
      "contada.csv",
      `${head};acrescimo;registro_ms;lote;custo;oferta;receita;bandeira;autorizacao;nsu;terminal;parcelas;adquirente;vendedor;programa\n${rows(TOLD)[0]};0,10;1000000010015;L1;8,00;S;R-1;01;A1;123456;T9;2;${ACQUIRER};V7;convenio`,
    );
    await bring(
      bench,
      "cancelamento.csv",
      `${head}\n${CNPJ};${DAY};11:00;2;1;cancelamento;${accessKey(CANCELLED)};;;1001;;x;;;1;12,90;;;${DAY};11:05`,
    );
    const [line] = PURCHASE.lines;
    await bring(
      bench,
      "compras.csv",
      `cnpj_filial;chave;nota;serie;cnpj_fornecedor;fornecedor;data;hora;codigo;ean;descricao;ncm;cfop;quantidade;valor_unitario\n${CNPJ};${accessKey(PURCHASE)};3;1;${SUPPLIER};Empresa Inventada Ltda;${DAY};09:00:00;${line!.code};${line!.ean};${line!.description};30049099;5102;48;5,20`,
    );
    await bringRegisters(bench, "csv");
  },
  async xml(bench) {
    await catalogueByCsv(bench);
    await bring(bench, "venda.xml", buildNote(SALE));
    await bring(bench, "cancelada.xml", buildNote(CANCELLED));
    await bring(bench, "contada.xml", buildNote(TOLD));
    await bring(bench, "cancelamento.xml", buildCancellation(accessKey(CANCELLED), CANCELLED_AT));
    await bring(bench, "compra.xml", buildNote(PURCHASE));
    await bringRegisters(bench, "csv");
  },
};

let sandbox: Sandbox;
const benches = new Map<string, InboxBench>();
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 1 });
  for (const [way, work] of Object.entries(WAYS)) {
    const bench = await createInboxBench();
    benches.set(way, bench);
    await bench.database.db.insert(apiKeys).values({
      organizationId: bench.organizationId,
      name: "ERP",
      prefix: KEY.slice(0, 8),
      hash: hashApiKey(KEY),
    });
    await work(bench);
  }
}, 120_000);
afterAll(async () => {
  await sandbox.stop();
  await Promise.all([...benches.values()].map((bench) => bench.close()));
});

/** What a partner gets of the day that came in one way. */
async function filesOf(id: string, operation: string, way: string): Promise<Fields> {
  const connector = CONNECTORS.find((each) => each.id === id)!;
  const { database, organizationId } = benches.get(way)!;
  const bench = openBench(connector, { settings: CONNECTOR_USES[id]!.settings(sandbox) });
  const [branch] = await database.db.execute<{ id: string }>(
    sql`select id from branches where organization_id = ${organizationId}`,
  );
  bench.ctx.branches = [makeBranch({ id: Number(branch!.id), cnpj: CNPJ })];
  bench.ctx.movements = createMovementReader(database, organizationId, null);
  const fields: Fields = {};
  for (const file of await bench.prepare(operation))
    for (const { name, text } of await readParts(file))
      for (const [path, value] of Object.entries(readFields(name, text)))
        fields[`${name} ${path}`] = value;
  return fields;
}

const SENDING = Object.entries(CONNECTOR_USES).flatMap(([id, { operation, alsoSends = [] }]) =>
  [operation, ...alsoSends].filter(Boolean).map((one) => ({ id, operation: one })),
);

/** How each partner is told what no fiscal document says; `null` = it is not told at all. */
const UNKNOWN_IN_XML: Record<string, Record<string, string | null>> = {
  "smarket files": { CUSTO_UNITARIO: "", FLAG_OFERTA: "" },
  "audit files": { tipo_venda: "", uf_crm: "", nr_crm: "" },
  "scanntech sales": { numeroAutorizacion: "null" },
  "trivio sales": { em_oferta: "null", bandeira: "null", nsu: "null", autorizacao: "null" },
  "linked-farma sales": { em_oferta: "null", bandeira: "null", nsu: "null", autorizacao: "null" },
  "propz sales": { employeeId: "null" },
  "dito sales": { seller_code: null },
  "proffer files": { custo: "" },
  "iqvia-api sales": { comPrescricao: "0", codProfSaude: '"0"' },
};
/** Without the card's number or the programme there is nothing to reconcile, and no file. */
const NOTHING_BY_XML = ["boavista sales", "naapyes sales"];

describe("the same day, whichever way it came, is told to a partner field by field", () => {
  test.each(SENDING)("$id, $operation", async ({ id, operation }) => {
    const name = `${id} ${operation}`;
    const api = await filesOf(id, operation, "api");
    expect(Object.keys(api).length).toBeGreaterThan(0);
    expect(await filesOf(id, operation, "csv")).toEqual(api);
    const xml = await filesOf(id, operation, "xml");
    if (NOTHING_BY_XML.includes(name)) return expect(xml).toEqual({});
    const unknown: Record<string, string | null> = {};
    for (const path of new Set([...Object.keys(api), ...Object.keys(xml)]))
      if (api[path] !== xml[path]) unknown[path.split(/[ .]/).at(-1)!] = xml[path] ?? null;
    expect(unknown).toEqual(UNKNOWN_IN_XML[name] ?? {});
  });
});

test("what no way in tells is unknown to every partner, never a zero", async () => {
  const smarket = await filesOf("smarket", "files", "csv");
  const valuesOf = (fields: Fields, column: string) =>
    Object.entries(fields).flatMap(([path, value]) => (path.endsWith(column) ? [value] : []));
  expect(valuesOf(smarket, " ESTOQUE")).toEqual(["12.5", "7"]);
  const wholesale = valuesOf(smarket, " QUANTIDADE_ATACADO");
  expect(wholesale).toEqual(["6", ""]);
  expect(valuesOf(smarket, " PRECO_FIDELIDADE")).toEqual(["11.50", ""]);
  // The other sales of the day came without the columns of offers and programmes.
  expect(valuesOf(smarket, " FLAG_OFERTA")).toEqual(["", "", "", "", "1"]);
  for (const column of [" ESTOQUE_PENDENTE", " MEDIA_VENDA_DIARIA"])
    expect([column, ...valuesOf(smarket, column)]).toEqual([column, "", ""]);
  const proffer = await filesOf("proffer", "files", "csv");
  for (const column of [" pendente", " media_diaria"])
    expect([column, ...valuesOf(proffer, column)]).toEqual([column, "", ""]);
  const lots = (
    await Promise.all(SENDING.map(({ id, operation }) => filesOf(id, operation, "api")))
  ).flatMap((fields) => Object.entries(fields));
  for (const column of [".quantidade_pendente", ".media_diaria"]) {
    const values = lots.flatMap(([path, value]) => (path.endsWith(column) ? [value] : []));
    expect(values.length).toBeGreaterThan(1);
    expect([column, ...new Set(values)]).toEqual([column, "null"]);
  }
});
