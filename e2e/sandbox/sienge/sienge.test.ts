import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testOptions } from "@/lib/connectors/transports/test-options.ts";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import { listHooks, registerHook, removeHook } from "@/lib/multi-cv/sienge/hooks.ts";
import {
  DELTA_FILTERS,
  listChangedContracts,
  readContract,
} from "@/lib/multi-cv/sienge/list-contracts.ts";
import { openSienge, type SiengeClient } from "@/lib/multi-cv/sienge/open-sienge.ts";
import { findCreditor, listUnits, readEnterprise } from "@/lib/multi-cv/sienge/registers.ts";
import { probeEnvironment } from "@/lib/multi-cv/probe-environment.ts";
import { watchFields } from "../../support/watch-fields.ts";
import { partnerDay } from "../cv/partner-day.ts";
import { listUnpublished } from "../spec/judge-request.ts";
import { type Sandbox, startSandbox } from "../start-sandbox.ts";
import { type Forms, toForms } from "./answer-forms.ts";
import { renderContract } from "./contracts.ts";
import { findFacts } from "./judge-call.ts";

let sandbox: Sandbox;
let sienge: SiengeClient;
/** A client that sends what ours never would. */
let stranger: SiengeClient;
const http = createHttp(testOptions(), async () => undefined);
const watch = watchFields();

beforeAll(async () => {
  sandbox = await startSandbox({ only: ["sienge"] });
  const { url: baseUrl, tenant, user, password } = sandbox.sienge;
  const access = { label: "Sienge", baseUrl, tenant, user, password };
  sienge = openSienge({ ...access, http: watch(http) });
  stranger = openSienge({ ...access, http });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.reset();
  stand().quirks.ratePerMinute = 0;
});

const stand = () => sandbox.partners.sienge;

/** A contract written by hand, of the n-th unit of development 856. */
function write(n = 1): number {
  const unit = stand()
    .store.list("units")
    .filter(({ value }) => value.enterpriseId === 856)[n];
  const made = stand().receiveFromCv({
    externalId: String(4000 + n),
    enterpriseId: 856,
    enterpriseName: "Residencial X",
    companyId: 1,
    unitId: unit?.id ?? 0,
    customer: { name: "Ana Lima", document: "11144477735" },
    brokerId: 3001,
    value: 200_000,
    conditions: [
      {
        conditionTypeId: "PM",
        conditionTypeName: "Parcelas mensais",
        installmentsNumber: 36,
        firstPayment: "2026-10-10",
        totalValue: 18_000,
        indexerId: 2,
      },
    ],
  });
  if ("problem" in made) throw new Error(made.problem);
  return made.id;
}

describe("one contract in every form", () => {
  const forms: Partial<Forms>[] = (["number", "text"] as const).flatMap((numbers) =>
    (["null", "absent"] as const).flatMap((blanks) =>
      (["list", "one"] as const).map((parts) => ({ numbers, blanks, parts })),
    ),
  );
  test("is read as the same", async () => {
    const id = write();
    const expected = await readContract(sienge, id);
    expect(expected).toMatchObject({
      externalId: "4001",
      customers: [{ main: true, share: 100 }],
      units: [{ main: true }],
      paymentConditions: [{ typeId: "PM", count: 36, firstDueDay: "2026-10-10", indexerId: 2 }],
      brokers: [{ id: 3001, main: true }],
    });
    for (const form of forms) {
      await stand().commands?.quirks?.({ forms: { ...form, stamps: form.blanks === "null" } });
      expect([form, await readContract(sienge, id)]).toEqual([form, expected]);
      expect([form, await listChangedContracts(sienge, partnerDay())]).toEqual([form, [expected]]);
    }
  });

  test.each(["letter", "boolean"] as const)("a broker's flag as %s is a broker", async (flags) => {
    await stand().commands?.quirks?.({ forms: { flags } });
    expect(await findCreditor(sienge, "11144477735")).toMatchObject({ broker: true });
  });

  test("holds nothing that is not published, but for what is switched on as captured", () => {
    const facts = findFacts({ method: "GET", path: "/public/api/v1/sales-contracts/1" })?.facts;
    const contract = stand().store.get("contracts", write());
    if (!facts || !contract) throw new Error("no facts");
    const rendered = renderContract(1, contract, "text");
    const form: Forms = {
      numbers: "number",
      blanks: "null",
      parts: "one",
      flags: "letter",
      stamps: false,
    };
    expect(listUnpublished(facts, toForms(rendered, form))).toEqual([]);
    expect(listUnpublished(facts, toForms(rendered, { ...form, stamps: true }))).toEqual([
      "creationDate",
      "lastUpdateDate",
    ]);
  });
});

test.each([400, 404] as const)(
  "a contract that is gone and answers %i keeps no other from being read",
  async (goneStatus) => {
    stand().quirks.goneStatus = goneStatus;
    const ids = [write(1), write(2), write(3)];
    await stand().commands?.remove?.({ id: ids[1] });
    const found = [];
    for (const id of ids) found.push((await readContract(sienge, id))?.id ?? null);
    expect(found).toEqual([ids[0], null, ids[2]]);
    const left = await listChangedContracts(sienge, partnerDay(), DELTA_FILTERS);
    expect(left.map(({ id }) => id)).toEqual([ids[2], ids[0]]);
  },
);

test.each([
  ["GET", "/sales-contracts?limit=201", "limit: de 1 a 200"],
  ["GET", "/sales-contracts?situation=4", "situation: valor não aceito"],
  ["GET", "/sales-contracts?modifiedAfter=01/09/2026", "modifiedAfter: esperado day"],
  ["GET", "/sales-contracts?desde=2026-09-01", "Parâmetro desconhecido: desde"],
  ["GET", "/units?enterpriseId=X", "enterpriseId: esperado integer"],
  ["GET", "/commissions", "obrigatório ausente: offset"],
  ["GET", "/sales-contracts/1/attachments", "não publicado"],
  ["DELETE", "/sales-contracts/1", "não publicado"],
] as const)("%s %s is refused: %s", async (method, path, problem) => {
  await stranger.call({ method, path }).catch(() => undefined);
  expect(
    sandbox
      .received("sienge")
      .flatMap(({ problems }) => problems)
      .join(),
  ).toContain(problem);
});

test("a hook with a field that is not published is refused", async () => {
  const hook = { url: "https://enlace.example/h", events: ["UNIT_CREATED"], eventos: ["x"] };
  await expect(stranger.call({ method: "POST", path: "/hooks", body: hook })).rejects.toMatchObject(
    {
      kind: "rejected",
    },
  );
});

test.each([200, 204] as const)("a hook is removed where that answers %i", async (status) => {
  stand().quirks.hookRemovedStatus = status;
  const made = await registerHook(sienge, {
    url: "https://enlace.example/h",
    events: ["SALES_CONTRACT_ISSUED"],
  });
  await removeHook(sienge, made.id);
  expect(await listHooks(sienge)).toEqual([]);
});

test.each([200, 404] as const)(
  "a probe of all resources is well where no commissions answer %i",
  async (status) => {
    stand().quirks.noCommissionsStatus = status;
    const probed = await probeEnvironment("sienge", sienge);
    expect(probed.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(await readEnterprise(sienge, 856)).toMatchObject({ id: 856 });
    expect(await readEnterprise(sienge, 1)).toBeNull();
    expect(await listUnits(sienge, 856)).toHaveLength(40);
    const problems = sandbox.received("sienge").flatMap((one) => one.problems);
    const none = status === 404 ? ["Comissões não encontradas"] : [];
    expect(problems).toEqual([...none, "Registro não encontrado"]);
  },
);
