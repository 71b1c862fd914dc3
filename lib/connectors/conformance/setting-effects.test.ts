import { describe, expect, test } from "vitest";
import { completeCnpj } from "@/lib/core/documents.ts";
import { settingOfSchedule } from "@/lib/core/schedule.ts";
import { placeKey } from "@/lib/core/setting-place.ts";
import { findConnector } from "@/lib/registry.ts";
import type { Connector } from "../define.ts";
import { refuseSetting, type SettingSpec } from "../settings.ts";
import { traceRun } from "./setting-effects.ts";

/** Types whose wire no partner publishes: what their forms offer is all that fits them to a client's contract. */
const GENERIC = [
  "boavista",
  "proffer",
  "linx-wms",
  "delage-wms",
  "fisoft-wms",
  "iqvia",
  "pricefy",
  "naapyes",
  "unifabra",
  "webcompras",
  "control-shop",
  "linked-farma",
  "ligo",
  "trivio",
  "audit",
];

/** A registration that is complete. */
const REQUIRED: Readonly<Record<string, string>> = {
  url_base: "http://parceiro.test/api",
  token: "t0",
  usuario: "enlace",
  chave_acesso: "a",
  chave_secreta: "s",
  sftp_host: "sftp.test",
  sftp_usuario: "u",
  sftp_senha: "p",
  ftp_host: "ftp.test",
  ftp_usuario: "u",
  ftp_senha: "p",
  CD_EMP_IMS: "0892",
  codigo_associacao: "77",
  codigo_rede: "R1",
  codigo_cliente: "C1",
  cnpj_comprador: completeCnpj("419023770001"),
  cd_convenio: "CV-1",
  validade_padrao_dias: "30",
  enviar_cpf: "sim",
  "cd_deposito.2": "",
};
const BY_CALL = { autenticacao: "token_por_chamada", corpo_token: '{"a":1}' };
/** What must stand beside a key for it to matter. */
const BESIDE: Readonly<Record<string, Record<string, string>>> = {
  usuario: { autenticacao: "basic" },
  caminho_token: BY_CALL,
  corpo_token: BY_CALL,
  horario_carga_completa: { dias_carga_completa: "3" },
  codigo_rede: { layout_vendas: "rede | codigo_rede" },
  codigo_loja: { layout_vendas: "loja | codigo_loja" },
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

const baseOf = ({ settings }: Connector, beside: Record<string, string> = {}) => {
  const known = (place: string) => settings.some(({ key }) => key === place.split(".")[0]);
  return Object.fromEntries(
    [...Object.entries(REQUIRED), ...Object.entries(beside)].filter(([place]) => known(place)),
  );
};

/** Other values that the form takes. */
function othersOf(spec: SettingSpec, now: string): string[] {
  const { kind, key } = spec;
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
    "23:59",
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

describe.each(GENERIC)("%s", (id) => {
  const connector = findConnector(id)!;
  const hours = Object.values(connector.operations).flatMap(({ schedule }) =>
    settingOfSchedule(schedule),
  );
  const told = connector.settings.filter(
    ({ key }) => key !== "mapa_campos" && !NOT_THE_CONNECTORS.includes(key) && !hours.includes(key),
  );

  test("every key of the form changes what leaves the hub or what is taken in", async () => {
    const still: string[] = [];
    for (const spec of told) {
      const base = baseOf(connector, BESIDE[spec.key]);
      const options = { loadedBefore: spec.key.endsWith("carga_completa") };
      const before = await traceRun(connector, base, options);
      const place = spec.perBranch ? placeKey({ key: spec.key, branchId: 1 }) : spec.key;
      const others = othersOf(spec, base[place] ?? (spec.perBranch ? "1" : spec.defaultValue));
      expect([spec.key, others.length > 0]).toEqual([spec.key, true]);
      for (const value of others)
        if ((await traceRun(connector, { ...base, [place]: value }, options)) === before)
          still.push(`${spec.key} = ${value}`);
    }
    expect(still).toEqual([]);
  });

  const map = connector.settings.find(({ key }) => key === "mapa_campos");
  if (!map) return;
  test("every field that the map of names offers is really written or read, and none is left out", async () => {
    const base = baseOf(connector);
    const before = await traceRun(connector, base);
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
            (await traceRun(connector, named, { renamed })) === before,
            (await traceRun(connector, base, { renamed })) === before,
          ]).toEqual([key, true, false]);
        else if ((await traceRun(connector, named)) === before) still.push(key);
      }
    }
    expect(still).toEqual([]);
  }, 30_000);
});
