import { describe, expect, test } from "vitest";
import { findAgency, listAgencies } from "./agencies.ts";
import { findBroker } from "./brokers.ts";
import { civilStatusNumber } from "./civil-status.ts";
import { listContracts } from "./contracts.ts";
import { readDevelopment } from "./developments.ts";
import { listDocuments } from "./documents.ts";
import { findPerson } from "./find-person.ts";
import type { CvClient } from "./open-cv.ts";
import { findUnits } from "./read-unit.ts";
import { reservationShape } from "./reservation-shape.ts";
import { toPersonBody } from "./save-person.ts";
import { sniffKind } from "./sniff-kind.ts";
import { withoutFourByte } from "./without-four-byte.ts";

/** A line that gives the same answer to everything. */
const answering = (...bodies: unknown[]): CvClient => ({
  label: "Terminal A",
  call: async () => (bodies.length > 1 ? bodies.shift() : bodies[0]),
});

describe("registers, in each way that accounts answer them", () => {
  const agency = { idimobiliaria: "9", cnpj: "11.222.333/0001-81", nome: "Farol", ativo: "S" };
  test.each([
    ["an object", { imobiliarias: agency }],
    ["a list", { imobiliarias: [agency] }],
    ["in dados", { codigo: 200, dados: [agency] }],
    ["keyed", { imobiliarias: { "9": agency } }],
  ])("an agency as %s", async (_name, body) => {
    expect(await findAgency(answering(body), "11222333000181")).toMatchObject({
      id: 9,
      document: "11222333000181",
      active: true,
      developmentIds: null,
    });
    expect(await listAgencies(answering(body))).toHaveLength(1);
  });

  test("no agency is none", async () => {
    expect(await findAgency(answering(null), "11222333000181")).toBeNull();
  });

  test.each(["corretor", "corretores", "dados"])("a broker under %s", async (key) => {
    const body = {
      codigo: 200,
      [key]: [
        {
          idcorretor: 71,
          nome: "Beto",
          documento: "111.444.777-35",
          idimobiliaria: 9,
          ativo_login: "N",
          empreendimentos: [{ idempreendimento: 3 }, 4],
        },
      ],
    };
    expect(await findBroker(answering(body), "11144477735")).toMatchObject({
      id: 71,
      active: false,
      agencyId: 9,
      developmentIds: [3, 4],
    });
  });

  test("a broker of another document is none: some accounts ignore the filter", async () => {
    expect(
      await findBroker(
        answering({ corretores: [{ idcorretor: 71, documento: "52998224725" }] }),
        "11144477735",
      ),
    ).toBeNull();
    expect(
      await findPerson(
        answering({ pessoas: [{ idpessoa: 1, documento: "52998224725" }] }),
        "11144477735",
      ),
    ).toBeNull();
  });

  test("units say what they are in numbers or words; two of one code are both given", async () => {
    const unit = (situacao: unknown) => ({ dados: [{ idunidade: 1, nome: "101", situacao }] });
    const read = async (situacao: unknown) =>
      (await findUnits(answering(unit(situacao)), 3, "x"))[0];
    expect((await read([{ vendida: "N", situacao_mapa_disponibilidade: 1 }]))?.availability).toBe(
      "available",
    );
    expect((await read({ situacao_mapa_disponibilidade: "5" }))?.availability).toBe("in_process");
    expect((await read([{ situacao_mapa_disponibilidade: "Vendida", vendida: "S" }]))?.sold).toBe(
      true,
    );
    expect((await read([]))?.availability).toBe("unknown");
    expect(
      await findUnits(answering({ dados: [{ idunidade: 1 }, { idunidade: 2 }] }), 3, "x"),
    ).toHaveLength(2);
  });

  test("a development that ignores the page of its units is read once", async () => {
    const page = {
      idempreendimento: 3,
      nome: "Lagoa",
      etapas: [
        {
          nome: "1",
          blocos: [
            {
              nome: "T1",
              unidades: Array.from({ length: 100 }, (_, n) => ({
                idunidade: n + 1,
                nome: String(n),
              })),
            },
          ],
        },
      ],
    };
    expect((await readDevelopment(answering(page), 3))?.units).toHaveLength(100);
  });

  test.each([
    [
      "groups by label",
      {
        dados: {
          documentos: { Titular: [{ idreservasdocumentos: 1, link: "https://x.example/1" }] },
        },
      },
      1,
    ],
    [
      "a list of groups",
      {
        dados: [
          {
            idreserva_cv: 7,
            documentos: [
              { Titular: [{ idreservasdocumentos: 1 }], Fiador: [{ idreservasdocumentos: 2 }] },
              { tipo_pessoa: [{ idreservasdocumentos: 3 }] },
            ],
          },
        ],
      },
      3,
    ],
    ["a group of one row", { dados: { documentos: { Fiador: { idreservasdocumentos: 1 } } } }, 1],
    [
      "rows keyed by their id",
      { dados: { documentos: { Fiador: { "7": { idreservasdocumentos: 1 } } } } },
      1,
    ],
    ["a bare list", { dados: [{ idreservasdocumentos: 1 }, { idreservasdocumentos: 2 }] }, 2],
    ["an empty list of PHP", { dados: { idreserva_cv: 7, documentos: [] } }, 0],
    ["204", null, 0],
  ])("documents as %s", async (_name, body, count) => {
    expect(await listDocuments(answering(body), 7)).toHaveLength(count);
  });

  test.each([
    [
      "an object",
      { dados: { idreserva_cv: 7, contratos: [{ idreservacontrato: 15, assinado: "S" }] } },
    ],
    [
      "an array of one",
      { dados: [{ idreserva_cv: 7, contratos: [{ idreservacontrato: 15, assinado: "S" }] }] },
    ],
    ["bare", [{ idreservacontrato: 15, assinado: "S" }]],
  ])("contract files as %s", async (_name, body) => {
    expect(await listContracts(answering(body), 7)).toMatchObject([
      { id: 15, signed: { done: true } },
    ]);
  });
});

test.each([
  ["Casado(a) - Comunhão parcial de bens", 1],
  ["Casado - Separação total", 9],
  ["UNIÃO ESTÁVEL", 7],
  ["Casado(a) - Comunhão total", 8],
  ["Casado com participação final nos aquestos", 10],
  ["Divorciada", 2],
  ["Separado judicialmente", 3],
  ["Viúvo(a)", 5],
  ["solteira", 4],
  ["amasiado", 6],
  ["4", 4],
  ["", null],
])("civil status “%s” is %s", (text, number) => {
  expect(civilStatusNumber(text)).toBe(number);
});

test("a person is written as the register takes them: only what is there, phone and postal code cut to what is allowed", () => {
  const { holder } = reservationShape.parse({
    situacao: "x",
    titular: {
      nome: "Joana",
      documento: "529.982.247-25",
      telefone: "+55 (79) 99999-0000",
      cep: "4900-000",
      nascimento: "1990-01-31",
      estado_civil: "Solteira",
      sexo: "Feminino",
      renda_familiar: 5000,
    },
  });
  expect(toPersonBody(holder, "HUB-1")).toEqual({
    idpessoa_int: "HUB-1",
    nome: "Joana",
    documento_tipo: "cpf",
    documento: "52998224725",
    telefone: "+55 (79) 99999-",
    email: "",
    data_nasc: "1990-01-31",
    estado_civil: 4,
    sexo: "F",
    renda_familiar: 5000,
  });
});

test("files are known by how they begin", () => {
  const kindOf = (text: string) => sniffKind(Buffer.from(text, "latin1")).extension;
  expect([
    kindOf("%PDF-1.7"),
    kindOf("\n\n%PDF-1.4"),
    kindOf("\x89PNG\r\n\x1a\n"),
    kindOf("\xFF\xD8\xFF\xE0"),
    kindOf("PK\x03\x04"),
    kindOf(" <!DOCTYPE html>"),
    kindOf("GIF89a"),
    kindOf("II*\0"),
    kindOf("qualquer"),
  ]).toEqual(["pdf", "pdf", "png", "jpg", "docx", "html", "gif", "tif", "bin"]);
});

test("what CV would cut a message at is left out", () => {
  expect(withoutFourByte("Vendida 🎉 em 👨‍👩‍👧 dia ☀️ útil")).toBe("Vendida em dia ☀ útil");
});
