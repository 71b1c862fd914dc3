import { describe, expect, test } from "vitest";
import { PartnerError } from "@/lib/core/errors.ts";
import { createReservation } from "./create-reservation.ts";
import { findId } from "./find-id.ts";
import { listReservations } from "./list-reservations.ts";
import type { CvCall, CvClient } from "./open-cv.ts";
import { readConditions } from "./read-conditions.ts";
import { readReservation, unwrapReservation } from "./read-reservation.ts";

/** A line that answers from a table of "METHOD path"; what was asked stays to be looked at. */
function line(answers: Record<string, unknown>): CvClient & { asked: CvCall[] } {
  const asked: CvCall[] = [];
  return {
    label: "Terminal A",
    asked,
    call: async (request) => {
      asked.push(request);
      return answers[`${request.method} ${request.path}`] ?? null;
    },
  };
}

const PERSON = {
  nome: "Joana Modelo",
  idpessoa_cv: "120",
  idpessoa_int: 445,
  porcentagem: "50.00",
  documento_tipo: "CPF",
  documento: "529.982.247-25",
  nascimento: "1990-01-31",
  estado_civil: "Casado(a) - Comunhão parcial de bens",
  cep: "49000-000",
  celular: "(79) 99999-0000",
  email: "joana@modelo.example",
};
const RESERVATION = {
  situacao: { idsituacao: "47", situacao: "Pode Faturar" },
  vendida: null,
  data: "2026-09-01 10:12:44",
  imobiliaria: { cnpj: "11.222.333/0001-81" },
  unidade: {
    empreendimento: "Residencial Modelo",
    idempreendimento_cv: 3,
    idempreendimento_int: "856",
    bloco: "T1",
    idbloco_int: "T1",
    unidade: "101",
    idunidade_cv: 5512,
    idunidade_int: 90112,
  },
  titular: PERSON,
  associados: { "88": { ...PERSON, tipo: "Cônjuge", idpessoa_cv: 121 } },
  coretor: {
    corretor: "Beto Modelo",
    idcorretor_cv: 71,
    documento: "111.444.777-35",
    idimobiliaria_cv: 9,
  },
  condicoes: {
    valor_contrato: "18000.00",
    series: [
      {
        idcondicao: 501,
        serie: "Mensais",
        idserie_int: "PM",
        quantidade: "36",
        valor: "500.00",
        vencimento: "2026-10-10",
        possui_juros: "N",
      },
    ],
  },
  comissoes: {
    "1234": {
      comissao_para: "Corretor",
      comissao_quem: "Beto Modelo",
      comissao_tipo: "C",
      comissao_porcentagem: "4.00",
      comissao_valor: "720.00",
    },
    comissao_valortotal: "720.00",
    premio_valortotal: "0.00",
  },
  contratos: [],
  campos_adicionais: {
    "4": { idcampo_adicional: "4", nome: "Código Hub", valor: "", nome_referencia: "codigo_hub" },
  },
};

describe("a reservation", () => {
  test.each([
    ["keyed by its id", { "7367": RESERVATION }],
    ["bare", RESERVATION],
    ["in dados", { codigo: 200, dados: RESERVATION }],
    ["keyed, in dados", { dados: { "7367": RESERVATION } }],
    ["a list of one", { dados: [{ ...RESERVATION, idreserva: "7367" }] }],
  ])("is read when it comes %s", async (_name, body) => {
    const read = await readReservation(line({ "GET /api/v1/comercial/reservas/7367": body }), 7367);
    expect(read).toMatchObject({
      id: 7367,
      situation: { id: 47, name: "Pode Faturar" },
      sold: false,
      unit: { id: 5512, code: "90112", name: "101", development: { id: 3, code: "856" } },
      holder: {
        id: 120,
        code: "445",
        document: "52998224725",
        documentKind: "cpf",
        share: 50,
        phone: "(79) 99999-0000",
        address: { postalCode: "49000000" },
      },
      associates: [{ id: 121, kind: "Cônjuge", share: 50 }],
      broker: { id: 71, document: "11144477735", agency: { id: 9, document: "11222333000181" } },
      conditions: {
        contractAmount: { cents: 1_800_000 },
        series: [
          {
            count: 36,
            amount: { cents: 50_000 },
            firstDueDay: "2026-10-10",
            seriesCode: "PM",
            hasInterest: false,
          },
        ],
      },
      commissions: { rows: [{ amount: { cents: 72_000 }, percent: 4 }], total: { cents: 72_000 } },
      additionalFields: [{ id: 4, reference: "codigo_hub" }],
    });
    expect(read?.createdAt?.toISOString()).toBe("2026-09-01T13:12:44.000Z");
  });

  test("PHP's empty lists are none", () => {
    const read = unwrapReservation(
      {
        ...RESERVATION,
        associados: [],
        associados_array: [],
        comissoes: [],
        campos_adicionais: [],
        contratos: null,
        imobiliaria: [],
      },
      1,
      "Hub",
    );
    expect([read.associates, read.commissions.rows, read.additionalFields, read.contracts]).toEqual(
      [[], [], [], []],
    );
  });

  test("another reservation than the one asked for is refused", () => {
    expect(() => unwrapReservation({ "8": RESERVATION }, 7, "Hub")).toThrow(PartnerError);
    expect(() => unwrapReservation({ ...RESERVATION, idreserva: 8 }, 7, "Hub")).toThrow(
      /outros dados/,
    );
  });

  test("one that CV does not have now is null, after the credentials were proven", async () => {
    const cv = line({ "GET /api/v1/configuracoes/workflows/reservas": [] });
    expect(await readReservation(cv, 9)).toBeNull();
    expect(cv.asked.map(({ path }) => path)).toEqual([
      "/api/v1/comercial/reservas/9",
      "/api/v1/configuracoes/workflows/reservas",
    ]);
  });

  test("a 404 for everything is wrong credentials", async () => {
    await expect(readReservation(line({}), 9)).rejects.toMatchObject({ kind: "auth" });
  });

  test("an amount that cannot be read says where, and quotes nothing", () => {
    const broken = {
      ...RESERVATION,
      condicoes: { series: [{ ...RESERVATION.condicoes.series[0], valor: "joana" }] },
    };
    expect(() => unwrapReservation(broken, 1, "Hub")).toThrow(/condicoes\.series\.0\.valor/);
    expect(() => unwrapReservation(broken, 1, "Hub")).not.toThrow(/joana/);
  });

  test("lists switch CV's hiding defaults off and know ids from keys and from rows", async () => {
    for (const body of [
      { "5": RESERVATION, "6": RESERVATION },
      [
        { ...RESERVATION, idreserva: 5 },
        { ...RESERVATION, idreserva_cv: "6" },
      ],
      { dados: { "5": RESERVATION, "6": RESERVATION } },
    ]) {
      const cv = line({ "GET /api/v1/comercial/reservas": body });
      const ids: number[] = [];
      for await (const { id } of listReservations(cv, { since: "2026-09-01" })) ids.push(id);
      expect(ids).toEqual([5, 6]);
      expect(cv.asked[0]?.query).toMatchObject({
        situacao: "todas",
        faturar: false,
        retornar_integradas: true,
        a_partir_de: "01/09/2026",
      });
    }
  });

  test("commissions that it does not show are asked for apart, since asking takes them off its conditions", async () => {
    const comissoes = {
      "1": {
        comissao_para: "Corretor",
        comissao_quem: "Beto",
        comissao_tipo: "Comissão",
        comissao_valor: "720.00",
      },
    };
    const answers = (hides: boolean) => {
      const queries: CvCall["query"][] = [];
      const cv: CvClient = {
        label: "Hub",
        call: async ({ query }) => {
          queries.push(query);
          const asked = query?.pagamento_comissao === true;
          const condicoes = { ...RESERVATION.condicoes, ...(asked && { valor_contrato: "1.00" }) };
          return { ...RESERVATION, condicoes, comissoes: hides && !asked ? [] : comissoes };
        },
      };
      return { cv, queries };
    };
    for (const [hides, calls] of [
      [true, 2],
      [false, 1],
    ] as const) {
      const { cv, queries } = answers(hides);
      const read = await readReservation(cv, 7, { commissions: true });
      expect(read?.conditions.contractAmount).toEqual(
        (await readReservation(answers(hides).cv, 7))?.conditions.contractAmount,
      );
      expect(read?.commissions.rows).toMatchObject([{ who: "Beto", kind: "C" }]);
      expect(queries).toHaveLength(calls);
    }
  });

  test("is created in CV's own words, and its id is looked for anywhere in the answer", async () => {
    const cv = line({
      "POST /api/v1/comercial/reservas": { codigo: 200, dados: { reserva: { idreserva: "901" } } },
    });
    const id = await createReservation(cv, {
      code: "HUB-7",
      personId: 1,
      developmentId: 2,
      unitId: 3,
      brokerId: 4,
      saleTypeId: null,
      associate: { personId: 5, kindId: 6, share: 50 },
      conditions: [
        {
          seriesId: 4,
          count: 36,
          amountCents: 50_010,
          firstDueDay: "2026-10-09",
          indexerId: null,
          holdsCommission: false,
        },
      ],
    });
    expect(id).toBe(901);
    expect(cv.asked[0]?.body).toMatchObject({
      idreserva_int: "HUB-7",
      condicoes: [
        {
          valor_parcela: 500.1,
          primeiro_vencimento: "09/10/2026",
          quantidade_parcelas: 36,
          retirar_comissao: "N",
        },
      ],
      associado: { percentual_participacao: 50, participacao_contrato: "S" },
    });
    expect(cv.asked[0]?.idempotent).toBeUndefined();
  });

  test("an answer without an id gives none", () => {
    expect(findId({ codigo: 200, mensagem: "Reserva cadastrada" }, ["idreserva", "id"])).toBeNull();
    expect(findId({ sucesso: true, id: null }, ["id"])).toBeNull();
  });

  test("conditions show our key, and their instalments one by one", async () => {
    const body = {
      dados: [
        {
          idreserva: 7,
          idreserva_int: "HUB-7",
          valor_total_contrato: "323.000",
          condicao: [
            {
              idserie: 4,
              serie: "Mensais",
              sigla: "M",
              quantidade_parcelas: 2,
              correcao: "S",
              retirar_comissao: "N",
              parcelas: [
                { vencimento: "2026-10-10", valor: "161500.00" },
                { vencimento: "2026-11-10", valor: "161500.00" },
              ],
            },
          ],
        },
      ],
    };
    const read = await readConditions(
      line({ "GET /api/v1/comercial/reservas/condicao-pagamentos": body }),
      7,
    );
    expect(read).toMatchObject({
      code: "HUB-7",
      contractAmount: { asThousands: 32_300_000 },
      series: [
        {
          seriesId: 4,
          corrected: true,
          holdsCommission: false,
          instalments: [{ dueDay: "2026-10-10" }, {}],
        },
      ],
    });
    expect(await readConditions(line({}), 7)).toBeNull();
    const said = async (more: object) => {
      const condicao = [{ serie: "Mensais", parcelas: [], ...more }];
      const [one] = (await readConditions(
        line({
          "GET /api/v1/comercial/reservas/condicao-pagamentos": {
            dados: [{ idreserva: 7, valor_total_contrato: 1, condicao }],
          },
        }),
        7,
      ))!.series;
      return [one!.interest, one!.bearer];
    };
    expect(await said({ tipo_juros: "SJ", juros_condicao: ["Sem juros"] })).toEqual(["", ""]);
    expect(await said({ tipo_juros: "TP", portador: "Banco" })).toEqual(["Tabela Price", "Banco"]);
    expect(await said({ juros_condicao: ["SAC"], portador: { nome: "X" } })).toEqual(["SAC", "X"]);
    expect(await said({ juros_futuro: 0.01, portador: [] })).toEqual(["juros futuros de 0,01", ""]);
  });
});
