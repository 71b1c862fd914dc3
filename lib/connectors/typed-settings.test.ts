import { expect, test } from "vitest";
import { daysBack, everyInterval } from "@/lib/core/schedule.ts";
import {
  type Connector,
  type ConnectorContext,
  defineConnector,
  type TaskContext,
} from "./define.ts";
import { csvFile, sftpCsvSettings } from "./profiles/sftp-csv.ts";
import { lotOperation, lotSettings } from "./profiles/rest-lote.ts";
import { salesEntity } from "./profiles/sales-entity.ts";
import { checkRest } from "./profiles/rest-address.ts";
import { secret, type SettingSpec, text } from "./settings.ts";

const head = {
  id: "farol",
  name: "Farol",
  summary: "",
  contract: "generic",
  transport: "rest",
  guide: { about: "", ask: [], how: [], assumed: [] },
} satisfies Partial<Connector>;
const rhythm = { label: "", schedule: everyInterval(), period: daysBack(0) };

// Each case is held by the compiler: without its error, the line above it fails the type check.
test("a connector reads the settings that it declares, and no others", () => {
  const settings = [secret("token", "Token")];
  const read = (ctx: ConnectorContext<"token">) => ctx.settings.text("token");
  const collect = async function* (ctx: TaskContext<"token" | "loja">) {
    const value = read(ctx) + ctx.settings.forBranch("loja", 1);
    yield { type: "state" as const, key: "lida", value };
  };

  defineConnector({
    ...head,
    settings: [...settings, text("loja", "Loja")],
    check: async (ctx) => read(ctx) + ctx.settings.text("loja"),
    operations: { all: { ...rhythm, collect } },
  });
  defineConnector({
    ...head,
    settings,
    // @ts-expect-error the connector has no such setting
    check: async (ctx) => ctx.settings.text("tokn"),
    operations: {},
  });
  defineConnector({
    ...head,
    settings,
    check: async () => "",
    // @ts-expect-error the operation reads a setting that the connector lacks
    operations: { all: { ...rhythm, collect } },
  });
  defineConnector({
    ...head,
    settings,
    check: async () => "",
    // @ts-expect-error the connector has no such setting
    notify: "email",
    operations: {},
  });
  expect(settings).toHaveLength(1);
});

test("a setting that lost its key is refused, or nothing would be checked", () => {
  const lost: SettingSpec[] = [text("token", "Token")];
  // @ts-expect-error any string would be a key
  defineConnector({ ...head, settings: lost, check: async () => "", operations: {} });
  expect(lost).toHaveLength(1);
});

test("profiles know the keys that they make of names", () => {
  const sales = salesEntity({ documentToggle: "enviar_cpf" });
  defineConnector({
    ...head,
    settings: [...lotSettings([sales]), text("enviar_cpf", "CPF")],
    check: async (ctx) => {
      // @ts-expect-error there is no path of stock
      ctx.settings.text("caminho_estoque");
      return (await checkRest(ctx)) + ctx.settings.text("caminho_vendas");
    },
    operations: { sales: lotOperation({ ...rhythm, entities: [sales] }) },
  });
  defineConnector({
    ...head,
    settings: lotSettings([sales]),
    check: checkRest,
    // @ts-expect-error the entity reads a toggle that is not among the settings
    operations: { sales: lotOperation({ ...rhythm, entities: [sales] }) },
  });

  const csv = { label: "", fields: [], numbers: [], example: [] } as const;
  const file = async function* () {};
  const day = { branch: { id: 1, cnpj: "" }, day: "2026-03-05" };
  defineConnector({
    ...head,
    settings: sftpCsvSettings([{ ...csv, entity: "VENDAS" }]),
    preview: () => [],
    check: async (ctx) => csvFile(ctx, { ...csv, entity: "VENDAS" }, day, file()).name,
    operations: {},
  });
  defineConnector({
    ...head,
    settings: sftpCsvSettings([{ ...csv, entity: "VENDAS" }]),
    preview: () => [],
    // @ts-expect-error the columns of stock are no setting
    check: async (ctx) => csvFile(ctx, { ...csv, entity: "ESTOQUE" }, day, file()).name,
    operations: {},
  });
  expect(sales.resource).toBe("vendas");
});
