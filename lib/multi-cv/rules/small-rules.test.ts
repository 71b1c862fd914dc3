import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { completeCnpj, completeCpf } from "@/lib/core/documents.ts";
import type { ReservationPerson } from "../cv/reservation-shape.ts";
import { checkPeople, choosePhone } from "./check-people.ts";
import { findUf } from "./find-uf.ts";
import { findPersonDifferences } from "./compare-person.ts";
import { isParty } from "./is-party.ts";
import { kindOfDocument } from "./kind-of-document.ts";
import { refuseShares } from "./refuse-shares.ts";
import { isBurst } from "./burst.ts";
import { hashPart } from "./hash-part.ts";

import { someDocument } from "../wire/tolerant-shapes.ts";
import { matchUnit } from "./match-unit.ts";
import { readCvSubject, readSiengeSubject } from "./read-event-ids.ts";

const cpf = completeCpf("318274650");
const person = (
  more: Partial<ReservationPerson> & { postalCode?: string } = {},
): ReservationPerson => ({
  id: 120,
  code: null,
  name: "Aurora Fictícia",
  document: cpf,
  documentKind: "cpf",
  share: null,
  birthDay: "1990-01-31",
  rg: "",
  rgIssuer: "",
  rgDay: null,
  civilStatus: "Solteiro(a)",
  weddingDay: null,
  profession: "",
  sex: "F",
  income: null,
  address: {
    street: "",
    number: "",
    complement: "",
    district: "",
    postalCode: more.postalCode ?? "49000000",
    city: "",
    state: "",
    country: "",
  },
  phone: "(79) 99999-0000",
  mobile: "(79) 99999-0000",
  email: "aurora@exemplo.test",
  ...more,
});

describe("people", () => {
  it.each<[string, Parameters<typeof person>[0], string]>([
    [
      "a wrong digit",
      { document: cpf.slice(0, 10) + String((Number(cpf[10]) + 1) % 10) },
      "dígito verificador",
    ],
    ["no document", { document: "" }, "sem CPF"],
    ["no name", { name: "" }, "sem nome"],
    [
      "a long telephone",
      { mobile: "", phone: "+55 79 99999 0000 ramal 1234" },
      "telefone fora do formato",
    ],
    ["no telephone", { mobile: "", phone: "" }, "sem telefone"],
    ["no e-mail", { email: "aurora" }, "e-mail"],
    ["a short zip", { postalCode: "4900" }, "CEP"],
  ])("%s", (_name, more, words) => {
    const problems = checkPeople(
      [
        { role: "Titular", person: person() },
        { role: "Cônjuge", person: person({ document: completeCpf("418274650"), ...more }) },
      ],
      [],
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    expect(problems[0]).toContain("associado 1 (Cônjuge)");
    expect(problems[0]).not.toMatch(/\d{9}/);
  });

  test("a state that is none is said, and never sent as it stands", () => {
    const living = (state: string) => {
      const base = person();
      return { ...base, address: { ...base.address, state } };
    };
    const check = (state: string) => checkPeople([{ role: "Titular", person: living(state) }], []);
    expect(["", "SE", "se", "Sergipe", "São Paulo", "PARÁ"].flatMap(check)).toEqual([]);
    expect(check("Ontario")).toEqual(["O titular tem um estado que não é nenhuma das 27 UFs."]);
    expect(["São Paulo", "pará", "DF", "toString"].map(findUf)).toEqual(["SP", "PA", "DF", null]);
  });

  test("what a development requires, of a person and of a company", () => {
    const ofAll = (name: string) => ({ name, label: name, kind: null });
    expect(
      checkPeople(
        [{ role: "Titular", person: person() }],
        ["profissao", "rg", "nascimento", "campo_que_nao_existe"].map(ofAll),
      ),
    ).toEqual([
      "O titular está sem profissão, obrigatório neste empreendimento.",
      "O titular está sem RG, obrigatório neste empreendimento.",
    ]);
    expect(
      checkPeople(
        [
          {
            role: "Titular",
            person: person({ document: completeCnpj("419023770001"), civilStatus: "" }),
          },
        ],
        ["profissao", "rg"].map(ofAll),
      ),
    ).toEqual([]);
    expect(
      checkPeople(
        [{ role: "Titular", person: person() }],
        [
          { name: "profissao", label: "profissao", kind: "company" },
          { name: "rg", label: "rg", kind: "person" },
        ],
      ),
    ).toEqual(["O titular está sem RG, obrigatório neste empreendimento."]);
  });

  test("telephones and shares", () => {
    expect(choosePhone({ mobile: "123", phone: "(79) 3000-0000" })).toBe("7930000000");
    expect(refuseShares([50, 50])).toBeNull();
    expect(refuseShares([null, null])).toBeNull();
    expect(refuseShares([33.33, 33.33, 33.33])).toBeNull();
    expect(refuseShares([16.67, 16.67, 16.67, 16.67, 16.67, 16.67])).toBeNull();
    expect(refuseShares([33.3, 33.3, 33.3])).toContain("99,9");
    expect(refuseShares([50, 49])).toContain("99");
    expect(refuseShares([null, 50])).toBeNull();
    expect(refuseShares([null, 60, 50])).toContain("110");
  });

  test("any equal shares that were rounded to two places make a whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        (people) =>
          void expect(
            refuseShares(Array.from({ length: people }, () => Math.round(10_000 / people) / 100)),
          ).toBeNull(),
      ),
    );
  });

  test.each<[document: string, word: string, country: string, kind: string]>([
    [cpf, "Passaporte", "Portugal", "cpf"],
    [completeCnpj("12ABC34501DE"), "", "", "cnpj"],
    ["AB123456", "", "", "foreign"],
    ["123456789", "Passaporte", "", "foreign"],
    ["123456789", "CPF", "Portugal", "foreign"],
    ["123456789", "CPF", "Brasil", "cpf"],
    ["11144477736", "CPF", "", "cpf"],
    ["", "", "Portugal", "cpf"],
  ])("the document “%s” (%s, %s) is a %s", (document, word, country, kind) =>
    expect(kindOfDocument(document, word, country)).toBe(kind),
  );

  test.each<[written: unknown, read: string]>([
    ["191.000.000-00", "19100000000"],
    [Number(completeCpf("012345678")), completeCpf("012345678")],
    [Number(completeCnpj("001234560001")), completeCnpj("001234560001")],
    [" ab-123456 ", "AB123456"],
    [null, ""],
  ])("the document %j is read as %s", (written, read) =>
    expect(someDocument.parse(written)).toBe(read),
  );

  test("a person from abroad needs no check digits, CEP or UF of ours", () => {
    const base = person({ document: "AB123456", documentKind: "foreign" });
    const abroad = {
      ...base,
      address: { ...base.address, postalCode: "1250", state: "Lisboa", country: "Portugal" },
    };
    expect(checkPeople([{ role: "Titular", person: abroad }], [])).toEqual([]);
  });

  test.each<[kind: string, participates: boolean | null, party: boolean]>([
    ["Cônjuge", null, true],
    ["Segundo comprador", null, true],
    ["Avalista", null, false],
    ["Procurador(a)", null, false],
    ["Procurador", true, true],
    ["Cônjuge", false, false],
  ])("“%s” with the flag %s is a party: %s", (kind, participates, party) =>
    expect(isParty({ kind, participates })).toBe(party),
  );

  test("a person known there differs in whatever would be written and is shown otherwise", () => {
    const written = {
      nome: "Aurora",
      cep: "49000000",
      estado: "SE",
      estado_civil: 1,
      email: "a@b.c",
    };
    const same = { nome: "Aurora", cep: "49000-000", estado: "Sergipe", estado_civil: "1" };
    expect(findPersonDifferences(written, same)).toEqual([]);
    expect(findPersonDifferences(written, { ...same, estado: "Bahia", cep: null })).toEqual([
      "CEP",
      "estado",
    ]);
    fc.assert(
      fc.property(fc.constantFrom("nome", "rg", "bairro", "profissao"), (key) => {
        expect(findPersonDifferences({ [key]: "x" }, { [key]: "" })).toHaveLength(1);
        expect(findPersonDifferences({}, { [key]: "y" })).toEqual([]);
      }),
    );
  });
});

describe("units", () => {
  const units = [
    { code: "90112", block: "T1", name: "101" },
    { code: "90113", block: "T1", name: "102" },
    { code: "", block: "Torre 2", name: "101" },
    { code: "", block: "torre 2", name: " 101 " },
  ];
  it.each<[string, { code: string; block: string; name: string }, string]>([
    ["by code", { code: "90113", block: "outro", name: "9" }, "code"],
    ["by name", { code: "", block: "t1", name: "101" }, "name"],
    ["two of a name", { code: "", block: "TORRE 2", name: "101" }, "2 unidades"],
    ["none", { code: "1", block: "T9", name: "1" }, "não existe no terminal"],
    [
      "a code that contradicts the name",
      { code: "77", block: "T1", name: "101" },
      "77 do Sienge no Hub e 90112",
    ],
  ])("%s", (_name, wanted, expected) => {
    const match = matchUnit(wanted, units);
    expect("sentence" in match ? match.sentence : match.by).toContain(expected);
  });
  test("two of a code", () =>
    expect(
      matchUnit({ code: "5", block: "", name: "" }, [
        { code: "5", block: "a", name: "1" },
        { code: "5", block: "a", name: "2" },
      ]),
    ).toHaveProperty("sentence"));
});

test("a burst is more than the limit within the window", () => {
  const brake = { limit: 10, windowSeconds: 300, settleSeconds: 15 };
  const at = (...seconds: number[]) => seconds.map((second) => new Date(second * 1000));
  expect(isBurst(at(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), brake)).toBe(false);
  expect(isBurst(at(9, 1, 2, 3, 4, 5, 6, 7, 8, 0, 300), brake)).toBe(true);
  expect(isBurst(at(9, 1, 2, 3, 4, 5, 6, 7, 8, 0, 301), brake)).toBe(false);
});

test("a part's hash knows no order of keys", () => {
  expect(hashPart({ a: 1, b: [{ c: 2, d: undefined }] })).toBe(hashPart({ b: [{ c: 2 }], a: 1 }));
  expect(hashPart([1, 2])).not.toBe(hashPart([2, 1]));
  expect(hashPart({ a: null })).not.toBe(hashPart({}));
});

describe("what an event is about", () => {
  it.each<[unknown, string | null]>([
    [{ idreserva: 7367, idtransacao: 991 }, "7367"],
    [{ idreserva: "7367" }, "7367"],
    [{ idreserva_cv: 7 }, "7"],
    [{ id: "8" }, "8"],
    [{ reserva: { idreserva: 9 } }, "9"],
    [{ dados: { idreserva: "10" } }, "10"],
    [{ idreserva: "../1" }, null],
    [{ idreserva: -1 }, null],
    [{ idreserva: 1.5 }, null],
    [{}, null],
    [null, null],
    ["texto", null],
    [[1], null],
    [{ idreserva: "9".repeat(40) }, null],
  ])("%j → %s", (body, id) => expect(readCvSubject(body)).toEqual({ object: "reservation", id }));
  it.each<[unknown, unknown]>([
    [{ idcomissao: 66 }, { object: "commission", id: "66" }],
    [{ comissao: { id: "67" } }, { object: "commission", id: "67" }],
    [
      { idcomissao: 66, idreserva: 7 },
      { object: "reservation", id: "7" },
    ],
    [
      { idreserva: 7, idreservacontrato: 15 },
      { object: "reservation", id: "7" },
    ],
  ])("%j names a reservation before its parts", (body, subject) =>
    expect(readCvSubject(body)).toEqual(subject),
  );
  it.each<[string, unknown, unknown]>([
    ["SALES_CONTRACT_CANCELED", { salesContractId: 1202 }, { object: "contract", id: "1202" }],
    [
      "ASSIGNMENT_RIGHTS_AGREEMENT_UPDATED",
      { receivableBillId: 5 },
      { object: "assignment", id: "5" },
    ],
    ["UNIT_UPDATED", { unitId: 90112 }, { object: "other", id: "90112" }],
    ["SALES_CONTRACT_ISSUED", {}, { object: "contract", id: null }],
  ])("%s", (event, body, subject) => expect(readSiengeSubject(event, body)).toEqual(subject));
});
