import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { apiKeys } from "@/db/schema/people.ts";
import { useDatabase } from "@/db/current-database.ts";
import { measureDepth } from "@/lib/core/clean-text.ts";
import { API_RIGHTS } from "@/lib/core/api-rights.ts";
import { hashApiKey } from "@/lib/inbox/api/authenticate-api-key.ts";
import { buildNote, plainLine } from "../support/build-fiscal-xml.ts";
import { createInboxBench, type InboxBench } from "../support/inbox-bench.ts";
import { zipOf } from "../support/zip-of.ts";
import { HOSTILE_BODIES, HOSTILE_VALUES, spoilFields } from "./hostile-json.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { listRoutes } from "./read-doors.ts";

const KEY = "enl_chave-inventada-de-teste-0009";
const routes = listRoutes().filter(({ address }) => address.startsWith("/api/v1/"));
const covered = { routes: 0, records: 0, bodies: 0, layouts: 0, rows: 0 };
let bench: InboxBench;

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  bench = await createInboxBench();
  useDatabase(bench.database);
  await bench.database.db.insert(apiKeys).values({
    organizationId: bench.organizationId,
    name: "ERP",
    prefix: KEY.slice(0, 8),
    hash: hashApiKey(KEY),
    rights: [...API_RIGHTS],
  });
});
afterAll(async () => {
  await bench.close();
  vi.restoreAllMocks();
  console.info(
    `hostile deliveries: ${covered.routes} API routes with ${covered.records} records and ${covered.bodies} bodies, ${covered.layouts} CSV layouts with ${covered.rows} rows, XML and zip`,
  );
});

/** A record of each kind as an ERP should write it; `key` makes it another one. */
const RIGHT: Readonly<
  Record<string, (cnpj: string, key: string) => [field: string, record: object]>
> = {
  movements: (filial, key) => [
    "movimentos",
    {
      tipo: "venda",
      filial,
      chave: key,
      numero: "1001",
      emitidaEm: "2026-11-10T10:00:00-03:00",
      total: 19.5,
      itens: [{ codigo: "A", descricao: "Sabonete", quantidade: 1, valorUnitario: 19.5 }],
      pagamentos: [{ forma: "17", valor: 19.5 }],
    },
  ],
  products: (_filial, key) => ["produtos", { codigo: key, descricao: "Sabonete", marca: "X" }],
  prices: (filial) => ["precos", { filial, codigo: "right-products", preco: 9.9 }],
  stock: (filial) => ["estoques", { filial, codigo: "right-products", quantidade: 3 }],
  customers: (_filial, key) => [
    "clientes",
    { codigo: key, nome: "Maria de Exemplo", email: "maria@cliente.example", cidade: "Contagem" },
  ],
  prescriptions: (filial, key) => [
    "receitas",
    {
      filial,
      receita: key,
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
    },
  ],
  controlled: (filial, key) => [
    "controlados",
    {
      filial,
      movimento: key,
      tipo: "inventario",
      data: "2026-11-10",
      itens: [
        {
          codigo: "A",
          classe: 1,
          registro: "1000000030011",
          lote: key.slice(0, 10),
          validade: "2028-01-01",
          quantidade: 2,
          unidade: 1,
        },
      ],
    },
  ],
  purchases: (filial, key) => [
    "compras",
    {
      filial,
      chave: key,
      nota: "55",
      cnpjFornecedor: "71.300.884/0001-48",
      fornecedor: "Distribuidora",
      data: "2026-11-09",
      total: "20,00",
      itens: [{ codigo: "A", descricao: "Sabão", quantidade: 2, valorUnitario: "10.00" }],
    },
  ],
  "price-zones": (filial, key) => ["zonas", { zona: key, nome: "Centro", filiais: [filial] }],
  promotions: (filial, key) => [
    "promocoes",
    {
      filial,
      promocao: key,
      nome: "Semana",
      tipo: "de_por",
      codigo: "A",
      inicio: "2026-11-01",
      fim: "2026-11-30",
      precoRegular: 9.9,
      precoPromocional: 7.9,
    },
  ],
  suppliers: (_filial, key) => [
    "fornecedores",
    { codigo: key, razaoSocial: "Distribuidora de Exemplo Ltda", cnpj: "71.300.884/0001-48" },
  ],
  categories: (_filial, key) => ["categorias", { codigo: key, nome: "Higiene", categoriaPai: "1" }],
  "category-goals": (_filial, key) => ["metas", { categoria: key, meta: 12500, midia: "Tabloide" }],
  "outbound-orders": (filial, key) => [
    "pedidosSaida",
    {
      filial,
      pedido: key,
      tipo: "ressuprimento",
      numero: "501",
      destinatario: "LOJA-02",
      nomeDestinatario: "Loja Cambuí",
      data: "2026-11-01",
      itens: [{ codigo: "A", descricao: "Sabonete", quantidade: 12, embalagem: 12 }],
    },
  ],
};

interface Answer {
  status: number;
  body: { data?: Array<{ situacao: string; mensagem?: string }>; msg?: string };
}

async function call(
  address: string,
  method: string,
  query: string,
  body?: string,
): Promise<Answer> {
  // How often a key may call is held elsewhere.
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("enlace.api-limiter")];
  const route = routes.find((one) => one.address === address)!;
  const handlers = (await import(route.file)) as Record<
    string,
    (request: Request) => Promise<Response>
  >;
  const response = await handlers[method]!(
    new Request(`http://localhost${address}?${query}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

/** A record with one thing wrong: in a field of its own, or of the first line it has. */
function* spoilRecord(record: object): Generator<unknown> {
  // What is too deep or too long for a body is refused with the whole call, like any that is no JSON.
  const spoils = [...HOSTILE_VALUES, ...HOSTILE_TEXTS].filter((value) => {
    const json = JSON.stringify(value) ?? "";
    return json.length < 5_000 && measureDepth(json) < 15;
  });
  yield* spoils;
  yield* spoilFields(record, spoils);
  for (const [name, value] of Object.entries(record)) {
    if (!Array.isArray(value)) continue;
    for (const line of spoilFields(value[0], spoils)) yield { ...record, [name]: [line] };
  }
  for (const text of HOSTILE_TEXTS) yield { ...record, [text.slice(0, 1_000)]: 1 };
}

const batches = routes.filter(
  ({ methods, address }) => methods.includes("POST") && !address.endsWith("/ack"),
);

describe("the API", () => {
  test("each kind of record that a route takes is known to this test", () => {
    expect(batches.map(({ address }) => path.basename(address)).toSorted()).toEqual(
      Object.keys(RIGHT).toSorted(),
    );
  });

  test.each(batches.map(({ address }) => address))(
    "%s refuses record by record, and takes the right ones beside them",
    async (address) => {
      const kind = path.basename(address);
      if (kind === "prices" || kind === "stock")
        await call(
          "/api/v1/products",
          "POST",
          "",
          JSON.stringify({ produtos: [{ codigo: "right-products", descricao: "Sabonete" }] }),
        );
      const right = (key: string) => RIGHT[kind]!(bench.cnpj, key);
      const [field, record] = right(`spoiled-${kind}`);
      const spoiled = [...spoilRecord(record)];
      const wrong: string[] = [];
      for (let start = 0; start < spoiled.length; start += 400) {
        const [, first] = right(`first-${start}`);
        const [, last] = right(`last-${start}`);
        const records = [first, ...spoiled.slice(start, start + 400), last];
        covered.records += records.length;
        const { status, body } = await call(
          address,
          "POST",
          "",
          JSON.stringify({ [field]: records }),
        );
        if (status !== 200) wrong.push(`${status} ${body.msg}`);
        expect([body.data?.length, status]).toEqual([records.length, 200]);
        for (const one of [body.data?.[0], body.data?.at(-1)])
          if (one?.situacao !== "aceito") wrong.push(`${one?.situacao}: ${one?.mensagem}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  test.each(
    routes.flatMap(({ address, methods }) => methods.map((method) => [method, address] as const)),
  )("%s %s answers whatever it is asked", async (method, address) => {
    const wrong: string[] = [];
    const ask = async (what: string, query: string, body?: string) => {
      covered.bodies += 1;
      const { status } = await call(address, method, query, body);
      if (status >= 500) wrong.push(`${status} for ${what.slice(0, 40)}`);
    };
    if (method === "POST") for (const body of HOSTILE_BODIES) await ask(body, "", body);
    else
      for (const text of HOSTILE_TEXTS) {
        const query = new URLSearchParams(
          ["de", "ate", "filial", "after", "limit"].map((name) => [name, text]),
        );
        await ask(text, query.toString());
        query.set("de", "2026-11-01");
        query.set("ate", "2026-11-02");
        await ask(text, query.toString());
      }
    covered.routes += 1;
    expect(wrong).toEqual([]);
  });
});

const models = path.resolve(import.meta.dirname, "../../public/modelos");
const cellOf = (text: string) => `"${text.toWellFormed().replaceAll('"', '""')}"`;

describe("files", () => {
  test.each(readdirSync(models))(
    "%s with each of its cells spoiled: every row has an answer, the right ones are taken",
    async (name) => {
      const [header = "", ...rows] = readFileSync(path.join(models, name), "utf8")
        .replaceAll("41902377000113", bench.cnpj)
        .trim()
        .split(/\r?\n/);
      const right = rows[0]!.split(";");
      const spoiled = right.flatMap((_cell, column) =>
        HOSTILE_TEXTS.map((text) =>
          right.map((cell, index) => (index === column ? cellOf(text) : cell)).join(";"),
        ),
      );
      const before = await bench.import(name, [header, ...rows].join("\n"));
      // A NUL among the first bytes says that a file is no text at all: it begins as it should.
      const first = Array.from({ length: 20 }, () => rows[0]!);
      const after = await bench.import(name, [header, ...first, ...spoiled, ...rows].join("\n"));
      covered.layouts += 1;
      covered.rows += spoiled.length;
      expect(before).toMatchObject({ status: "finished", failureReason: null });
      expect(after).toMatchObject({ status: "finished", failureReason: null });
      expect(after.accepted + after.duplicated + after.refused).toBeGreaterThan(0);
    },
  );

  test("a zip in which every other XML is spoiled: the right ones are taken", async () => {
    const note = (number: number) =>
      buildNote({
        issuer: bench.cnpj,
        number,
        issuedAt: "2026-11-10T10:00:00-03:00",
        lines: [plainLine()],
      });
    const entries: Record<string, string> = {};
    HOSTILE_TEXTS.forEach((text, index) => {
      entries[`${index}-certa.xml`] = note(index + 1);
      entries[`${index}-${text.toWellFormed().slice(0, 80)}.xml`] = note(index + 1_000).replace(
        /<xProd>[^<]*</,
        `<xProd>${text.toWellFormed()}<`,
      );
      entries[`${index}-valor.xml`] = note(index + 2_000).replace(
        /<(dhEmi|qCom|vProd|nNF)>[^<]*</g,
        (_all, tag: string) => `<${tag}>${text.toWellFormed()}<`,
      );
    });
    const result = await bench.import("tudo.zip", await zipOf(entries));
    expect(result).toMatchObject({ status: "finished", failureReason: null });
    expect(result.accepted).toBeGreaterThanOrEqual(HOSTILE_TEXTS.length);
  });
});
