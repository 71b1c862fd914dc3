import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startSandbox, type Sandbox } from "../start-sandbox.ts";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import { testOptions } from "@/lib/connectors/transports/test-options.ts";
import { certainCents, matchAmounts } from "@/lib/multi-cv/wire/amount.ts";
import { associateBroker, findBroker, saveBroker } from "@/lib/multi-cv/cv/brokers.ts";
import { associateAgency, findAgency, saveAgency } from "@/lib/multi-cv/cv/agencies.ts";
import { addCommission, listCommissions } from "@/lib/multi-cv/cv/commissions.ts";
import { addContract, listContracts as listFiles } from "@/lib/multi-cv/cv/contracts.ts";
import {
  cancelReservation,
  changeSituation,
  informSale,
} from "@/lib/multi-cv/cv/change-situation.ts";
import { createReservation } from "@/lib/multi-cv/cv/create-reservation.ts";
import {
  listDevelopments,
  listRequiredFields,
  readDevelopment,
} from "@/lib/multi-cv/cv/developments.ts";
import { addDocument, listDocuments } from "@/lib/multi-cv/cv/documents.ts";
import { downloadLink } from "@/lib/multi-cv/cv/download-link.ts";
import { findCopies } from "@/lib/multi-cv/cv/find-copies.ts";
import { findPerson } from "@/lib/multi-cv/cv/find-person.ts";
import { addMessage, hasMessage } from "@/lib/multi-cv/cv/messages.ts";
import {
  listAssociationTypes,
  listDocumentTypes,
  listIndexers,
  listSaleTypes,
} from "@/lib/multi-cv/cv/list-catalogues.ts";
import { listSellers } from "@/lib/multi-cv/cv/list-sellers.ts";
import { listReservations } from "@/lib/multi-cv/cv/list-reservations.ts";
import { listSeries } from "@/lib/multi-cv/cv/list-series.ts";
import { listSituations } from "@/lib/multi-cv/cv/list-situations.ts";
import { type CvClient, openCv } from "@/lib/multi-cv/cv/open-cv.ts";
import { readConditions } from "@/lib/multi-cv/cv/read-conditions.ts";
import { readErpFields } from "@/lib/multi-cv/cv/erp-fields.ts";
import { readReservation } from "@/lib/multi-cv/cv/read-reservation.ts";
import { findUnits } from "@/lib/multi-cv/cv/read-unit.ts";
import { listDistratos, registerDistrato } from "@/lib/multi-cv/cv/register-distrato.ts";
import { savePerson } from "@/lib/multi-cv/cv/save-person.ts";
import { signIn } from "@/lib/multi-cv/cv/sign-in.ts";
import { updateReservation } from "@/lib/multi-cv/cv/update-reservation.ts";
import {
  listTriggers,
  listWebhooks,
  registerWebhook,
  removeWebhook,
} from "@/lib/multi-cv/cv/webhooks.ts";
import {
  listChangedContracts,
  listContracts,
  readContract,
} from "@/lib/multi-cv/sienge/list-contracts.ts";
import { listHooks, registerHook, removeHook } from "@/lib/multi-cv/sienge/hooks.ts";
import { openSienge, type SiengeClient } from "@/lib/multi-cv/sienge/open-sienge.ts";
import {
  findCreditor,
  listEnterprises,
  listUnits,
  readSiengeUnit,
} from "@/lib/multi-cv/sienge/registers.ts";
import { watchFields } from "../../support/watch-fields.ts";
import { partnerDay } from "./partner-day.ts";
import { countSignIns, endSessions, PANEL } from "./sessions.ts";
import { StoryPlayer } from "./play-story.ts";
import { TENANTS, type TenantName, type TerminalName } from "./world.ts";

let sandbox: Sandbox;
let cv: Record<TenantName, CvClient>;
let sienge: SiengeClient;
const http = watchFields()(createHttp(testOptions(), async () => undefined));

beforeAll(async () => {
  sandbox = await startSandbox({ only: ["sienge", "cv"] });
  cv = Object.fromEntries(
    TENANTS.map((name) => [
      name,
      openCv({
        http,
        label: name,
        baseUrl: sandbox.cv[name].url,
        email: sandbox.cv[name].email,
        token: sandbox.cv[name].token,
      }),
    ]),
  ) as typeof cv;
  sienge = openSienge({
    http,
    label: "Sienge",
    baseUrl: sandbox.sienge.url,
    tenant: sandbox.sienge.tenant,
    user: sandbox.sienge.user,
    password: sandbox.sienge.password,
  });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.reset();
  for (const tenant of Object.values(sandbox.partners.cv.tenants)) tenant.quirks.ratePerMinute = 0;
  sandbox.partners.sienge.quirks.ratePerMinute = 0;
});

/** Carries a Hub reservation into a terminal with the clients alone, as the flow does it step by step. */
async function carry(hubId: number, terminal: TerminalName): Promise<number> {
  const own = await readReservation(cv.hub, hubId);
  const conditions = await readConditions(cv.hub, hubId);
  if (!own || !conditions) throw new Error("the Hub's reservation is missing");
  const to = cv[terminal];
  const development = (await listDevelopments(to)).find(
    ({ name }) => name === own.unit.development.name,
  );
  const [unit] = await findUnits(to, development?.id ?? 0, own.unit.code ?? "");
  for (const person of [own.holder, ...own.associates])
    await savePerson(to, person, `HUB-${person.document}`);
  const person = await findPerson(to, own.holder.document);
  const broker = await findBroker(to, own.broker.document);
  const [series, indexers, kinds] = [
    await listSeries(to),
    await listIndexers(to),
    await listAssociationTypes(to),
  ];
  const spouse = own.associates[0] && (await findPerson(to, own.associates[0].document));
  if (!development || !unit || !person || !broker)
    throw new Error("something is missing in the terminal");
  const id = await createReservation(to, {
    code: `HUB-${hubId}`,
    personId: person.id,
    developmentId: development.id,
    unitId: unit.id,
    brokerId: broker.id,
    saleTypeId: null,
    associate: spouse
      ? { personId: spouse.id, kindId: kinds.find((kind) => kind.spouse)?.id ?? 0, share: 50 }
      : null,
    conditions: conditions.series.map((one) => {
      const first = one.instalments[0];
      const match = series.find(
        (known) => known.code === one.seriesCode || known.initials === one.initials,
      );
      return {
        seriesId: match?.id ?? 0,
        count: one.count,
        amountCents: certainCents(first?.amount ?? null) ?? 0,
        firstDueDay: first?.dueDay ?? "",
        indexerId: indexers.find(({ name }) => name === one.indexer)?.id ?? null,
        holdsCommission: one.holdsCommission,
      };
    }),
  });
  const copies = await findCopies(to, {
    code: `HUB-${hubId}`,
    developmentId: development.id,
    unitId: unit.id,
    document: own.holder.document,
  });
  expect(copies.map(({ ours }) => ours)).toEqual([true]);
  const found = copies[0]?.reservation.id ?? 0;
  if (id !== null) expect(id).toBe(found);
  return found;
}

/** The terminal's own number of a situation. */
async function situation(tenant: TenantName, name: RegExp): Promise<number> {
  return (await listSituations(cv[tenant])).find((one) => name.test(one.name))?.id ?? 0;
}

describe("CV's stand-in through the clients", () => {
  test.each([
    ["a", 3],
    ["b", 5],
    ["c", 6],
  ] as const)("a sale of the Hub is carried into terminal %s", async (terminal, developmentId) => {
    const hubId = sandbox.partners.cv.sell({ developmentId });
    const own = await readReservation(cv.hub, hubId);
    const conditions = await readConditions(cv.hub, hubId);
    if (!own || !conditions || !own.conditions.contractAmount) throw new Error("unread");
    expect(own).toMatchObject({
      id: hubId,
      situation: { name: "Pode Faturar" },
      associates: [{ kind: "Cônjuge", share: 50 }],
    });
    const parts = conditions.series.flatMap((one) =>
      one.instalments.map(({ amount }) => ({ amount, times: 1 })),
    );
    expect(matchAmounts(conditions.contractAmount, parts)?.total).toBe(20_000_000);

    const id = await carry(hubId, terminal);
    await updateReservation(cv[terminal], id, {
      additionalFields: [{ id: 4, value: String(hubId) }],
      commissionRules: [{ tipo_comissao: "C", tipo_valor: "P", para: "CO", valor_comissao: 4 }],
    });
    await changeSituation(
      cv[terminal],
      id,
      await situation(terminal, /pode faturar/i),
      "Vinda do Hub 🎉",
    );
    const copy = await readReservation(cv[terminal], id);
    expect(copy).toMatchObject({
      situation: { name: expect.stringMatching(/pode faturar/i) as string },
      holder: { document: own.holder.document },
      unit: { code: own.unit.code },
      additionalFields: [{ value: String(hubId) }],
    });
    expect((await readConditions(cv[terminal], id))?.code).toBe(`HUB-${hubId}`);

    expect(sandbox.partners.cv.runBatch().find(({ tenant }) => tenant === terminal)).toMatchObject({
      sent: [id],
      problems: [],
    });
    const contracts = [];
    for await (const contract of listContracts(sienge, { externalId: String(id) }))
      contracts.push(contract);
    expect(contracts).toMatchObject([
      {
        situation: "requested",
        externalId: String(id),
        amount: { cents: 20_000_000 },
        units: [{ id: Number(own.unit.code) }],
      },
    ]);
    expect(await readErpFields(cv[terminal], id)).toMatchObject({ sent: true, problem: "" });
    expect(
      sandbox
        .received("cv")
        .filter(({ verdict }) => verdict !== "ok")
        .map(({ name, problems }) => [name, problems]),
    ).toEqual([]);
    for (const tenant of TENANTS)
      expect(sandbox.counts("cv")[`${tenant.toUpperCase()} em dobro`]).toBe(0);
  });

  test("documents, contracts and commissions: downloaded without credentials, stored once, doubles counted", async () => {
    const hubId = sandbox.partners.cv.sell({ documents: 2 });
    const id = await carry(hubId, "a");
    const [types, documents] = [await listDocumentTypes(cv.a), await listDocuments(cv.hub, hubId)];
    expect(documents.map(({ typeName }) => typeName)).toEqual(["RG", "CPF"]);
    const file = await downloadLink(http, documents[0]?.link ?? "", {
      what: "RG",
      maxBytes: 25_000_000,
    });
    expect([file.kind.extension, file.bytes.length]).toEqual(["pdf", 2_000]);
    const typeId = types.find(({ name }) => name === "RG")?.id ?? 0;
    sandbox.partners.cv.tenants.a.quirks.eatDocuments = 1;
    expect(await addDocument(cv.a, id, { typeId, bytes: file.bytes })).toEqual({ id: null });
    expect(await listDocuments(cv.a, id)).toEqual([]);
    sandbox.partners.cv.tenants.a.quirks.uploadAnswersId = true;
    expect((await addDocument(cv.a, id, { typeId, bytes: file.bytes })).id).toBeGreaterThan(0);
    const [stored] = await listDocuments(cv.a, id);
    expect(
      (await downloadLink(http, stored?.link ?? "", { what: "RG", maxBytes: 25_000_000 })).sha256,
    ).toBe(file.sha256);

    await addContract(cv.a, id, {
      name: "Compra e venda",
      bytes: file.bytes,
      signedAt: new Date("2026-09-05T13:15:35Z"),
      validatedAt: null,
    });
    expect(await listFiles(cv.a, id)).toMatchObject([
      {
        name: "Compra e venda",
        signed: { done: true, at: new Date("2026-09-05T13:15:35Z") },
        validated: { done: false, at: null },
      },
    ]);
    const commission = {
      reservationId: id,
      developmentCode: "856",
      blockCode: "T1",
      unitCode: "8560001",
      items: [
        {
          code: `HUB-${hubId}`,
          amountCents: 800_000,
          to: "corretor" as const,
          receiver: { document: "11144477735" },
          kind: "C" as const,
          payments: [
            { code: "1", amountCents: 500_000, dueDay: "2026-12-30", measuredOn: null },
            { code: "2", amountCents: 300_000, dueDay: "2027-01-30", measuredOn: "2027-01-15" },
          ],
        },
      ],
    };
    await addCommission(cv.a, commission);
    await expect(addCommission(cv.a, commission)).rejects.toMatchObject({ kind: "rejected" });
    expect(await listCommissions(cv.a, id)).toMatchObject([
      {
        reservationId: id,
        amount: { cents: 800_000 },
        beneficiaries: [
          {
            document: "11144477735",
            to: "Corretor (Reserva)",
            payments: [
              { dueDay: "2026-12-30", amount: { cents: 500_000 } },
              { dueDay: "2027-01-30", amount: { cents: 300_000 }, measuredOn: "2027-01-15" },
            ],
          },
        ],
      },
    ]);
    expect(sandbox.counts("cv")["A em dobro"]).toBe(0);
    await addDocument(cv.a, id, { typeId, bytes: file.bytes });
    expect(sandbox.counts("cv")["A em dobro"]).toBe(1);
    expect(
      sandbox
        .received("cv")
        .filter(({ problems }) => problems.some((problem) => problem.includes("credenciais"))),
    ).toEqual([]);
  });

  test("a document above the limit is refused with a sentence, before it fills the memory", async () => {
    const hubId = sandbox.partners.cv.sell({ documents: 1, documentBytes: 30_000_000 });
    const [document] = await listDocuments(cv.hub, hubId);
    await expect(
      downloadLink(http, document?.link ?? "", { what: "“RG-1.pdf”", maxBytes: 25_000_000 }),
    ).rejects.toMatchObject({
      kind: "rejected",
      detail: expect.stringContaining("mais de 25 MB") as string,
    });
  });

  test("lists hide what is cancelled, and what is hidden altogether is read by id alone", async () => {
    const ids = [
      sandbox.partners.cv.sell(),
      sandbox.partners.cv.sell(),
      sandbox.partners.cv.sell(),
    ];
    await cancelReservation(cv.hub, ids[0] ?? 0);
    sandbox.partners.cv.tenants.hub.quirks.hidden.push(ids[2] ?? 0);
    const all = async (situationId?: number) => {
      const found: number[] = [];
      for await (const { id } of listReservations(
        cv.hub,
        situationId === undefined ? {} : { situationId },
      ))
        found.push(id);
      return found;
    };
    expect(await all()).toEqual([ids[1]]);
    expect(await all(await situation("hub", /cancelada/i))).toEqual([ids[0]]);
    expect((await readReservation(cv.hub, ids[2] ?? 0))?.id).toBe(ids[2]);
    await expect(cancelReservation(cv.hub, ids[0] ?? 0)).rejects.toMatchObject({
      kind: "rejected",
    });
  });

  test("a reservation not born yet is null and appears later; wrong credentials are told from it", async () => {
    sandbox.partners.cv.tenants.hub.quirks.bornAfterMs = 60_000;
    const id = sandbox.partners.cv.sell();
    expect(await readReservation(cv.hub, id)).toBeNull();
    sandbox.partners.cv.tenants.hub.store.change("reservations", id, { bornAt: 0 });
    expect((await readReservation(cv.hub, id))?.id).toBe(id);
    for (const tenant of TENANTS) {
      const wrong = openCv({
        http,
        label: tenant,
        baseUrl: sandbox.cv[tenant].url,
        email: sandbox.cv[tenant].email,
        token: "tok-revogado-1",
      });
      await expect(readReservation(wrong, id)).rejects.toMatchObject({ kind: "auth" });
    }
  });

  test("a 200 with an error inside is a failure, a 403 is one resource's affair, a 429 says how long", async () => {
    const hubId = sandbox.partners.cv.sell();
    const { quirks } = sandbox.partners.cv.tenants.hub;
    quirks.lieInWrites = 1;
    await expect(informSale(cv.hub, hubId)).rejects.toMatchObject({ kind: "rejected" });
    expect((await readReservation(cv.hub, hubId))?.sold).toBe(false);
    quirks.forbidden = ["/financeiro/comissoes"];
    await expect(listCommissions(cv.hub, hubId)).rejects.toMatchObject({
      name: "PartnerError",
      resource: "GET /api/v1/financeiro/comissoes",
    });
    expect((await readReservation(cv.hub, hubId))?.id).toBe(hubId);
    Object.assign(quirks, { ratePerMinute: 2, windowMs: 60_000 });
    sandbox.partners.cv.tenants.hub.limit.reset();
    await listSeries(cv.hub);
    await listIndexers(cv.hub);
    await expect(listSeries(cv.hub)).rejects.toMatchObject({
      kind: "rate_limited",
      retryAfterSeconds: 60,
    });
    expect(sandbox.counts("cv")["HUB chamadas no minuto mais cheio"]).toBe(2);
  });

  test("agencies and brokers are created and let in; sold, undone and refused as CV does it", async () => {
    await saveAgency(cv.a, {
      document: "34028316000103",
      name: "Maré Alta",
      email: "mare@imob.example",
    });
    const agency = await findAgency(cv.a, "34028316000103");
    await associateAgency(cv.a, 12, agency?.id ?? 0);
    await saveBroker(cv.a, {
      document: "12345678909",
      name: "Dora",
      email: "dora@imob.example",
      phone: "(79) 3000-0000",
      creci: "9-SE",
      sex: "F",
      birthDay: "1985-04-03",
      agencyId: agency?.id ?? 0,
    });
    const broker = await findBroker(cv.a, "12345678909");
    await associateBroker(cv.a, 12, broker?.id ?? 0);
    expect(await findBroker(cv.a, "12345678909")).toMatchObject({
      active: true,
      agencyId: agency?.id,
      creci: "9-SE",
      sex: "F",
      birthDay: "1985-04-03",
      developmentIds: null,
    });
    // What one account shows beyond what is published.
    sandbox.partners.cv.tenants.a.quirks.showsDevelopments = true;
    expect(await findBroker(cv.a, "12345678909")).toMatchObject({ developmentIds: [12] });
    expect(await findBroker(cv.b, "52998224725")).toMatchObject({ active: false });
    await expect(
      saveAgency(cv.a, { document: "34028316000100", name: "x", email: "x@imob.example" }),
    ).rejects.toMatchObject({ kind: "rejected" });

    const id = await carry(sandbox.partners.cv.sell(), "a");
    await expect(registerDistrato(cv.a, id)).rejects.toMatchObject({ kind: "rejected" });
    await informSale(cv.a, id);
    await registerDistrato(cv.a, id, { reason: "Desistência 😢" });
    expect(
      (await listDistratos(cv.a, "2020-01-01")).map(({ reservationId }) => reservationId),
    ).toEqual([id]);
    expect((await findUnits(cv.a, 12, 1_200_001))[0]?.availability).toBe("available");
    await addMessage(cv.a, id, "Distratada pelo Enlace 🚀 ok");
    expect(
      sandbox.partners.cv.tenants.a.store.list("messages").map(({ value }) => value.text),
    ).toEqual(["Distratada pelo Enlace ok"]);
    expect([
      await hasMessage(cv.a, id, "Distratada pelo Enlace 🚀  ok"),
      await hasMessage(cv.a, id, "Distratada pelo Enlace"),
      await hasMessage(cv.a, id + 1, "Distratada pelo Enlace ok"),
    ]).toEqual([true, false, false]);
  });

  test("v3 is read in a session, which is fetched anew once when it ended before its time", async () => {
    const tenant = sandbox.partners.cv.tenants.b;
    tenant.quirks.v3Auth = "session";
    await expect(listSaleTypes(cv.b)).rejects.toMatchObject({
      resource: "GET /api/v3/comercial/tipos-venda",
    });
    const place = { label: "b", baseUrl: sandbox.cv.b.url };
    let token: string | null = null;
    const line = openCv({
      http,
      ...place,
      email: "",
      token: "",
      session: {
        token: async () =>
          (token ??= (await signIn(http, place, { name: PANEL.email, password: PANEL.password }))
            .token),
        forget: async (ended) => void (token === ended && (token = null)),
      },
    });
    const [agency] = tenant.store.list("agencies");
    const [developmentId = 0] = agency?.value.developmentIds ?? [];
    expect(await listSellers(line, developmentId, "imobiliarias")).toContain(agency?.id);
    expect(await listSellers(line, developmentId, "corretores")).not.toEqual([]);
    expect(await listSellers(line, 99, "corretores")).toEqual([]);
    endSessions(tenant);
    expect(await listSaleTypes(line)).not.toEqual([]);
    expect(countSignIns(tenant)).toBe(1);
    await expect(
      signIn(http, place, { name: PANEL.email, password: "outra" }),
    ).rejects.toMatchObject({ kind: "auth" });
    tenant.quirks.v3 = false;
    await expect(
      signIn(http, place, { name: PANEL.email, password: PANEL.password }),
    ).rejects.toMatchObject({ kind: "settings" });
  });

  test("catalogues come whole from every account, and v3 is absent in some", async () => {
    expect((await listSeries(cv.b)).find(({ code }) => code === "PM")).toMatchObject({
      allowedDays: [10, 20],
    });
    expect((await listSaleTypes(cv.b)).map(({ name }) => name)).toEqual([
      "Financiamento",
      "À vista",
    ]);
    await expect(listSaleTypes(cv.a)).rejects.toMatchObject({ kind: "rejected" });
    expect(await listRequiredFields(cv.b, 12)).toContainEqual({
      name: "profissao",
      label: "profissao",
      kind: null,
    });
    sandbox.partners.cv.tenants.b.quirks.requiredFields = "forms";
    const required = await listRequiredFields(cv.b, 12);
    expect(required).toContainEqual({ name: "profissao", label: "profissao", kind: "person" });
    expect(required).toContainEqual({ name: "profissao", label: "profissao", kind: "company" });
    expect(required.filter(({ name }) => name === "rg")).toEqual([]);
    for (const shape of ["grouped", "flat"] as const) {
      sandbox.partners.cv.tenants.b.quirks.documentTypes = shape;
      expect((await listDocumentTypes(cv.b)).map(({ name }) => name)).toContain("RG");
    }
    for (const rhythm of ["unit", "word"] as const) {
      sandbox.partners.cv.tenants.b.quirks.rhythm = rhythm;
      expect((await listSeries(cv.b)).map(({ everyMonths }) => everyMonths)).toEqual([
        null,
        1,
        6,
        null,
      ]);
    }
    expect((await readDevelopment(cv.c, 21))?.units).toHaveLength(40);
    await sandbox.partners.cv.commands?.units?.({ hubDevelopmentId: 6, upTo: 250 });
    expect((await readDevelopment(cv.c, 21))?.units).toHaveLength(250);
    expect(await readDevelopment(cv.c, 99)).toBeNull();
  });
});

describe("Sienge's stand-in through the clients", () => {
  test("a contract lives, is undone, removed and reissued; four dates see what one does not", async () => {
    const id = await carry(sandbox.partners.cv.sell(), "a");
    await changeSituation(cv.a, id, await situation("a", /pode faturar/i));
    sandbox.partners.cv.runBatch();
    const commands = sandbox.partners.sienge.commands ?? {};
    const [contract] = await listChangedContracts(sienge, partnerDay());
    if (!contract) throw new Error("no contract");
    for (const form of ["text", "upper", "number", "numeric_text"] as const) {
      sandbox.partners.sienge.quirks.situationForm = form;
      expect((await readContract(sienge, contract.id))?.situation).toBe("requested");
    }
    commands.issue?.({ id: contract.id });
    expect(await readContract(sienge, contract.id)).toMatchObject({
      situation: "issued",
      issueDay: partnerDay(),
    });
    expect((await readSiengeUnit(sienge, contract.units[0]?.id ?? 0))?.stock).toBe("V");
    commands.cancel?.({ externalId: String(id) });
    expect(await readContract(sienge, contract.id)).toMatchObject({
      situation: "cancelled",
      issueDay: partnerDay(),
      cancellationDay: partnerDay(),
    });
    const again = commands.reissue?.({ id: contract.id }) as { id: number };
    expect(await readContract(sienge, contract.id)).toBeNull();
    expect(await readContract(sienge, again.id)).toMatchObject({
      externalId: String(id),
      situation: "requested",
    });
    expect((await listEnterprises(sienge)).map((one) => one.id)).toContain(856);
    expect(await listUnits(sienge, 856)).toHaveLength(40);
    expect(await findCreditor(sienge, "11144477735")).toMatchObject({
      id: 3001,
      broker: true,
    });
    sandbox.partners.sienge.quirks.forbidden = ["commissions"];
    await expect(sienge.call({ method: "GET", path: "/commissions" })).rejects.toMatchObject({
      resource: "GET /commissions",
    });
    expect(sandbox.received("sienge").filter(({ verdict }) => verdict === "problems")).toEqual([]);
  });

  test("what left “pode faturar” before the mark is never sent", async () => {
    const id = await carry(sandbox.partners.cv.sell(), "a");
    await changeSituation(cv.a, id, await situation("a", /pode faturar/i));
    await changeSituation(cv.a, id, await situation("a", /vendida/i));
    expect(sandbox.partners.cv.runBatch().every(({ sent }) => sent.length === 0)).toBe(true);
    expect(
      sandbox
        .received("cv")
        .some(({ problems }) => problems.some((problem) => problem.includes("nunca será enviada"))),
    ).toBe(true);
  });
});

describe("webhooks of both", () => {
  let receiver: Server;
  let url: string;
  let status = 200;
  const got: Array<{
    path: string;
    headers: Record<string, unknown>;
    body: Record<string, unknown>;
  }> = [];
  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      got.push({
        path: request.url ?? "",
        headers: request.headers,
        body: JSON.parse(Buffer.concat(chunks).toString() || "{}") as Record<string, unknown>,
      });
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<void>((resolve) => receiver.close(() => resolve())));
  afterEach(() => void got.splice(0));

  test("CV tells ids alone, once a registration, as often as its account does", async () => {
    const triggers = (await listTriggers(cv.hub)).find(({ area }) => area === "RS")?.triggers ?? [];
    const trigger = triggers.find(({ name }) => /pode faturar/i.test(name))?.id ?? 0;
    const id = await registerWebhook(cv.hub, {
      name: "Enlace",
      area: "RS",
      address: `${url}/hub`,
      trigger,
    });
    expect(await listWebhooks(cv.hub)).toMatchObject([
      { id, address: `${url}/hub`, trigger, active: true },
    ]);
    const reservation = sandbox.partners.cv.sell();
    await vi.waitFor(() => expect(got).toHaveLength(1));
    expect(Object.keys(got[0]?.body ?? {})).toEqual(["idreserva", "idtransacao"]);
    expect(got[0]?.body.idreserva).toBe(reservation);
    await sandbox.partners.cv.commands?.fire?.({ tenant: "hub", id: reservation, copies: 10 });
    expect(got).toHaveLength(11);
    await removeWebhook(cv.hub, id ?? 0);
    expect(await listWebhooks(cv.hub)).toEqual([]);
  });

  test("Sienge keeps its event's id over duplicates and retries, and never fires a misspelt name", async () => {
    await expect(
      registerHook(sienge, { url, events: ["SALES_CONTRACT_CANCELLED"] }),
    ).rejects.toMatchObject({ kind: "settings" });
    const hook = await registerHook(sienge, {
      url: `${url}/sienge`,
      events: ["SALES_CONTRACT_CREATED"],
      token: "segredo-nosso",
    });
    expect((await listHooks(sienge)).map(({ id }) => id)).toEqual([hook.id]);
    sandbox.partners.sienge.quirks.hookCopies = 2;
    status = 500;
    const id = await carry(sandbox.partners.cv.sell(), "a");
    await changeSituation(cv.a, id, await situation("a", /pode faturar/i));
    sandbox.partners.cv.runBatch();
    await vi.waitFor(() => expect(sandbox.partners.sienge.sender.waiting).toBe(2));
    status = 200;
    await sandbox.partners.sienge.sender.flush();
    expect(got).toHaveLength(4);
    expect(new Set(got.map(({ headers }) => headers["x-sienge-id"])).size).toBe(1);
    expect(got[0]?.headers).toMatchObject({
      "x-sienge-event": "SALES_CONTRACT_CREATED",
      "x-sienge-hook-id": hook.id,
      authorization: "Bearer segredo-nosso",
    });
    expect(sandbox.partners.sienge.sender.waiting).toBe(0);
    await removeHook(sienge, hook.id);
    expect(await listHooks(sienge)).toEqual([]);
  });
});

test("the demo's story acts on what was carried, and only then", async () => {
  const play = async () =>
    (await sandbox.partners.cv.commands?.play?.({})) as { reservations: number[] } | undefined;
  expect((await play())?.reservations).toHaveLength(7);
  const { store } = sandbox.partners.cv.tenants.hub;
  const row = store.list("story").find(({ value }) => value.plot === "sold");
  const story = new StoryPlayer(
    {
      tenants: sandbox.partners.cv.tenants,
      sienge: sandbox.partners.sienge,
      sender: sandbox.partners.cv.sender,
      moved: () => undefined,
      setBatchRhythm: () => undefined,
    },
    0,
  );
  story.tick();
  expect(sandbox.partners.sienge.store.list("contracts")).toEqual([]);
  const id = await carry(row?.value.hubId ?? 0, "a");
  await changeSituation(cv.a, id, await situation("a", /pode faturar/i));
  for (let acts = 0; acts < 5; acts += 1) story.tick();
  expect(
    sandbox.partners.sienge.store
      .list("contracts")
      .map(({ value }) => [value.externalId, value.situation]),
  ).toEqual([[String(id), 2]]);
  expect(store.get("story", row?.id ?? 0)?.act).toBe(3);
  expect((await play())?.reservations).toHaveLength(2);
});

test("the books are there after a restart", async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), "enlace-cv-"));
  const first = await startSandbox({ only: ["sienge", "cv"], stateDir });
  const id = first.partners.cv.sell();
  await first.stop();
  const second = await startSandbox({ only: ["sienge", "cv"], stateDir });
  expect(second.partners.cv.tenants.hub.store.get("reservations", id)?.conditions).toHaveLength(3);
  expect(second.partners.cv.sell()).toBe(id + 1);
  await second.stop();
  rmSync(stateDir, { recursive: true });
});
