// Long because it is one table: a row for every use-case, so that none is walked past.
import { randomUUID } from "node:crypto";
import type { WalkIds } from "./walk-fixture.ts";
import type { Problem } from "@/lib/admin/define-use-case.ts";

/**
 * How one use-case is walked: by an agent, by the client's own people, by another client's, and
 * without the permission.
 */
export interface WalkRow {
  input: (ids: WalkIds) => unknown;
  /**
   * What another client's person is told when they name these ids: that there is no such thing, or
   * ("own") an answer about their own organization that shows nothing of this one.
   */
  foreign: "not_found" | "invalid" | "own";
  /** Client's people are refused even with the permission. */
  agentsOnly?: true;
  /** Refusals that show that the act was reached all the same: the fixture is not ready for it to succeed. */
  reaches?: readonly Problem["kind"][];
}

const query = { page: 1, pageSize: 100, search: "", sort: null, filters: {} };
const UNREADY = ["refused", "conflict", "invalid"] as const;
const branchOf = (ids: WalkIds) => ({
  code: "77",
  name: "Loja Nova",
  cnpj: ids.freeCnpj,
  city: "Contagem",
  state: "MG",
});
const fieldsOf = (ids: WalkIds) => ({
  description: "Outra",
  connectorId: "smarket",
  active: false,
  intervalMinutes: 30,
  branchIds: [ids.branchId],
  settings: [],
});
const ofIntegration = (ids: WalkIds) => ({ integrationId: ids.integrationId });
const ofFlow = (ids: WalkIds) => ({ integrationId: ids.flow.integrationId });
const environmentOf = () => ({
  name: "Terminal novo",
  baseUrl: "https://novo.test",
  userName: "hub@novo.test",
  validUntil: null,
});
const developmentOf = (ids: WalkIds) => ({
  hubDevelopmentId: "88",
  hubName: "Residencial",
  environmentId: ids.flow.terminalId,
  terminalDevelopmentId: "5",
});
const ofOrganization = (ids: WalkIds) => ({ organizationId: ids.organizationId });
const ofZone = (ids: WalkIds) => ({
  ...ofOrganization(ids),
  zoneCode: "Z1",
  first: "2026-03-01",
  last: "2026-03-05",
});
const unique = () => randomUUID().slice(0, 8);

/** One row a use-case, by its name. A use-case without a row fails the test: nobody's act goes unwalked. */
export const WALK: Readonly<Record<string, WalkRow>> = {
  // account
  "read-account": { input: () => ({}), foreign: "own" },
  "rename-self": { input: () => ({ name: "Outro Nome" }), foreign: "own" },
  "change-own-password": {
    input: (ids) => ({ current: ids.password, password: "outra frase longa" }),
    foreign: "own",
  },
  "end-own-session": {
    input: (ids) => ({ id: ids.sessionHash }),
    foreign: "not_found",
    reaches: ["not_found"],
  },
  "end-other-own-sessions": { input: () => ({}), foreign: "own" },
  // people
  "list-people": {
    input: (ids) => ({ ...query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "list-profile-choices": { input: () => ({}), foreign: "own" },
  "create-person": {
    input: (ids) => ({
      name: "Nova Pessoa",
      email: `nova-${unique()}@loja.test`,
      profileId: ids.profileId,
      organizationId: ids.organizationId,
    }),
    foreign: "own",
  },
  "update-person": {
    input: (ids) => ({
      id: ids.personId,
      name: "Nome Novo",
      email: `muda-${unique()}@loja.test`,
      profileId: ids.profileId,
    }),
    foreign: "not_found",
  },
  "set-person-active": {
    input: (ids) => ({ id: ids.personId, active: false }),
    foreign: "not_found",
  },
  "create-access-link": { input: (ids) => ({ id: ids.personId }), foreign: "not_found" },
  // profiles
  "list-profiles": { input: () => query, foreign: "own", agentsOnly: true },
  "create-profile": {
    input: () => ({ name: `Perfil ${unique()}`, allOrganizations: false, permissions: ["view"] }),
    foreign: "own",
    agentsOnly: true,
  },
  "update-profile": {
    input: (ids) => ({
      id: ids.profileId,
      version: 1,
      name: `Perfil ${unique()}`,
      permissions: ["view", "logs"],
    }),
    foreign: "own",
    agentsOnly: true,
  },
  "remove-profile": {
    input: (ids) => ({ id: ids.agentProfileId }),
    foreign: "own",
    agentsOnly: true,
  },
  // organizations and branches
  "list-client-choices": { input: () => ({}), foreign: "own" },
  "list-organizations": { input: () => query, foreign: "own", agentsOnly: true },
  "create-organization": {
    input: () => ({ name: `Cliente ${unique()}`, timeZone: "America/Manaus" }),
    foreign: "own",
    agentsOnly: true,
  },
  "update-organization": {
    input: (ids) => ({
      id: ids.organizationId,
      name: `Cliente ${unique()}`,
      timeZone: "America/Recife",
      active: true,
    }),
    foreign: "own",
    agentsOnly: true,
  },
  "list-branches": {
    input: (ids) => ({ ...query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "create-branch": {
    input: (ids) => ({ ...branchOf(ids), organizationId: ids.organizationId }),
    foreign: "own",
  },
  "update-branch": {
    input: (ids) => ({ ...branchOf(ids), id: ids.branchId }),
    foreign: "not_found",
  },
  "import-branches": {
    input: (ids) => ({
      organizationId: ids.organizationId,
      text: `codigo;nome;cnpj;cidade;uf\n88;Loja;${ids.freeCnpj};Contagem;MG`,
    }),
    foreign: "own",
  },
  // API keys
  "list-api-keys": {
    input: (ids) => ({ ...query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "create-api-key": {
    input: (ids) => ({
      organizationId: ids.organizationId,
      name: "ERP",
      rights: ["send", "readPrices"],
      days: 90,
      currentPassword: ids.password,
    }),
    foreign: "own",
  },
  "revoke-api-key": { input: (ids) => ({ id: ids.apiKeyId }), foreign: "not_found" },
  // audit
  "list-audit-events": {
    input: (ids) => ({ ...query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "export-audit-events": {
    input: (ids) => ({ organizationId: ids.organizationId }),
    foreign: "own",
  },
  "verify-audit-chain": { input: () => ({}), foreign: "own", agentsOnly: true },
  // palette
  "search-places": { input: (ids) => ({ text: ids.marker }), foreign: "own" },
  // integrations
  "list-integrations": {
    input: (ids) => ({ query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "summarize-integrations": {
    input: (ids) => ({ organizationId: ids.organizationId }),
    foreign: "own",
  },
  "read-catalogue": { input: () => ({}), foreign: "own" },
  "read-partner-health": { input: ofOrganization, foreign: "own" },
  "read-connector-help": { input: () => ({ id: "smarket" }), foreign: "own" },
  "preview-setting": {
    input: () => ({ connectorId: "iqvia", key: "leiaute", values: {} }),
    foreign: "own",
  },
  "read-registration-choices": {
    input: (ids) => ({ organizationId: ids.organizationId }),
    foreign: "own",
  },
  "read-integration": { input: (ids) => ({ id: ids.integrationId }), foreign: "not_found" },
  "register-integration": {
    input: (ids) => ({
      ...fieldsOf(ids),
      organizationId: ids.organizationId,
      registrationKey: randomUUID(),
    }),
    foreign: "not_found",
  },
  "update-integration": {
    input: (ids) => ({ ...fieldsOf(ids), id: ids.integrationId, version: 1 }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "set-integration-active": {
    input: (ids) => ({ id: ids.integrationId, active: true }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "list-versions": { input: (ids) => ({ id: ids.integrationId }), foreign: "not_found" },
  "compare-versions": {
    input: (ids) => ({ id: ids.integrationId, older: 1, newer: 1 }),
    foreign: "not_found",
  },
  "restore-version": {
    input: (ids) => ({ id: ids.integrationId, version: 1, currentVersion: 1 }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "prepare-connection-test": {
    input: (ids) => ({
      id: ids.integrationId,
      connectorId: "smarket",
      branchIds: [ids.branchId],
      settings: [],
    }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "prepare-new-connection-test": {
    input: (ids) => ({
      organizationId: ids.organizationId,
      connectorId: "smarket",
      branchIds: [ids.branchId],
      settings: [],
    }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  // after a restore
  "read-restore-state": { input: () => ({}), foreign: "own" },
  "list-restore-holds": { input: () => ({}), foreign: "own", agentsOnly: true },
  "release-restore-hold": {
    input: (ids) => ({ integrationId: ids.integrationId, what: "skip" }),
    foreign: "own",
    agentsOnly: true,
    reaches: UNREADY,
  },
  // tasks, files, logs, received
  "list-tasks": { input: (ids) => ({ ...ofIntegration(ids), query }), foreign: "not_found" },
  "list-task-filters": { input: ofIntegration, foreign: "not_found" },
  "read-task": { input: (ids) => ({ taskId: ids.failedTaskId }), foreign: "not_found" },
  "watch-tasks": { input: ofIntegration, foreign: "not_found" },
  "plan-run": {
    input: (ids) => ({ ...ofIntegration(ids), first: "2026-03-01", last: "2026-03-02" }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "force-run": {
    input: (ids) => ({ ...ofIntegration(ids), first: "2026-03-01", last: "2026-03-02" }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "force-runs": {
    input: (ids) => ({
      ...ofIntegration(ids),
      periods: [{ first: "2026-03-01", last: "2026-03-02" }],
    }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "read-days": {
    input: (ids) => ({ ...ofIntegration(ids), first: "2026-03-01", last: "2026-03-31" }),
    foreign: "not_found",
  },
  "read-day": {
    input: (ids) => ({
      ...ofIntegration(ids),
      operation: "files",
      branchId: ids.branchId,
      day: "2026-03-01",
    }),
    foreign: "not_found",
  },
  "plan-missing": {
    input: (ids) => ({ integrationIds: [ids.integrationId] }),
    foreign: "not_found",
  },
  "start-missing": {
    input: (ids) => ({ integrationIds: [ids.integrationId] }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "set-late-days": {
    input: (ids) => ({ ...ofIntegration(ids), lateDays: 0 }),
    foreign: "not_found",
  },
  "list-plans": { input: ofIntegration, foreign: "not_found" },
  "stop-plan": { input: (ids) => ({ planId: ids.planId }), foreign: "not_found" },
  "resume-plan": { input: (ids) => ({ planId: ids.planId }), foreign: "not_found" },
  "reprocess-task": {
    input: (ids) => ({ taskId: ids.failedTaskId }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "cancel-task": {
    input: (ids) => ({ taskId: ids.taskId }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "list-integration-files": {
    input: (ids) => ({ ...ofIntegration(ids), query }),
    foreign: "not_found",
  },
  "list-file-filters": { input: ofIntegration, foreign: "not_found" },
  "list-task-files": { input: (ids) => ({ taskId: ids.failedTaskId }), foreign: "not_found" },
  "download-file": {
    input: (ids) => ({ fileId: ids.fileId }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "download-task-files": {
    input: (ids) => ({ taskId: ids.failedTaskId }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "read-logs": {
    input: (ids) => ({ ...ofIntegration(ids), from: 1, count: 10 }),
    foreign: "not_found",
  },
  "search-logs": {
    input: (ids) => ({ ...ofIntegration(ids), text: "segredo", limit: 10 }),
    foreign: "not_found",
  },
  "find-log-place": { input: (ids) => ({ taskId: ids.failedTaskId }), foreign: "not_found" },
  "download-logs": { input: ofIntegration, foreign: "not_found" },
  "list-received-items": {
    input: (ids) => ({ ...ofIntegration(ids), query }),
    foreign: "not_found",
  },
  "list-received-filters": { input: ofIntegration, foreign: "not_found" },
  "read-received-item": {
    input: (ids) => ({ ...ofIntegration(ids), kind: "promotion", key: "1", branchId: 0 }),
    foreign: "not_found",
  },
  "list-all-received": { input: (ids) => ({ ...ofOrganization(ids), query }), foreign: "own" },
  "list-received-choices": { input: ofOrganization, foreign: "own" },
  "list-product-proposals": { input: (ids) => ({ ...ofOrganization(ids), query }), foreign: "own" },
  "count-product-proposals": { input: ofOrganization, foreign: "own" },
  "decide-proposals": {
    input: (ids) => ({
      accept: true,
      proposals: [
        {
          ...ofIntegration(ids),
          productCode: "1",
          field: "brand",
          proposed: ids.marker,
          current: "",
        },
      ],
    }),
    foreign: "not_found",
  },
  // movements
  "list-imports": {
    input: (ids) => ({ query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "read-import": { input: (ids) => ({ importId: ids.importId }), foreign: "not_found" },
  "list-refusals": { input: (ids) => ({ importId: ids.importId, query }), foreign: "not_found" },
  "download-refusals": { input: (ids) => ({ importId: ids.importId }), foreign: "not_found" },
  "download-corrections": {
    input: (ids) => ({ importId: ids.importId }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "cancel-import": {
    input: (ids) => ({ importId: ids.importId }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "start-upload": {
    input: (ids) => ({ organizationId: ids.organizationId, name: "vendas.zip", size: 1 }),
    foreign: "not_found",
  },
  "admit-preview": { input: () => ({}), foreign: "own" },
  "read-upload": { input: (ids) => ({ importId: ids.importId }), foreign: "not_found" },
  "append-upload": {
    input: (ids) => ({
      importId: ids.importId,
      offset: 0,
      storageKey: `${ids.organizationId}/imports/${ids.importId}/x`,
      bytes: 1,
    }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "list-products": {
    input: (ids) => ({ query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "list-register": {
    input: (ids) => ({ list: "clientes", query, organizationId: ids.organizationId }),
    foreign: "own",
  },
  "read-movement-days": {
    input: (ids) => ({
      organizationId: ids.organizationId,
      first: "2026-01-01",
      last: "2026-01-05",
    }),
    foreign: "own",
  },
  // prices
  "read-price-area": { input: ofOrganization, foreign: "own" },
  "list-price-suggestions": { input: (ids) => ({ ...ofZone(ids), query }), foreign: "own" },
  "count-price-suggestions": { input: ofZone, foreign: "own" },
  "plan-prices": { input: (ids) => ({ ...ofZone(ids), chosen: { codes: ["1"] } }), foreign: "own" },
  "apply-prices": {
    input: (ids) => ({ ...ofZone(ids), chosen: { codes: ["1"] }, fingerprint: "0".repeat(64) }),
    foreign: "own",
    reaches: UNREADY,
  },
  "undo-prices": { input: (ids) => ({ id: ids.applicationId }), foreign: "not_found" },
  "list-price-applications": {
    input: (ids) => ({ ...ofOrganization(ids), query }),
    foreign: "own",
  },
  "read-price-application": { input: (ids) => ({ id: ids.applicationId }), foreign: "not_found" },
  "list-price-application-lines": {
    input: (ids) => ({ id: ids.applicationId, query }),
    foreign: "not_found",
  },
  "set-max-variation": {
    input: (ids) => ({ ...ofOrganization(ids), percent: 30 }),
    foreign: "own",
  },
  // multi-cv
  "read-flow-scope": {
    input: (ids) => ({ organizationId: ids.organizationId, integrationId: ids.flow.integrationId }),
    foreign: "own",
  },
  "read-flow-menu": { input: (ids) => ({ organizationId: ids.organizationId }), foreign: "own" },
  "read-flow-board": { input: ofFlow, foreign: "not_found" },
  "list-reservations": { input: (ids) => ({ ...ofFlow(ids), query }), foreign: "not_found" },
  "export-reservations": {
    input: (ids) => ({ ...ofFlow(ids), query, belowId: null }),
    foreign: "not_found",
  },
  "import-reservations": {
    input: (ids) => ({
      ...ofFlow(ids),
      text: "reserva_hub;terminal;reserva_terminal\n7368;a;501",
      save: true,
    }),
    foreign: "not_found",
  },
  "link-reservation": {
    input: (ids) => ({
      id: ids.flow.subjectId,
      environmentId: ids.flow.terminalId,
      terminalReservationId: "502",
      siengeContractId: "",
      siengeContractNumber: "",
    }),
    foreign: "not_found",
  },
  "read-reservation": { input: (ids) => ({ id: ids.flow.subjectId }), foreign: "not_found" },
  "list-decisions": { input: (ids) => ({ ...ofFlow(ids), query }), foreign: "not_found" },
  "list-developments": { input: (ids) => ({ ...ofFlow(ids), query }), foreign: "not_found" },
  "export-developments": { input: ofFlow, foreign: "not_found" },
  "create-development": {
    input: (ids) => ({ ...ofFlow(ids), ...developmentOf(ids) }),
    foreign: "not_found",
  },
  "update-development": {
    input: (ids) => ({ ...developmentOf(ids), id: ids.flow.developmentId, version: 1 }),
    foreign: "not_found",
  },
  "import-developments": {
    input: (ids) => ({
      ...ofFlow(ids),
      text: "id_hub;nome;terminal;id_terminal\n9;Torre;a;4",
      save: true,
    }),
    foreign: "not_found",
  },
  "request-review": {
    input: (ids) => ({ id: ids.flow.subjectId, of: "changes" }),
    foreign: "not_found",
    reaches: ["refused"],
  },
  "read-attention": { input: ofFlow, foreign: "not_found" },
  "read-setup": { input: ofFlow, foreign: "not_found" },
  "request-setup": { input: ofFlow, foreign: "not_found" },
  "prepare-rehearsal": {
    input: (ids) => ({ ...ofFlow(ids), hubReservationId: "7367" }),
    foreign: "not_found",
  },
  "create-proposed-developments": {
    input: (ids) => ({ ...ofFlow(ids), hubDevelopmentIds: ["8"] }),
    foreign: "not_found",
    reaches: ["conflict"],
  },
  "list-environments": { input: ofFlow, foreign: "not_found" },
  "export-environments": { input: ofFlow, foreign: "not_found" },
  "create-environment": {
    input: (ids) => ({
      ...ofFlow(ids),
      ...environmentOf(),
      code: "b",
      kind: "cv",
      secret: "um token",
    }),
    foreign: "not_found",
  },
  "update-environment": {
    input: (ids) => ({ ...environmentOf(), id: ids.flow.terminalId, version: 1 }),
    foreign: "not_found",
  },
  "set-environment-paused": {
    input: (ids) => ({ id: ids.flow.terminalId, paused: true }),
    foreign: "not_found",
  },
  "import-environments": {
    input: (ids) => ({
      ...ofFlow(ids),
      text: "codigo;sistema;nome;endereco;usuario;credencial\nc;cv;Terminal C;https://c.test;hub@c.test;um token",
      save: true,
    }),
    foreign: "not_found",
  },
  "watch-flow": { input: ofFlow, foreign: "not_found" },
  "answer-decision": {
    input: (ids) => ({ decisionId: ids.flow.decisionId, choice: "wait" }),
    foreign: "not_found",
  },
  "read-decision": { input: (ids) => ({ id: ids.flow.decisionId }), foreign: "not_found" },
  "repeat-step": {
    input: (ids) => ({ id: ids.flow.subjectId, stepId: ids.flow.stepId, from: false }),
    foreign: "not_found",
  },
  "repeat-stuck-step": { input: (ids) => ({ id: ids.flow.subjectId }), foreign: "not_found" },
  "release-brake": { input: (ids) => ({ brakeId: ids.flow.brakeId }), foreign: "not_found" },
  "read-reconciliation": { input: ofFlow, foreign: "not_found" },
  "list-divergences": { input: (ids) => ({ ...ofFlow(ids), query }), foreign: "not_found" },
  "export-divergences": { input: ofFlow, foreign: "not_found" },
  "request-reconciliation": { input: ofFlow, foreign: "not_found" },
  "prepare-comparison": { input: (ids) => ({ id: ids.flow.subjectId }), foreign: "not_found" },
  "prepare-environment-check": {
    input: (ids) => ({ id: ids.flow.terminalId }),
    foreign: "not_found",
  },
  "prepare-development-check": {
    input: (ids) => ({ id: ids.flow.developmentId }),
    foreign: "not_found",
  },
  "prepare-mapping-load": {
    input: (ids) => ({ ...ofFlow(ids), environmentId: ids.flow.terminalId, kind: "situation" }),
    foreign: "not_found",
  },
  "list-mappings": {
    input: (ids) => ({ ...ofFlow(ids), environmentId: ids.flow.terminalId, kind: "situation" }),
    foreign: "not_found",
  },
  "confirm-mapping": {
    input: (ids) => ({ id: ids.flow.mappingId, version: 1, targetId: "3" }),
    foreign: "not_found",
  },
  "confirm-certain-mappings": {
    input: (ids) => ({ ...ofFlow(ids), environmentId: ids.flow.terminalId, kind: "situation" }),
    foreign: "not_found",
  },
  "add-mapping": {
    input: (ids) => ({
      ...ofFlow(ids),
      environmentId: ids.flow.terminalId,
      kind: "commission_receiver",
      sourceName: "Corretor",
      targetId: "CO",
    }),
    foreign: "not_found",
  },
  "list-webhooks": { input: ofFlow, foreign: "not_found" },
  "save-webhook": {
    input: (ids) => ({
      id: ids.flow.endpointId,
      active: true,
      allowedAddresses: ["203.0.113.0/24"],
    }),
    foreign: "not_found",
  },
  "renew-webhook-key": { input: (ids) => ({ id: ids.flow.endpointId }), foreign: "not_found" },
  "repeat-received-event": {
    input: (ids) => ({ ...ofFlow(ids), id: ids.flow.eventId }),
    foreign: "not_found",
    reaches: UNREADY,
  },
  "prepare-webhook-registration": {
    input: (ids) => ({ environmentId: ids.flow.terminalId, origin: "https://enlace.test" }),
    foreign: "not_found",
  },
  "prepare-registration-list": {
    input: (ids) => ({ environmentId: ids.flow.terminalId, origin: "https://enlace.test" }),
    foreign: "not_found",
  },
  "list-received-events": { input: (ids) => ({ ...ofFlow(ids), query }), foreign: "not_found" },
  "read-received-event": {
    input: (ids) => ({ ...ofFlow(ids), id: ids.flow.eventId }),
    foreign: "not_found",
  },
};
