import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import { testOptions } from "@/lib/connectors/transports/test-options.ts";
import type { HttpTransport } from "@/lib/connectors/transports/types.ts";
import { kindOf } from "@/lib/core/errors.ts";
import { findAgency, listAgencies } from "@/lib/multi-cv/cv/agencies.ts";
import { findBroker } from "@/lib/multi-cv/cv/brokers.ts";
import { checkCredentials } from "@/lib/multi-cv/cv/check-credentials.ts";
import { listCommissions } from "@/lib/multi-cv/cv/commissions.ts";
import { listContracts } from "@/lib/multi-cv/cv/contracts.ts";
import {
  listDevelopments,
  listRequiredFields,
  readDevelopment,
} from "@/lib/multi-cv/cv/developments.ts";
import { listDocuments } from "@/lib/multi-cv/cv/documents.ts";
import { readErpFields } from "@/lib/multi-cv/cv/erp-fields.ts";
import { findPerson } from "@/lib/multi-cv/cv/find-person.ts";
import {
  listAssociationTypes,
  listDocumentTypes,
  listIndexers,
  listSaleTypes,
} from "@/lib/multi-cv/cv/list-catalogues.ts";
import { listReservations } from "@/lib/multi-cv/cv/list-reservations.ts";
import { listSeries } from "@/lib/multi-cv/cv/list-series.ts";
import { listSituations } from "@/lib/multi-cv/cv/list-situations.ts";
import { type CvClient, openCv } from "@/lib/multi-cv/cv/open-cv.ts";
import { readConditions } from "@/lib/multi-cv/cv/read-conditions.ts";
import { readReservation } from "@/lib/multi-cv/cv/read-reservation.ts";
import { findUnits } from "@/lib/multi-cv/cv/read-unit.ts";
import { listDistratos } from "@/lib/multi-cv/cv/register-distrato.ts";
import { listTriggers, listWebhooks } from "@/lib/multi-cv/cv/webhooks.ts";
import { listHooks } from "@/lib/multi-cv/sienge/hooks.ts";
import {
  listChangedContracts,
  listContracts as listSales,
  readContract,
} from "@/lib/multi-cv/sienge/list-contracts.ts";
import { openSienge, type SiengeClient } from "@/lib/multi-cv/sienge/open-sienge.ts";
import {
  findCreditor,
  listEnterprises,
  listUnits,
  readCustomer,
  readEnterprise,
  readSiengeUnit,
} from "@/lib/multi-cv/sienge/registers.ts";
import { type Sandbox, startSandbox } from "../sandbox/start-sandbox.ts";
import { type Spoil, spoilResponse, SPOILS } from "./spoil-answers.ts";

let sandbox: Sandbox;
const covered = { calls: 0, answers: 0 };
beforeAll(async () => {
  sandbox = await startSandbox({ only: ["sienge", "cv"] });
});
afterAll(async () => {
  await sandbox.stop();
  console.info(
    `hostile answers of CV and Sienge: ${covered.calls} calls, ${covered.answers} answers`,
  );
});
beforeEach(() => sandbox.reset());

async function all(rows: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** Ids that the stand-ins have, out of their own right answers. */
interface Ids {
  reservation: number;
  development: number;
  contract: number;
  enterprise: number;
  unit: number;
}

/** Everything that is read of a CV. */
const CV_CALLS: Record<string, (cv: CvClient, ids: Ids) => Promise<unknown>> = {
  checkCredentials,
  listAgencies,
  findAgency: (cv) => findAgency(cv, "11222333000181"),
  findBroker: (cv) => findBroker(cv, "11144477735"),
  listCommissions: (cv, { reservation }) => listCommissions(cv, reservation),
  listContracts: (cv, { reservation }) => listContracts(cv, reservation),
  listDevelopments,
  readDevelopment: (cv, { development }) => readDevelopment(cv, development),
  listRequiredFields: (cv, { development }) => listRequiredFields(cv, development),
  listDocuments: (cv, { reservation }) => listDocuments(cv, reservation),
  readErpFields: (cv, { reservation }) => readErpFields(cv, reservation),
  findPerson: (cv) => findPerson(cv, "52998224725"),
  listIndexers,
  listSaleTypes,
  listAssociationTypes,
  listDocumentTypes,
  listReservations: (cv) => all(listReservations(cv)),
  listSeries,
  listSituations: (cv) => listSituations(cv),
  readConditions: (cv, { reservation }) => readConditions(cv, reservation),
  readReservation: (cv, { reservation }) => readReservation(cv, reservation, { commissions: true }),
  findUnits: (cv, { development }) => findUnits(cv, development, "101"),
  listDistratos: (cv) => listDistratos(cv, "2020-01-01"),
  listWebhooks,
  listTriggers,
};

/** Everything that is read of a Sienge. */
const SIENGE_CALLS: Record<string, (sienge: SiengeClient, ids: Ids) => Promise<unknown>> = {
  listContracts: (sienge) => all(listSales(sienge)),
  listChangedContracts: (sienge) => listChangedContracts(sienge, "2026-01-01"),
  readContract: (sienge, { contract }) => readContract(sienge, contract),
  listEnterprises,
  readEnterprise: (sienge, { enterprise }) => readEnterprise(sienge, enterprise),
  listUnits: (sienge, { enterprise }) => listUnits(sienge, enterprise),
  readUnit: (sienge, { unit }) => readSiengeUnit(sienge, unit),
  findCreditor: (sienge) => findCreditor(sienge, "11222333000181"),
  readCustomer: (sienge) => readCustomer(sienge, 1),
  listHooks,
};

function openBoth(spoil?: Spoil): { cv: CvClient; sienge: SiengeClient } {
  const ask = createHttp(testOptions(), async () => undefined);
  const http: HttpTransport = async (request) => {
    const response = await ask(request);
    if (!spoil) return response;
    covered.answers += 1;
    return spoilResponse(response, spoil);
  };
  const { b } = sandbox.cv;
  const { url, tenant, user, password } = sandbox.sienge;
  return {
    cv: openCv({ http, label: "B", baseUrl: b.url, email: b.email, token: b.token }),
    sienge: openSienge({ http, label: "Sienge", baseUrl: url, tenant, user, password }),
  };
}

async function readIds(): Promise<Ids> {
  const { cv, sienge } = openBoth();
  const first = async (rows: AsyncIterable<{ id: number }>) => {
    for await (const { id } of rows) return id;
    return 1;
  };
  const [development] = await listDevelopments(cv);
  const [enterprise] = await listEnterprises(sienge);
  const [unit] = enterprise ? await listUnits(sienge, enterprise.id) : [];
  return {
    reservation: await first(listReservations(cv)),
    development: development?.id ?? 1,
    contract: await first(listSales(sienge)),
    enterprise: enterprise?.id ?? 1,
    unit: unit?.id ?? 1,
  };
}

test("every reader of the two is covered, and takes the right answers", async () => {
  const { cv, sienge } = openBoth();
  const ids = await readIds();
  for (const read of Object.values(CV_CALLS)) await read(cv, ids);
  for (const read of Object.values(SIENGE_CALLS)) await read(sienge, ids);
});

describe.each(SPOILS)("CV and Sienge answer %s", (_what, spoil) => {
  test("no fault of ours, and nothing that ends the process", async () => {
    const ids = await readIds();
    const { cv, sienge } = openBoth(spoil);
    const wrong: string[] = [];
    const attempt = async (name: string, work: () => Promise<unknown>) => {
      covered.calls += 1;
      try {
        JSON.stringify(await work());
      } catch (error) {
        if (kindOf(error) === "internal")
          wrong.push(`${name}: ${String((error as Error).stack).slice(0, 400)}`);
      }
    };
    for (const [name, read] of Object.entries(CV_CALLS))
      await attempt(`CV ${name}`, () => read(cv, ids));
    for (const [name, read] of Object.entries(SIENGE_CALLS))
      await attempt(`Sienge ${name}`, () => read(sienge, ids));
    expect(wrong).toEqual([]);
  });
});
