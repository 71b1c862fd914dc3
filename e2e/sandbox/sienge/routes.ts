import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { RestAnswer, RestRequest } from "../control/serve-rest.ts";
import type { Store } from "../control/store.ts";
import { type Forms, toForms } from "./answer-forms.ts";
import { filterContracts, renderContract, type SituationForm } from "./contracts.ts";
import { judgeCall } from "./judge-call.ts";
import { type Contract, CREDITORS, ENTERPRISES, type SiengeTables } from "./sienge-state.ts";

const hookShape = z.object({
  url: z.url(),
  events: z.array(z.string()).min(1),
  token: z.string().optional(),
});

/** What the routes work with. */
export interface SiengeDesk {
  store: Store<SiengeTables>;
  situationForm: SituationForm;
  forms: Forms;
  goneStatus: number;
  /** What an empty list of commissions answers: 200 or, as published too, 404. */
  noCommissionsStatus: number;
  /** What the removal of a hook answers: 200 is published, 204 was seen. */
  hookRemovedStatus: number;
  /** Ids of contracts that come in a shape of no publication. */
  strange: readonly number[];
}

const failure = (status: number, clientMessage: string): RestAnswer => ({
  status,
  body: { status, developerMessage: "Error", clientMessage },
  problems: [clientMessage],
});

function render({ situationForm, strange }: SiengeDesk, id: number, contract: Contract): object {
  const body = renderContract(id, contract, situationForm);
  return strange.includes(id) ? { ...body, salesContractCustomers: ["?"] } : body;
}

/** Answers a call below /public/api/v1. */
export function answerSienge(desk: SiengeDesk, path: string, request: RestRequest): RestAnswer {
  const [resource = "", id = ""] = path.split("/").filter(Boolean);
  const problems = judgeCall(path, request);
  if (problems.length > 0) return { ...refuseCall(resource, problems), problems };
  if (resource === "hooks") return answerHooks(desk, id, request);
  const given = answerRegister(desk, resource, id, request);
  return typeof given.body === "object" && given.status === 200
    ? { ...given, body: toForms(given.body, desk.forms) }
    : given;
}

function refuseCall(resource: string, problems: readonly string[]): RestAnswer {
  return resource === "hooks"
    ? {
        status: 400,
        body: { status: "400", developerMessage: "Invalid", userMessage: problems },
      }
    : failure(400, problems.join("; "));
}

function answerRegister(
  desk: SiengeDesk,
  resource: string,
  id: string,
  request: RestRequest,
): RestAnswer {
  const { store } = desk;
  if (resource === "sales-contracts") {
    if (id) {
      const contract = store.get("contracts", Number(id));
      return contract
        ? { status: 200, body: render(desk, Number(id), contract), rows: 1 }
        : failure(desk.goneStatus, "Contrato não encontrado");
    }
    return page(
      filterContracts(store, request.query).map((row) => render(desk, row.id, row.value)),
      request.query,
    );
  }
  if (resource === "enterprises")
    return register(ENTERPRISES, id, request.query, (row, query) =>
      matches(query.get("companyId"), row.companyId),
    );
  if (resource === "creditors")
    return register(
      CREDITORS,
      id,
      request.query,
      (row, query) => matches(query.get("cpf"), row.cpf) && !query.get("cnpj"),
    );
  if (resource === "units") {
    const units = store.list("units").map(({ id: own, value }) => ({
      id: own,
      enterpriseId: value.enterpriseId,
      contractId: value.contractId,
      contractNumber: "",
      name: value.name,
      propertyType: "APTO",
      commercialStock: value.stock,
      privateArea: 48.5,
    }));
    return register(
      units,
      id,
      request.query,
      (row, query) =>
        matches(query.get("enterpriseId"), row.enterpriseId) &&
        matches(query.get("commercialStock"), row.commercialStock) &&
        matches(query.get("name"), row.name),
    );
  }
  if (resource === "customers") {
    const customers = store.list("customers").map(({ id: own, value }) => ({
      id: own,
      personType: value.document.length === 14 ? "J" : "F",
      name: value.name,
      cpf: value.document.length === 11 ? value.document : null,
      cnpj: value.document.length === 14 ? value.document : null,
      internationalId: [11, 14].includes(value.document.length) ? null : value.document,
      active: true,
    }));
    return register(
      customers,
      id,
      request.query,
      (row, query) => matches(query.get("cpf"), row.cpf) && matches(query.get("cnpj"), row.cnpj),
    );
  }
  if (resource === "commissions")
    return desk.noCommissionsStatus === 404
      ? failure(404, "Comissões não encontradas")
      : page([], request.query);
  return failure(404, "Recurso não encontrado");
}

function matches(wanted: string | null, value: unknown): boolean {
  return wanted === null || String(value) === wanted;
}

function register<Row extends { id: number }>(
  rows: readonly Row[],
  id: string,
  query: URLSearchParams,
  keep: (row: Row, query: URLSearchParams) => boolean,
): RestAnswer {
  if (!id)
    return page(
      rows.filter((row) => keep(row, query)),
      query,
    );
  const found = rows.find((row) => String(row.id) === id);
  return found ? { status: 200, body: found, rows: 1 } : failure(404, "Registro não encontrado");
}

function page(rows: readonly object[], query: URLSearchParams): RestAnswer {
  const limit = Number(query.get("limit") ?? 100);
  const offset = Number(query.get("offset") ?? 0);
  const results = rows.slice(offset, offset + limit);
  return {
    status: 200,
    body: { resultSetMetadata: { count: rows.length, offset, limit }, results },
    rows: results.length,
  };
}

function answerHooks(
  { store, hookRemovedStatus }: SiengeDesk,
  uuid: string,
  request: RestRequest,
): RestAnswer {
  const found = uuid ? store.find("hooks", (hook) => hook.uuid === uuid) : undefined;
  if (uuid && !found) return failure(404, "Webhook não encontrado");
  const view = (hook: SiengeTables["hooks"]) => ({
    id: hook.uuid,
    url: hook.url,
    token: hook.token,
    events: hook.events,
  });
  if (request.method === "GET")
    return found
      ? { status: 200, body: view(found.value), rows: 1 }
      : page(
          store.list("hooks").map(({ value }) => view(value)),
          request.query,
        );
  if (request.method === "DELETE" && found) {
    store.remove("hooks", found.id);
    return { status: hookRemovedStatus };
  }
  if (request.method !== "POST" || uuid) return failure(405, "Método não permitido");
  const read = hookShape.safeParse(request.json);
  if (!read.success)
    return {
      status: 400,
      body: {
        status: "400",
        developerMessage: "Invalid",
        userMessage: ["Dados inválidos"],
        errors: read.error.issues.map((issue) => ({
          field: issue.path.join("."),
          message: issue.message,
        })),
      },
      problems: ["Cadastro de webhook inválido"],
    };
  const hook = {
    uuid: randomUUID(),
    url: read.data.url,
    token: read.data.token ?? null,
    events: read.data.events,
  };
  store.put("hooks", store.nextId("hooks", 1), hook);
  // Any name is taken, as Sienge does: one that does not exist never fires.
  const unknown = hook.events.filter((event) => !FIRED.has(event));
  return {
    status: 200,
    body: view(hook),
    rows: 1,
    problems: unknown.map((event) => `O evento ${event} foi aceito e nunca será enviado`),
  };
}

/** Events that this stand-in sends. */
export const FIRED = new Set([
  "SALES_CONTRACT_CREATED",
  "SALES_CONTRACT_UPDATED",
  "SALES_CONTRACT_REMOVED",
  "SALES_CONTRACT_ISSUED",
  "SALES_CONTRACT_CANCELED",
  "ASSIGNMENT_RIGHTS_AGREEMENT_UPDATED",
  "ENTERPRISE_ID_UPDATED",
  "UNIT_CREATED",
  "UNIT_UPDATED",
  "UNIT_REMOVED",
  "CUSTOMER_CREATED",
  "CUSTOMER_UPDATED",
]);
