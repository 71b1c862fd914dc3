import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { audit } from "../audit/index.ts";
import { makeLine, makeSale } from "../conformance/fixed-day.ts";
import { openBench } from "../conformance/make-context.ts";
import type { RememberedState } from "../conformance/state-in-memory.ts";
import type { Connector, StoredFile } from "../define.ts";
import { proffer } from "../proffer/index.ts";
import { refuseSetting } from "../settings.ts";
import { unifabra } from "../unifabra/index.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["audit"], answerDelay: 500 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const open = (options: Partial<Parameters<typeof openBench>[1]> = {}) =>
  openBench(audit, {
    ...options,
    settings: { ...CONNECTOR_USES.audit!.settings(sandbox), ...options.settings },
  });
type Bench = ReturnType<typeof open>;
const confirm = (bench: Bench, file: StoredFile) =>
  audit.operations.files!.confirm!(bench.ctx, file);

describe("the return", () => {
  test("of a file that was sent before does not judge the one sent now", async () => {
    const remembered: RememberedState = new Map();
    const bench = open({ remembered });
    const [file] = await bench.prepare("files");
    await bench.deliver("files", file!);
    await vi.waitFor(
      async () => expect(await confirm(bench, file!)).toEqual({ status: "done", rejections: [] }),
      { interval: 20 },
    );

    // The second one has nothing that the partner could take, and the former return is still there.
    const second = open({ remembered, task: { id: 2 } });
    const broken: StoredFile = {
      ...file!,
      rows: 1,
      open: async function* () {
        yield Buffer.from("nada;disso\r\n1;2\r\n");
      },
      sha256: "0".repeat(64),
    };
    await second.deliver("files", broken);
    expect(await confirm(second, broken)).toEqual({ status: "pending" });
    await vi.waitFor(
      async () => expect(await confirm(second, broken)).toMatchObject({ status: "failed" }),
      { interval: 20 },
    );
  });

  test("where nobody waits for one, its folder is not even looked at", async () => {
    const bench = open({ settings: { aguardar_retorno: "nao", diretorio_retorno: "/nao-existe" } });
    const [file] = await bench.prepare("files");
    expect(await bench.deliver("files", file!)).toMatchObject({ status: "done" });
  });
});

/** A file's rows as a partner with this contract reads them. */
const rowsOf = (text: string, delimiter: string) =>
  parse(text, { delimiter, record_delimiter: ["\r\n", "\n"] }) as string[][];

describe("the form of the files is the registration's", () => {
  const sale = makeSale({
    lines: [
      makeLine({ quantity: 1.5, description: "Ação; “½” ；№ 30 | x", prescriptionKey: "REC-2" }),
    ],
    program: "agreement",
  });
  const salesOf = async (connector: Connector, settings: Record<string, string>) => {
    const files = await openBench(connector, {
      settings: { codigo_associacao: "77", ...settings },
      sales: [sale],
    }).prepare("files");
    const file = files.find(({ name }) => name.includes("VENDAS"))!;
    const bytes: Uint8Array[] = [];
    for await (const chunk of file.open()) bytes.push(chunk);
    return { name: file.name, contentType: file.contentType, bytes: Buffer.concat(bytes) };
  };

  test.each([
    ["audit", audit],
    ["unifabra", unifabra],
    ["proffer", proffer],
  ] as const)("%s: name, separator, end of line, decimals and days", async (_id, connector) => {
    const own = await salesOf(connector, {
      padrao_nome: "X-{CNPJ}-{ENTIDADE}-{AAAAMMDD}.txt",
      separador: "barra",
      quebra_linha: "lf",
      decimal: "virgula",
      formato_data: "DD/MM/AAAA",
    });
    const usual = await salesOf(connector, {});
    expect([own.name, usual.name]).toEqual([
      "X-41902377000113-VENDAS-20260305.txt",
      "VENDAS_41902377000113_20260305_001.csv",
    ]);
    const text = own.bytes.toString("utf8");
    expect(text).not.toContain("\r");
    const [header, row] = rowsOf(text, "|");
    const [usualHeader, usualRow] = rowsOf(usual.bytes.toString("utf8"), ";");
    expect(header).toEqual(usualHeader);
    const days = usualRow!.map((cell) =>
      cell === "2026-03-05"
        ? "05/03/2026"
        : /^-?\d+\.\d+$/.test(cell)
          ? cell.replace(".", ",")
          : cell,
    );
    expect(row).toEqual(days);
    expect(row!.join(" ")).toContain("1,5");
  });

  test.each([
    ["iso", "Ação;  ½  ;No 30 | x"],
    ["sem_acentos", "Acao; 1 2 ;No 30 | x"],
  ])(
    "texts in %s, with what it lacks written plainly and no separator come loose",
    async (codificacao, written) => {
      const { bytes, contentType } = await salesOf(audit, { codificacao });
      expect(contentType).toBe("text/csv; charset=iso-8859-1");
      const [header, row] = rowsOf(bytes.toString("latin1"), ";");
      expect(row).toHaveLength(header!.length);
      expect(row![6]).toBe(written);
    },
  );

  test.each([
    [
      "audit",
      audit,
      "codigo_rede | codigo_rede\nLOJA | codigo_loja\nTOTAL | vl_liquido",
      ["codigo_rede", "LOJA", "TOTAL"],
      ["R7", "1", "19.35"],
    ],
    ["proffer", proffer, "PRODUTO | cd\nQTD | qtd", ["PRODUTO", "QTD"], ["1001", "1.5"]],
  ] as const)(
    "%s: columns, their names and their order",
    async (_id, connector, layout_vendas, header, row) => {
      const { bytes } = await salesOf(connector, { layout_vendas, codigo_rede: "R7" });
      expect(rowsOf(bytes.toString("utf8"), ";")).toEqual([header, row]);
    },
  );

  test("a name that two files would share, or that leaves its folder, is refused", () => {
    const spec = audit.settings.find(({ key }) => key === "padrao_nome")!;
    expect(refuseSetting(spec, "{ENTIDADE}{CNPJ}{AAAAMMDD}.csv")).toBeNull();
    for (const wrong of [
      "{ENTIDADE}_{CNPJ}.csv",
      "{CNPJ}_{AAAAMMDD}.csv",
      "../{ENTIDADE}_{CNPJ}_{AAAAMMDD}.csv",
      "a b {ENTIDADE}_{CNPJ}_{AAAAMMDD}.csv",
      "{ENTIDADE}_{CNPJ}_{AAAAMMDD}.ok",
      "{ENTIDADE}_{CNPJ}_{AAAAMMDD}.TMP",
      "{ENTIDADE}_{CNPJ}_{AAAAMMDD}",
    ])
      expect(refuseSetting(spec, wrong)).not.toBeNull();
  });
});

describe("what Audit gets", () => {
  test("the kind of each sale, and the doctor of its prescription", async () => {
    const sales = (["", "pbm", "agreement", "popular", null] as const).map((program, index) =>
      makeSale({
        id: index + 1,
        program,
        lines: [makeLine({ prescriptionKey: ["REC-2", "REC-3", "REC-99", "", ""][index]! })],
      }),
    );
    const [file] = await open({ sales }).prepare("files");
    // REC-3 is a dentist's, REC-99 is not there.
    expect(
      rowsOf(await file!.text(), ";")
        .slice(1)
        .map((row) => row.slice(11)),
    ).toEqual([
      ["normal", "SP", "123456"],
      ["pbm", "", ""],
      ["convênio", "", ""],
      ["farmácia popular", "", ""],
      ["", "", ""],
    ]);
  });

  test("medicines alone where the panel takes nothing else, of the stock too; what stays is counted", async () => {
    const bench = open({
      settings: { somente_medicamentos: "sim" },
      sales: [makeSale({ lines: [makeLine({ msRegistration: "" })] })],
    });
    const plain = bench.ctx.movements;
    bench.ctx.movements = {
      ...plain,
      products: async function* () {
        for await (const product of plain.products()) yield { ...product, msRegistration: "" };
      },
    };
    expect((await bench.prepare("files")).map(({ rows }) => rows)).toEqual([0, 0, 0, 0]);
    expect(bench.lines.map(({ text }) => text)).toContainEqual(
      expect.stringContaining("1 linha de produto sem registro MS"),
    );
  });

  test("an in-store code is none: its line is left out and counted", async () => {
    const bench = open({ sales: [makeSale({ lines: [makeLine({ ean: "2000000000015" })] })] });
    expect((await bench.prepare("files"))[0]!.rows).toBe(0);
    expect([bench.refused, bench.lines.map(({ text }) => text)]).toEqual([
      [],
      expect.arrayContaining([expect.stringContaining("1 linha sem EAN")]),
    ]);
  });
});

test("Unifabra's log counts what was put to zero or left out", async () => {
  const bench = openBench(unifabra, { settings: { codigo_associacao: "77" } });
  const plain = bench.ctx.movements;
  bench.ctx.movements = {
    ...plain,
    stock: async function* (branches) {
      for await (const stock of plain.stock(branches)) yield { ...stock, quantity: -1 };
    },
  };
  await bench.prepare("files");
  expect(bench.lines.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "Filial 1: 1 produto do estoque sem EAN válido ficou de fora.",
      "Filial 1: 1 produto com estoque negativo foi enviado como zero.",
      "1 produto do cadastro sem EAN válido ficou de fora.",
    ]),
  );
});
