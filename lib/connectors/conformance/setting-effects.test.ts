import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/e2e/sandbox/start-sandbox.ts";
import { CONNECTOR_USES } from "@/e2e/sandbox/connector-uses.ts";
import { completeCnpj } from "@/lib/core/documents.ts";
import { settingOfSchedule } from "@/lib/core/schedule.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import { CONNECTORS } from "@/lib/registry.ts";
import type { Connector } from "../define.ts";
import { refuseSetting, type SettingSpec } from "../settings.ts";
import type { Renamed } from "./answer-as-generic.ts";
import { traceRun } from "./trace-run.ts";

/** A flow joins several systems and leaves no file behind: its module's tests hold it. */
const TYPES = CONNECTORS.filter(({ operations }) =>
  Object.values(operations).some(({ flow }) => !flow),
);
const CASES = TYPES.map((connector) => [connector.id, connector] as const);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ answerDelay: 0 });
});
afterAll(() => sandbox.stop());

/** Beside what the stand-in needs: values without which other keys of a form say nothing. */
const FILLED: Readonly<Record<string, string>> = { enviar_cpf: "sim", "cd_deposito.2": "" };
const BY_CALL = { autenticacao: "token_por_chamada", corpo_token: '{"a":1}' };
/** What must stand beside a key for it to matter. */
const BESIDE: Readonly<Record<string, Record<string, string>>> = {
  usuario: { autenticacao: "basic" },
  caminho_token: BY_CALL,
  corpo_token: BY_CALL,
  reserva_novos: { limite_diario: "5" },
  situacoes_recusado: { situacoes_aceito: "nenhuma" },
  url_2: { url_1: "http://fora.test" },
  url_3: { url_1: "http://fora.test", url_2: "http://fora.test" },
  hash_sobre: { transporte: "soap" },
  url_soap: { transporte: "soap" },
  ambiente: { transporte: "soap", url_soap: "" },
  horario_carga_completa: { dias_carga_completa: "3" },
  codigo_rede: { layout_vendas: "rede | codigo_rede" },
  codigo_loja: { layout_vendas: "loja | codigo_loja" },
};
/** Keys of which it only counts whether they are filled. */
const ONLY_FILLED: Readonly<Record<string, string>> = {
  "exact-wms.cd_deposito":
    "its WMS knows a depot by the CNPJ; a branch without the key is no depot",
};
/** Resources that partners give. */
const INCOMING = [
  "pedidos",
  "conveniados",
  "regras_produto",
  "fechamentos",
  "conciliacao",
  "pagamentos",
  "extrato",
];
/** Read by the engine, which writes to it. */
const NOT_THE_CONNECTORS = ["email_notificacao"];

const baseOf = ({ id, settings }: Connector, beside: Record<string, string> = {}) => {
  const known = (place: string) => settings.some(({ key }) => key === place.split(".")[0]);
  const right = CONNECTOR_USES[id]!.settings(sandbox);
  return Object.fromEntries(
    Object.entries({ ...right, ...FILLED, ...beside }).filter(([place]) => known(place)),
  );
};

/** Values that only count when they name what is there. */
const NAMED: Readonly<Record<string, string>> = {
  filiais_cd: "1",
  situacoes_recusado: "PROCESSADO",
};

/** Other values that the form takes. */
function othersOf(spec: SettingSpec, now: string): string[] {
  const { kind, key } = spec;
  if (NAMED[key] !== undefined) return [NAMED[key]];
  if (kind === "choice")
    return (spec.options ?? []).map(({ value }) => value).filter((value) => value !== now);
  if (kind === "toggle") return [now === "sim" ? "nao" : "sim"];
  if (kind === "table")
    return key === "zonas"
      ? ["X | 1"]
      : key === "layout_precos_sugeridos"
        ? spec.defaultValue.split("\n").map((line) => spec.defaultValue.replace(line, `X_${line}`))
        : [spec.defaultValue.split("\n").slice(1).join("\n")];
  const candidates = [
    String(spec.min ?? spec.max),
    String(spec.max),
    "23:59",
    "77",
    "5102",
    "2026-03-06",
    "11144477735",
    "outro@parceiro.test",
    "http://outro.test/{guid}",
    "http://outro.test/v2",
    "outro.test",
    '{"b":2}',
    "Z{ENTIDADE}_{CNPJ}_{AAAAMMDD}.csv",
    "Z{AAAAMMDD}.txt",
    completeCnpj("112223330001"),
    "outro",
    "outro/{id}",
    "outro/{nsu}",
  ];
  const right = candidates.find(
    (value) =>
      value !== now &&
      refuseSetting(spec, value) === null &&
      (kind === "integer" || value !== "undefined"),
  );
  return right === undefined ? [] : [right];
}

describe.each(CASES)("%s", (id, connector) => {
  const standIn = CONNECTOR_USES[id]!;
  const trace = async (
    settings: Record<string, string>,
    options: { ranBefore?: boolean; renamed?: Renamed } = {},
  ) => {
    await sandbox.reset(standIn.partner);
    return traceRun(connector, { settings, sales: standIn.sales?.(), ...options });
  };
  const hours = Object.values(connector.operations).flatMap(({ schedule }) =>
    settingOfSchedule(schedule),
  );
  const told = connector.settings.filter(
    ({ key }) => key !== "mapa_campos" && !NOT_THE_CONNECTORS.includes(key) && !hours.includes(key),
  );

  test("the same registration leaves the same trace", async () => {
    expect(await trace(baseOf(connector))).toBe(await trace(baseOf(connector)));
  });

  test("every key of the form changes what leaves the hub or what is taken in", async () => {
    const still: string[] = [];
    for (const spec of told) {
      const base = baseOf(connector, BESIDE[spec.key]);
      const options = { ranBefore: /^dias_|carga_completa$/.test(spec.key) };
      const before = await trace(base, options);
      const place = spec.perBranch ? placeKey({ key: spec.key, branchId: 1 }) : spec.key;
      const others = ONLY_FILLED[`${id}.${spec.key}`]
        ? [""]
        : othersOf(spec, base[place] ?? (spec.perBranch ? "1" : spec.defaultValue));
      expect([spec.key, others.length > 0]).toEqual([spec.key, true]);
      for (const value of others)
        if ((await trace({ ...base, [place]: value }, options)) === before)
          still.push(`${spec.key} = ${value}`);
    }
    expect(still).toEqual([]);
  });

  const map = connector.settings.find(({ key }) => key === "mapa_campos");
  if (!map) return;
  test("every field that the map of names offers is really written or read, and none is left out", async () => {
    const base = baseOf(connector);
    const before = await trace(base);
    const still: string[] = [];
    for (const { value: resource } of map.columns?.[0]?.options ?? []) {
      const fields =
        /Os campos são: (.+)\.$/
          .exec(refuseSetting(map, `${resource} | ? | x`) ?? "")?.[1]
          ?.split(", ") ?? [];
      expect(fields.length).toBeGreaterThan(0);
      for (const field of fields) {
        const named = { ...base, mapa_campos: `${resource} | ${field} | outro_nome` };
        const [renamed, key] = [{ resource, field, name: "outro_nome" }, `${resource}.${field}`];
        if (key === "autenticacao.token") continue;
        // What comes under the contract's name is read as the hub's own; what goes must go under it.
        if (INCOMING.includes(resource))
          expect([
            key,
            (await trace(named, { renamed })) === before,
            (await trace(base, { renamed })) === before,
          ]).toEqual([key, true, false]);
        else if ((await trace(named)) === before) still.push(key);
      }
    }
    expect(still).toEqual([]);
  }, 30_000);
});
