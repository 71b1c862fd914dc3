import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiKeys } from "@/db/schema/people.ts";
import { useDatabase } from "@/db/current-database.ts";
import { gtin } from "@/e2e/support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "@/e2e/support/inbox-bench.ts";
import { hashApiKey } from "../api/authenticate-api-key.ts";
import type { Envelope } from "../api/answer-api.ts";
import { serveBatch } from "../api/serve-api.ts";

let bench: InboxBench;
const KEY = "enl_chave-inventada-de-teste-0002";
beforeAll(async () => {
  bench = await createInboxBench();
  useDatabase(bench.database);
  await bench.database.db.insert(apiKeys).values({
    organizationId: bench.organizationId,
    name: "ERP",
    prefix: "enl_chav",
    hash: hashApiKey(KEY),
  });
});
afterAll(() => bench.close());

interface Result {
  chave: string;
  situacao: string;
  codigo?: string;
  mensagem?: string;
  avisos?: string[];
}

async function call(kind: Parameters<typeof serveBatch>[0], body: object): Promise<Result[]> {
  const response = await serveBatch(
    kind,
    new Request("http://localhost/api/v1/x", {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
  return ((await response.json()) as Envelope & { data: Result[] }).data;
}
const codes = (results: Result[]) =>
  results.map(({ situacao, codigo }) => [situacao, codigo].filter(Boolean).join(":"));

const prescription = (receita: string, change: object = {}) => ({
  filial: bench.cnpj,
  receita,
  venda: "V1",
  tipo: 2,
  notificacao: "45001",
  dataReceita: "2026-11-08",
  dataVenda: "2026-11-10",
  prescritor: "Inês Prado",
  registroConselho: "12345",
  ufConselho: "SP",
  paciente: "Otávio",
  idade: 41,
  sexo: 1,
  ...change,
});
const controlled = (movimento: string, change: object = {}) => ({
  filial: bench.cnpj,
  movimento,
  tipo: "venda",
  data: "2026-11-10",
  receita: "R1",
  itens: [{ codigo: "A", registro: "1000000030011", lote: "L1", quantidade: 2 }],
  ...change,
});
const purchase = (chave: string, change: object = {}) => ({
  filial: bench.cnpj,
  chave,
  nota: "55",
  cnpjFornecedor: "71.300.884/0001-48",
  fornecedor: "Distribuidora",
  data: "2026-11-09",
  total: "20,00",
  itens: [
    {
      codigo: "A",
      ean: gtin(1),
      descricao: "Sabão",
      quantidade: 2,
      valorUnitario: "10.00",
      lote: "F1",
      validade: "2027-01-31",
      bonificacao: false,
    },
  ],
  ...change,
});

describe("customers", () => {
  it("are written as they are now; what no partner could use is left out with a warning", async () => {
    const results = await call("customers", {
      clientes: [
        {
          codigo: "C1",
          nome: "Ana",
          documento: "529.982.247-25",
          email: "ana@cliente.example",
          nascimento: "1980-02-29",
          genero: "F",
          consentimento: true,
          consentimentoOrigem: "loja",
        },
        { codigo: "C2", nome: "Zé", documento: "12345678901", email: "sem-arroba" },
        { codigo: "C3" },
      ],
    });
    expect(codes(results)).toEqual(["aceito", "aceito", "recusado:invalid_record"]);
    expect(results[1]?.avisos).toHaveLength(2);
    expect(results[2]).toMatchObject({
      chave: "C3",
      mensagem: "O campo nome está ausente ou inválido.",
    });
    const [before] = await bench.rows(
      sql`select document, birth_date::text, marketing_consent, consent_at is not null as consented, updated_at::text from customers where code = 'C1'`,
    );
    expect(before).toMatchObject({
      document: "52998224725",
      birth_date: "1980-02-29",
      marketing_consent: true,
      consented: true,
    });
    // The same again is no change, and a partner that asks what changed is not told of it.
    await call("customers", {
      clientes: [
        {
          codigo: "C1",
          nome: "Ana",
          documento: "52998224725",
          email: "ana@cliente.example",
          nascimento: "29/02/1980",
          genero: "F",
          consentimento: "S",
          consentimentoEm: new Date().toISOString().slice(0, 10),
          consentimentoOrigem: "loja",
        },
      ],
    });
    expect(await bench.rows(sql`select updated_at::text from customers where code = 'C1'`)).toEqual(
      [{ updated_at: before?.updated_at }],
    );
  });
});

describe("prescriptions and the controlled book", () => {
  it("are kept once; other content under a known key is a conflict", async () => {
    expect(
      codes(
        await call("prescriptions", {
          receitas: [
            prescription("R1"),
            prescription("R1"),
            prescription("R2", { notificacao: "" }),
            prescription("R3", { dataReceita: "2026-11-11" }),
            prescription("R4", { tipo: "5", paciente: "" }),
            prescription("R5", { filial: bench.foreignCnpj }),
          ],
        }),
      ),
    ).toEqual([
      "aceito",
      "duplicado:duplicate",
      "recusado:missing_notification",
      "recusado:wrong_date",
      "recusado:missing_patient",
      "recusado:unknown_branch",
    ]);
    expect(
      codes(
        await call("prescriptions", {
          receitas: [prescription("R1"), prescription("R1", { idade: 42 })],
        }),
      ),
    ).toEqual(["duplicado:duplicate", "recusado:conflict"]);
    const batch = [
      controlled("M1"),
      controlled("M1", { tipo: "perda", receita: "", motivo: 3 }),
      controlled("M2", { itens: [] }),
      controlled("M3", { tipo: "entrada" }),
      controlled("M4", { itens: [{ registro: "2000000030011", lote: "L1", quantidade: 1 }] }),
      controlled("M5", { itens: [{ registro: "1000000030011", lote: "L1", quantidade: "0,5" }] }),
      controlled("M6", { tipo: "cancelamento" }),
    ];
    const results = await call("controlled", { controlados: batch });
    expect(codes(results)).toEqual([
      "aceito",
      "aceito",
      ...Array.from({ length: 5 }, () => "recusado:invalid_record"),
    ]);
    for (const { mensagem } of results.slice(2)) expect(mensagem).toMatch(/^[A-Z].+\.$/);
    expect(
      codes(
        await call("controlled", {
          controlados: [
            controlled("M1"),
            controlled("M1", {
              itens: [{ codigo: "A", registro: "1000000030011", lote: "L1", quantidade: 3 }],
            }),
          ],
        }),
      ),
    ).toEqual(["duplicado:duplicate", "recusado:conflict"]);
    expect(
      await bench.rows(
        sql`select m.kind, l.quantity::int from controlled_movements m join controlled_lines l on l.movement_id = m.id order by m.kind desc`,
      ),
    ).toEqual([
      { kind: "sale", quantity: 2 },
      { kind: "loss", quantity: 2 },
    ]);
  });
});

describe("what a cancellation undoes", () => {
  const undo = (movimento: string, more: object = {}) =>
    controlled(movimento, {
      tipo: "cancelamento",
      receita: "",
      itens: [],
      movimentoOriginal: "TW",
      ...more,
    });

  it("must be named by its kind where the key is of several; never before", async () => {
    const [sold, lost] = [
      controlled("TW"),
      controlled("TW", { tipo: "perda", receita: "", motivo: 2 }),
    ];
    expect(
      codes(await call("controlled", { controlados: [undo("C1"), sold, undo("C2")] })),
    ).toEqual(["aceito", "aceito", "aceito"]);
    expect(codes(await call("controlled", { controlados: [undo("C3"), lost] }))).toEqual([
      "recusado:ambiguous",
      "aceito",
    ]);
    expect(
      codes(
        await call("controlled", {
          controlados: [
            undo("C1"),
            undo("C3", { tipoOriginal: "perda" }),
            undo("C4", { tipoOriginal: "quebra" }),
            controlled("TX", { tipoOriginal: "venda" }),
          ],
        }),
      ),
    ).toEqual([
      "duplicado:duplicate",
      "aceito",
      "recusado:invalid_record",
      "recusado:invalid_record",
    ]);
    expect(
      await bench.rows(
        sql`select key, original_kind from controlled_movements where original_key = 'TW' order by key`,
      ),
    ).toEqual([
      { key: "C1", original_kind: "" },
      { key: "C2", original_kind: "" },
      { key: "C3", original_kind: "loss" },
    ]);
  });
});

describe("what is compounded", () => {
  const raw = {
    codigo: "MP",
    classe: "2",
    registro: "04120",
    lote: "FX1",
    cnpjFornecedor: "71300884000148",
  };
  const capsules = {
    ...raw,
    insumoPorUnidade: "0,02",
    unidadeFarmacotecnica: 2,
    unidadesVendidas: 30,
  };
  const box = { codigo: "A", registro: "1000000030011", lote: "LT" };
  const sale = (movimento: string, change: object = {}, more: object = {}) =>
    controlled(movimento, { substancia: "insumo", itens: [{ ...capsules, ...change }], ...more });
  const transformation = (movimento: string, change: object = {}, more: object = {}) =>
    controlled(movimento, {
      tipo: "transformacao",
      receita: "",
      itens: [{ ...box, quantidade: 2, insumoObtido: 0.03, unidadeInsumo: 1, ...change }],
      ...more,
    });
  const given = (movimento: string, more: object) =>
    controlled(movimento, {
      substancia: "transformado",
      itens: [{ ...box, quantidade: "0,002" }],
      ...more,
    });

  it("is kept with its dosage, and takes from the lot what that needs", async () => {
    const good = [
      sale("I1"),
      sale("I2", { quantidade: "0,6" }),
      transformation("T1"),
      given("T2", {
        itens: [
          { ...box, insumoPorUnidade: 0.0005, unidadeFarmacotecnica: 2, unidadesVendidas: 28 },
        ],
      }),
      given("T3", { tipo: "perda", receita: "", motivo: 5 }),
      sale("I1", {}, { tipo: "cancelamento", movimentoOriginal: "I1", receita: "" }),
    ];
    expect(codes(await call("controlled", { controlados: good }))).toEqual(
      good.map(() => "aceito"),
    );
    expect(codes(await call("controlled", { controlados: good.slice(0, 3) }))).toEqual([
      "duplicado:duplicate",
      "duplicado:duplicate",
      "duplicado:duplicate",
    ]);
    expect(
      codes(await call("controlled", { controlados: [sale("I1", { unidadesVendidas: 31 })] })),
    ).toEqual(["recusado:conflict"]);
    expect(
      await bench.rows(
        sql`select m.key, m.kind, m.substance, l.quantity::float, l.unit, l.amount_each::float, l.dosage_unit, l.dosages::float, l.yield_quantity::float, l.yield_unit from controlled_movements m join controlled_lines l on l.movement_id = m.id where m.key in ('I1', 'T1', 'T2', 'T3') and m.kind <> 'cancellation' order by m.key`,
      ),
    ).toEqual([
      {
        key: "I1",
        kind: "sale",
        substance: "ingredient",
        quantity: 0.6,
        unit: "1",
        amount_each: 0.02,
        dosage_unit: "2",
        dosages: 30,
        yield_quantity: null,
        yield_unit: "",
      },
      {
        key: "T1",
        kind: "transformation",
        substance: "medicine",
        quantity: 2,
        unit: "1",
        amount_each: null,
        dosage_unit: "",
        dosages: null,
        yield_quantity: 0.03,
        yield_unit: "1",
      },
      {
        key: "T2",
        kind: "sale",
        substance: "transformed",
        quantity: 0.014,
        unit: "1",
        amount_each: 0.0005,
        dosage_unit: "2",
        dosages: 28,
        yield_quantity: null,
        yield_unit: "",
      },
      {
        key: "T3",
        kind: "loss",
        substance: "transformed",
        quantity: 0.002,
        unit: "1",
        amount_each: null,
        dosage_unit: "",
        dosages: null,
        yield_quantity: null,
        yield_unit: "",
      },
    ]);
  });

  it.each<[string, () => object, string]>([
    [
      "a raw material sold without dosage",
      () => sale("W", { insumoPorUnidade: null, quantidade: 1 }),
      "insumoPorUnidade",
    ],
    [
      "a dosage unit that is none",
      () => sale("W", { unidadeFarmacotecnica: 7 }),
      "unidadeFarmacotecnica",
    ],
    ["another quantity than the dosage takes", () => sale("W", { quantidade: 1 }), "são 0.6"],
    [
      "a dosage that takes nothing",
      () => sale("W", { insumoPorUnidade: 0.000001, unidadesVendidas: 0.1 }),
      "0,000001",
    ],
    ["ten thousand capsules", () => sale("W", { unidadesVendidas: 10_000 }), "unidadesVendidas"],
    [
      "a dosage where boxes are sold",
      () =>
        controlled("W", {
          itens: [{ ...box, insumoPorUnidade: 1, unidadeFarmacotecnica: 1, unidadesVendidas: 1 }],
        }),
      "só da venda",
    ],
    ["boxes without quantity", () => controlled("W", { itens: [box] }), "quantidade"],
    [
      "a transformation that gives nothing",
      () => transformation("W", { insumoObtido: null }),
      "insumoObtido",
    ],
    ["half a box transformed", () => transformation("W", { quantidade: 0.5 }), "inteira"],
    [
      "a raw material transformed",
      () => transformation("W", {}, { substancia: "insumo" }),
      "Só um medicamento",
    ],
    [
      "an entry of what was transformed",
      () => given("W", { tipo: "entrada" }),
      "só pode ter venda ou perda",
    ],
    [
      "a count of what was transformed",
      () => given("W", { tipo: "inventario" }),
      "só pode ter venda ou perda",
    ],
    [
      "what an entry gave",
      () =>
        controlled("W", {
          tipo: "perda",
          motivo: 2,
          itens: [{ ...box, quantidade: 1, insumoObtido: 1, unidadeInsumo: 1 }],
        }),
      "só da transformação",
    ],
  ])("%s is refused", async (_name, record, reason) => {
    const [result] = await call("controlled", { controlados: [record()] });
    expect(result).toMatchObject({
      chave: "W",
      situacao: "recusado",
      codigo: "invalid_record",
      mensagem: expect.stringContaining(reason),
    });
  });

  it("comes in a CSV", async () => {
    const rows = [
      "cnpj_filial;movimento;tipo;substancia;data;receita;registro;lote;quantidade;cnpj_fornecedor;insumo_por_unidade;unidade_farmacotecnica;unidades_vendidas;insumo_obtido;unidade_insumo",
      `${bench.cnpj};K1;venda;insumo;10/11/2026;R1;04120;FX1;;71300884000148;0,02;2;30;;`,
      `${bench.cnpj};K2;transformacao;;10/11/2026;;1000000030011;LT;1;;;;;0,015;1`,
      `${bench.cnpj};K3;venda;transformado;10/11/2026;R1;1000000030011;LT;;;0,0005;2;20;;`,
      `${bench.cnpj};K4;venda;insumo;10/11/2026;R1;04120;FX1;5;71300884000148;;;;;`,
    ];
    expect(await bench.import("manipulados.csv", rows.join("\r\n"))).toMatchObject({
      accepted: 3,
      refused: 1,
      refusals: [{ place: "linha 5", document_key: "K4" }],
    });
  });

  it("is held to its rules by the database too", async () => {
    const put = (line: string) =>
      bench.rows(
        sql.raw(
          `insert into controlled_lines (organization_id, movement_id, line_number, quantity, unit, amount_each, dosage_unit, dosages, yield_quantity, yield_unit) select organization_id, id, 99, ${line} from controlled_movements where key = 'K1'`,
        ),
      );
    for (const line of [
      "0.7, '1', 0.02, '2', 30, null, ''",
      "0.6, '1', 0.02, '', 30, null, ''",
      "0.6, '1', 0.02, '2', null, null, ''",
      "1, '1', null, '', null, 0.5, ''",
      "1, '1', null, '', null, 0, '1'",
      "0.6, '1', 0.02, '2', 30, 0.5, '1'",
      "0.6, '1', 0.02, '5', 30, null, ''",
    ])
      await expect(put(line)).rejects.toThrow();
    const head = (kind: string, substance: string) =>
      bench.rows(
        sql.raw(
          `insert into controlled_movements (organization_id, branch_id, key, kind, substance, day) select organization_id, branch_id, 'DB', '${kind}', '${substance}', day from controlled_movements where key = 'K1'`,
        ),
      );
    for (const [kind, substance] of [
      ["transformation", "ingredient"],
      ["transformation", "transformed"],
      ["entry", "transformed"],
      ["inventory", "transformed"],
    ])
      await expect(head(kind!, substance!)).rejects.toThrow();
  });
});

describe("purchases", () => {
  it("are taken with their lots, returned and cancelled", async () => {
    const batch = [
      purchase("P1"),
      purchase("P1"),
      purchase("P2", { total: 21 }),
      purchase("P3", { itens: [] }),
      purchase("D1", { tipo: "devolucao", chaveOriginal: "P1" }),
      { filial: bench.cnpj, tipo: "cancelamento", chave: "P1", data: "2026-11-12" },
    ];
    expect(codes(await call("purchases", { compras: batch }))).toEqual([
      "aceito",
      "duplicado:duplicate",
      "recusado:lines_do_not_sum",
      "recusado:invalid_record",
      "aceito",
      "aceito",
    ]);
    expect(
      await bench.rows(
        sql`select kind, day::text, supplier_cnpj, (select lots from purchase_lines l where l.purchase_id = p.id) -> 0 ->> 'expiresOn' as expires from purchases p where document_key in ('P1', 'D1') order by kind desc`,
      ),
    ).toEqual([
      { kind: "return", day: "2026-11-09", supplier_cnpj: "71300884000148", expires: "2027-01-31" },
      {
        kind: "purchase",
        day: "2026-11-09",
        supplier_cnpj: "71300884000148",
        expires: "2027-01-31",
      },
      {
        kind: "cancellation",
        day: "2026-11-12",
        supplier_cnpj: "71300884000148",
        expires: "2027-01-31",
      },
    ]);
  });
});

describe("zones and promotions", () => {
  it("are as the last word says", async () => {
    expect(
      codes(
        await call("price-zones", {
          zonas: [
            { zona: "1", nome: "Centro", filiais: [bench.cnpj] },
            { zona: "2", nome: "Outra", filiais: [bench.foreignCnpj] },
          ],
        }),
      ),
    ).toEqual(["aceito", "recusado:unknown_branch"]);
    await call("price-zones", { zonas: [{ zona: "1", nome: "Centro novo", filiais: [] }] });
    expect(
      await bench.rows(
        sql`select z.name, count(b.branch_id)::int as branches from price_zones z left join price_zone_branches b on b.zone_code = z.code and b.organization_id = z.organization_id group by z.name`,
      ),
    ).toEqual([{ name: "Centro novo", branches: 0 }]);
    const offer = (promocao: string, change: object) => ({
      filial: bench.cnpj,
      promocao,
      codigo: "A",
      inicio: "2026-11-01",
      fim: "2026-11-30",
      ...change,
    });
    const results = await call("promotions", {
      promocoes: [
        offer("O1", { tipo: "de_por", precoRegular: 10, precoPromocional: 8 }),
        offer("O2", { tipo: "de_por", precoRegular: 10, precoPromocional: 10 }),
        offer("O3", { tipo: "leve_pague", leve: 3, pague: 3 }),
        offer("O4", { tipo: "leve_pague", leve: 3, pague: 2 }),
        offer("O5", { tipo: "compre_ganhe", desconto: "25,5", codigoGanho: "B" }),
        offer("O6", { tipo: "desconto_unidade", leve: 2 }),
        offer("O7", { tipo: "a_partir", precoPromocional: 5, fim: "2026-10-01" }),
      ],
    });
    expect(codes(results)).toEqual([
      "aceito",
      "recusado:invalid_record",
      "recusado:invalid_record",
      "aceito",
      "aceito",
      "recusado:invalid_record",
      "recusado:invalid_record",
    ]);
    expect(
      await bench.rows(
        sql`select code, kind, discount_percent::float from promotions order by code`,
      ),
    ).toEqual([
      { code: "O1", kind: "from_to", discount_percent: null },
      { code: "O4", kind: "take_pay", discount_percent: null },
      { code: "O5", kind: "buy_get", discount_percent: 25.5 },
    ]);
  });
});

describe("suppliers and categories", () => {
  it("are as the last word says, by the API and by a CSV", async () => {
    const supplier = {
      codigo: "70",
      razaoSocial: "Distribuidora Ltda",
      cnpj: "71.300.884/0001-48",
    };
    expect(
      codes(
        await call("suppliers", {
          fornecedores: [
            supplier,
            { ...supplier, nome: "Distribuidora", uf: "sp", cep: "13.010-000" },
            { codigo: "71", razaoSocial: "Outra Ltda", cnpj: "71300884000149" },
            { codigo: "72" },
            { ...supplier, razaosocial: "x" },
          ],
        }),
      ),
    ).toEqual(["aceito", "aceito", "aceito", "recusado:invalid_record", "recusado:invalid_record"]);
    const csv = "codigo;razao_social;cidade\n71;Outra Ltda;Campinas\n73;Mais Uma Ltda;";
    expect(await bench.import("fornecedores.csv", csv)).toMatchObject({ accepted: 2, refused: 0 });
    expect(
      await bench.rows(
        sql`select code, name, legal_name, cnpj, state, postal_code, city from suppliers order by 1`,
      ),
    ).toMatchObject([
      { code: "70", name: "Distribuidora", cnpj: "71300884000148", state: "SP" },
      { code: "71", name: "Outra Ltda", cnpj: "", city: "Campinas" },
      { code: "73", name: "Mais Uma Ltda", legal_name: "Mais Uma Ltda" },
    ]);
    expect(
      codes(
        await call("categories", {
          categorias: [
            { codigo: "1", nome: "Higiene" },
            { codigo: "11", nome: "Sabonetes", categoriaPai: "1" },
            { codigo: "12", nome: "Pentes", categoriaPai: "12" },
          ],
        }),
      ),
    ).toEqual(["aceito", "aceito", "recusado:invalid_record"]);
    await bench.import("categorias.csv", "codigo;nome;categoria_pai\n11;Sabonetes e géis;1");
    expect(
      await bench.rows(sql`select code, parent_code, name from product_categories order by 1`),
    ).toEqual([
      { code: "1", parent_code: "", name: "Higiene" },
      { code: "11", parent_code: "1", name: "Sabonetes e géis" },
    ]);
  });
});

describe("goals by category", () => {
  const goals = () =>
    bench.rows(
      sql`select category_code as code, goal_cents::int as cents, competitiveness, media from category_goals order by 1`,
    );
  it("are as the last word says; one that says nothing takes the goal away", async () => {
    const results = await call("category-goals", {
      metas: [
        { categoria: "11", meta: "1.250,50" },
        { categoria: "11", meta: 125_000.5, competitividade: "Alta", midia: "Tabloide | rádio" },
        { categoria: "12", competitividade: "Média" },
        { categoria: "13", meta: 0 },
        { categoria: "14", meta: -1 },
        { categoria: "", meta: 1 },
        { categoria: "15", metas: 1 },
        { categoria: "16" },
      ],
    });
    expect(codes(results)).toEqual([
      "recusado:invalid_record",
      "aceito",
      "aceito",
      "aceito",
      "recusado:invalid_record",
      "recusado:invalid_record",
      "recusado:invalid_record",
      "aceito",
    ]);
    expect(await goals()).toEqual([
      { code: "11", cents: 12_500_050, competitiveness: "Alta", media: "Tabloide | rádio" },
      { code: "12", cents: null, competitiveness: "Média", media: "" },
      { code: "13", cents: 0, competitiveness: "", media: "" },
    ]);
    await call("category-goals", {
      metas: [{ categoria: "12" }, { categoria: "13", meta: "5,00" }],
    });
    expect((await goals()).map(({ code, cents }) => [code, cents])).toEqual([
      ["11", 12_500_050],
      ["13", 500],
    ]);
  });

  it("from a CSV, which is no list of products; the same again is no change", async () => {
    const moments = () =>
      bench.rows(sql`select updated_at::text from category_goals where category_code = '21'`);
    const csv =
      "Categoria;Meta;Competitividade;Mídia\r\n21;125000,50;Alta;Rádio\r\n13;;;\r\n22;muito;;\r\n;10;;";
    expect(await bench.import("metas.csv", csv)).toMatchObject({
      accepted: 2,
      refused: 2,
      refusals: [
        {
          place: "linha 4",
          document_key: "22",
          reason: "Linha 4: a coluna meta não traz um número válido: muito (use 1234,56).",
        },
        { place: "linha 5" },
      ],
    });
    expect((await goals()).map(({ code }) => code)).toEqual(["11", "21"]);
    const before = await moments();
    await bench.import("metas.csv", csv);
    expect(await moments()).toEqual(before);
    expect(await bench.import("metas.csv", "codigo;meta\r\n21;1")).toMatchObject({
      status: "failed",
      failureReason: expect.stringContaining("Faltam: categoria"),
    });
  });
});

it("amounts and quantities keep what they say, or are refused", async () => {
  const item = (change: object) => ({ codigo: "A", descricao: "Gel", ...change });
  const bought = (chave: string, change: object) =>
    purchase(chave, { total: undefined, itens: [item(change)] });
  const results = await call("purchases", {
    compras: [
      bought("Q1", { quantidade: 1000, valorUnitario: 1.2345 }),
      bought("Q2", { quantidade: "1000", valorUnitario: "1,2345" }),
      bought("Q3", { quantidade: 1.23456, valorUnitario: 1 }),
      bought("Q4", { quantidade: 0.1 + 0.2, valorUnitario: 1 }),
      bought("Q5", { quantidade: 1, valorUnitario: 1, valorTotal: 1.005 }),
      bought("Q6", { quantidade: 1, valorUnitario: "1.234,56" }),
    ],
  });
  expect(codes(results)).toEqual([
    "aceito",
    "aceito",
    "recusado:invalid_record",
    "aceito",
    "recusado:invalid_record",
    "recusado:invalid_record",
  ]);
  expect(
    await bench.rows(
      sql`select document_key as key, total_cents::int as cents from purchases where document_key like 'Q_' order by 1`,
    ),
  ).toEqual([
    { key: "Q1", cents: 123_450 },
    { key: "Q2", cents: 123_450 },
    { key: "Q4", cents: 30 },
  ]);
});

describe("the same records from a CSV", () => {
  const csv = (...lines: string[]) => lines.join("\r\n");
  it("customers, in any spelling of the columns", async () => {
    const result = await bench.import(
      "clientes.csv",
      csv(
        "Código;Nome;Documento;Consentimento;Consentimento em;Nascimento",
        "K1;Ana;52998224725;S;10/11/2026;29/02/1980",
        "K2;;;;;",
        "K3;Bia;;talvez;;",
      ),
    );
    expect(result).toMatchObject({
      status: "finished",
      accepted: 1,
      refused: 2,
      refusals: [
        {
          place: "linha 3",
          document_key: "K2",
          reason: "Linha 3: O campo nome está ausente ou inválido.",
        },
        { place: "linha 4" },
      ],
    });
    expect(
      await bench.rows(
        sql`select consent_at::date::text as day, birth_date::text from customers where code = 'K1'`,
      ),
    ).toEqual([{ day: "2026-11-10", birth_date: "1980-02-29" }]);
  });

  it("prescriptions, the book and purchases: rows that follow one another are one record", async () => {
    expect(
      await bench.import(
        "receitas.csv",
        csv(
          "cnpj_filial;receita;tipo;notificacao;data_receita;data_venda;prescritor;registro_conselho;uf_conselho",
          `${bench.cnpj};RX;1;;08/11/2026;10/11/2026;Inês;123;SP`,
          `${bench.cnpj};RY;2;;08/11/2026;10/11/2026;Inês;123;SP`,
        ),
      ),
    ).toMatchObject({ accepted: 1, refused: 1, refusals: [{ code: "missing_notification" }] });
    const book = csv(
      "cnpj_filial;movimento;tipo;data;receita;motivo;codigo;classe;registro;lote;quantidade",
      `${bench.cnpj};B1;inventario;09/11/2026;;;A;2;1000000030011;L1;10`,
      `${bench.cnpj};B1;inventario;09/11/2026;;;B;1;1000000040025;L2;5`,
      `${bench.cnpj};B2;venda;10/11/2026;RX;;A;;1000000030011;L1;1`,
      `${bench.cnpj};B3;perda;10/11/2026;;12;A;;1000000030011;L1;1`,
    );
    expect(await bench.import("controlados.csv", book)).toMatchObject({
      accepted: 2,
      refused: 1,
      refusals: [{ place: "linha 5", document_key: "B3" }],
    });
    expect(
      await bench.rows(
        sql`select count(*)::int as lines from controlled_lines l join controlled_movements m on m.id = l.movement_id where m.key = 'B1'`,
      ),
    ).toEqual([{ lines: 2 }]);
    const bought = csv(
      "cnpj_filial;chave;nota;cnpj_fornecedor;fornecedor;data;hora;codigo;descricao;quantidade;valor_unitario;lote;validade",
      `${bench.cnpj};N1;77;71300884000148;Distribuidora;09/11/2026;10:30;A;Sabão;2;10,00;F1;31/01/2027`,
      `${bench.cnpj};N1;77;71300884000148;Distribuidora;09/11/2026;10:30;B;Pente;1;2,00;;`,
    );
    expect(await bench.import("compras.csv", bought)).toMatchObject({
      read: 1,
      accepted: 1,
      refusals: [],
    });
    expect(await bench.import("compras.csv", bought)).toMatchObject({ read: 1, duplicated: 1 });
    expect(
      await bench.rows(
        sql`select total_cents::int, issued_at from purchases where document_key = 'N1'`,
      ),
    ).toEqual([{ total_cents: 2200, issued_at: "2026-11-09 13:30:00+00" }]);
  });

  it("zones and promotions; a missing column is told once for the whole file", async () => {
    expect(
      await bench.import("zonas.csv", csv("zona;nome;cnpj_filial", `9;Bairros;${bench.cnpj}`)),
    ).toMatchObject({ accepted: 1 });
    expect(
      await bench.import(
        "promocoes.csv",
        csv(
          "cnpj_filial;promocao;tipo;codigo;inicio;fim;preco_regular;preco_promocional",
          `${bench.cnpj};Q1;fidelidade;A;01/11/2026;30/11/2026;10,00;9,00`,
        ),
      ),
    ).toMatchObject({ accepted: 1 });
    expect(
      await bench.import(
        "promocoes.csv",
        csv("cnpj_filial;promocao;tipo;codigo;inicio", `${bench.cnpj};Q1;fidelidade;A;01/11/2026`),
      ),
    ).toMatchObject({ status: "failed", failureReason: expect.stringContaining("Faltam: fim") });
  });

  it("what a product's source does not know stays as another one said", async () => {
    await bench.import(
      "a.csv",
      csv(
        "codigo;descricao;fabricante;principio_ativo;classe;farmacia_popular",
        "X1;Clonazepam;Serra Azul;Clonazepam;2;N",
      ),
    );
    await call("products", {
      produtos: [{ codigo: "X1", descricao: "Clonazepam 2 mg", curva: "A" }],
    });
    expect(
      await bench.rows(
        sql`select description, manufacturer, therapeutic_class, abc_class, popular_pharmacy from products where code = 'X1'`,
      ),
    ).toEqual([
      {
        description: "Clonazepam 2 mg",
        manufacturer: "Serra Azul",
        therapeutic_class: "2",
        abc_class: "A",
        popular_pharmacy: false,
      },
    ]);
  });
});

describe("orders of a depot", () => {
  const order = (pedido: string, change: object = {}) => ({
    filial: bench.cnpj,
    pedido,
    numero: "81",
    destinatario: "2",
    nomeDestinatario: "Loja 2",
    data: "2026-11-10",
    itens: [{ codigo: "A", ean: gtin(1), quantidade: 12, embalagem: "6" }],
    ...change,
  });

  it("are kept once, with their lines; what is wrong with one is told", async () => {
    const results = await call("outbound-orders", {
      pedidosSaida: [
        order("P1"),
        order("P1"),
        order("P2", {
          tipo: "pre_nota",
          itens: [{ codigo: "B", ean: "7891000315508", quantidade: "1,5" }],
        }),
        order("P3", { itens: [] }),
        order("P4", { filial: bench.foreignCnpj }),
        order("P5", { tipo: "troca" }),
        order("P6", { cnpjDestinatario: "123" }),
      ],
    });
    expect(codes(results)).toEqual([
      "aceito",
      "duplicado:duplicate",
      "aceito",
      "recusado:invalid_record",
      "recusado:unknown_branch",
      "recusado:invalid_record",
      "recusado:invalid_record",
    ]);
    expect(results[2]?.avisos).toEqual([
      "Item 1: o EAN 7891000315508 tem dígito verificador errado. O pedido foi aceito com este item sem EAN.",
    ]);
    expect(
      await bench.rows(
        sql`select o.document_key, o.kind, o.day::text, l.product_code, l.quantity::float, l.pack_quantity from outbound_orders o join outbound_lines l on l.organization_id = o.organization_id and l.order_id = o.id order by o.document_key`,
      ),
    ).toEqual([
      {
        document_key: "P1",
        kind: "replenishment",
        day: "2026-11-10",
        product_code: "A",
        quantity: 12,
        pack_quantity: 6,
      },
      {
        document_key: "P2",
        kind: "pre_invoice",
        day: "2026-11-10",
        product_code: "B",
        quantity: 1.5,
        pack_quantity: 1,
      },
    ]);
  });

  it.each<[string, object]>([
    ["kind", { tipo: "pre_nota" }],
    ["number", { numero: "82" }],
    ["original", { documentoOriginal: "77" }],
    ["recipient", { destinatario: "3" }],
    ["recipient's name", { nomeDestinatario: "Loja 3" }],
    ["moment", { hora: "12:00:01" }],
    ["quantity", { itens: [{ codigo: "A", ean: gtin(1), quantidade: 13, embalagem: 6 }] }],
    ["pack", { itens: [{ codigo: "A", ean: gtin(1), quantidade: 12, embalagem: 12 }] }],
    ["product", { itens: [{ codigo: "B", ean: gtin(1), quantidade: 12, embalagem: 6 }] }],
    [
      "lines",
      {
        itens: [
          { codigo: "A", ean: gtin(1), quantidade: 12, embalagem: 6 },
          { codigo: "B", quantidade: 1 },
        ],
      },
    ],
  ])("with another %s under a known key are a conflict", async (what, change) => {
    const key = `K-${what}`;
    expect(
      codes(
        await call("outbound-orders", {
          pedidosSaida: [order(key), order(key, change), order(key)],
        }),
      ),
    ).toEqual(["aceito", "recusado:conflict", "duplicado:duplicate"]);
    expect(
      codes(await call("outbound-orders", { pedidosSaida: [order(key), order(key, change)] })),
    ).toEqual(["duplicado:duplicate", "recusado:conflict"]);
  });
});
