import type { CatalogueOperation, CatalogueSetting } from "@/lib/admin/integrations/catalogue.ts";
import { describeSchedule } from "@/lib/core/schedule.ts";

/** A transport as a person reads it. */
export const TRANSPORT: Record<string, string> = { ftp: "FTP", sftp: "SFTP", rest: "API REST" };

/** "todos os dias às 02:00"; an operation without an hour of its own follows the integration's interval. */
export const describeRhythm = (rule: CatalogueOperation["schedule"]) =>
  rule.kind === "interval" ? "no intervalo da integração" : describeSchedule(rule, 0);

const KIND: Record<CatalogueSetting["kind"], string> = {
  text: "texto",
  secret: "segredo, gravado de forma cifrada e não exibido depois",
  integer: "número inteiro",
  url: "endereço http:// ou https://",
  host: "nome de servidor",
  email: "endereço de e-mail",
  choice: "uma das opções",
  toggle: "sim ou não",
  table: "linhas de uma tabela, editadas na própria tela",
};

/** What may be written into a key: "número inteiro de 1 a 65535". */
export function describeKind({ kind, min, max, options }: CatalogueSetting): string {
  if (kind === "integer" && min !== undefined && max !== undefined)
    return `número inteiro de ${min.toLocaleString("pt-BR")} a ${max.toLocaleString("pt-BR")}`;
  if (kind === "choice" && options) return options.map(({ label }) => label).join(" ou ");
  return KIND[kind];
}

/** The default as the screen shows it; null when there is none. */
export function describeDefault({ kind, defaultValue, options }: CatalogueSetting): string | null {
  if (defaultValue === "") return null;
  if (kind === "table") return "a tabela padrão";
  if (kind === "toggle") return defaultValue === "sim" ? "sim" : "não";
  return options?.find(({ value }) => value === defaultValue)?.label ?? defaultValue;
}
