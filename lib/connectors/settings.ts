import { isHour, MINUTES_BETWEEN_RUNS } from "@/lib/core/schedule.ts";
import { refuseTable, type TableColumn } from "@/lib/core/setting-table.ts";

/**
 * One key of the "Configurações" grid; the grid, its help and its validation are drawn from this.
 * `Key` is the key itself: a connector can read only what it declares.
 */
export interface SettingSpec<Key extends string = string> {
  key: Key;
  label: string;
  kind: "text" | "secret" | "integer" | "url" | "host" | "email" | "choice" | "toggle" | "table";
  help: string;
  required: boolean;
  /** One value a branch instead of one for the integration (a partner's store id). */
  perBranch: boolean;
  defaultValue: string;
  /** For `choice`. */
  options?: ReadonlyArray<{ value: string; label: string }>;
  /** For `table`: what each cell of a row is. */
  columns?: readonly TableColumn[];
  /** The window in which it is filled shows what comes of it: the connector has a `preview`. */
  previewed?: boolean;
  min?: number;
  max?: number;
  maxLength: number;
  /** Of a `text` or a `secret`: it has several lines, as a certificate or a key has. */
  lines?: boolean;
  /**
   * Secrets are given to whom it names: another value asks for them again. An `url` and a `host` are
   * addresses without saying so; a port or a user is a `detail`.
   */
  addressee?: "address" | "detail";
  /** A further rule; returns the Portuguese sentence when the value breaks it. */
  refuse?: (value: string) => string | null;
}

type Extra = Partial<Omit<SettingSpec, "key" | "label" | "kind">>;

/** The keys that a list of settings declares. */
export type KeyOf<Settings extends readonly SettingSpec[]> = Settings[number]["key"];

const spec =
  (kind: SettingSpec["kind"]) =>
  <const Key extends string>(key: Key, label: string, extra: Extra = {}): SettingSpec<Key> => ({
    key,
    label,
    kind,
    help: "",
    required: true,
    perBranch: false,
    defaultValue: "",
    maxLength: 500,
    ...extra,
  });

/** Free text. */
export const text = spec("text");
/** Encrypted at rest and write-only: it never travels to the browser again. */
export const secret = spec("secret");
/** A whole number within `min` and `max`. */
export const integer = spec("integer");
/** An http or https address. */
export const url = spec("url");
/** A host name or address, without scheme. */
export const host = spec("host");
export const email = spec("email");
/** One of `options`. */
export const choice = spec("choice");
/** "sim" or "nao". */
export const toggle = spec("toggle");

/**
 * The hour of a nightly operation, for {@link dailyAt}: "HH:MM" in the organization's time zone.
 * Blank is the default again.
 */
export const hour = <const Key extends string>(
  key: Key,
  label: string,
  defaultValue: string,
): SettingSpec<Key> =>
  text(key, label, {
    defaultValue,
    maxLength: 5,
    help: "HH:MM, no fuso horário do cliente",
    refuse: (value) =>
      isHour(value) ? null : `“${label}” deve ser um horário HH:MM, de 00:00 a 23:59.`,
  });

/** The minutes from one run to the next of an operation, for {@link everyMinutesOf}. Blank is the default again. */
export const minutes = <const Key extends string>(
  key: Key,
  label: string,
  defaultValue: number,
): SettingSpec<Key> =>
  integer(key, label, {
    ...MINUTES_BETWEEN_RUNS,
    defaultValue: String(defaultValue),
    help: "De quanto em quanto tempo, de 5 a 1440 minutos; não depende do intervalo da integração",
  });

/** Rows of named columns, edited in a window: a file's layout, a map of fields. Read with `readTable`. */
export const table = <const Key extends string>(
  key: Key,
  label: string,
  extra: Extra & { columns: readonly TableColumn[] },
): SettingSpec<Key> => spec("table")(key, label, { maxLength: 40_000, ...extra });

/** The Portuguese sentence that says what is wrong with a value; null when nothing is. */
export function refuseSetting(setting: SettingSpec, value: string): string | null {
  const label = `“${setting.label}”`;
  if (value.trim() === "" && (value === "" || setting.kind !== "secret"))
    return setting.required ? `Preencha ${label}.` : null;
  if (value.length > setting.maxLength)
    return `${label} aceita no máximo ${setting.maxLength} caracteres.`;
  if (setting.kind === "table")
    return refuseRows(setting, value, label) ?? setting.refuse?.(value) ?? null;
  const controls = setting.lines ? /[^\P{Cc}\r\n\t]/u : /[\u0000-\u001f\u007f]/;
  if (setting.lines && controls.test(value))
    return `${label} não pode ter caracteres de controle. Informe o texto do arquivo (PEM), não o arquivo binário.`;
  if (controls.test(value))
    return `${label} não pode ter quebras de linha nem caracteres de controle.`;
  return refuseKind(setting, value, label) ?? setting.refuse?.(value) ?? null;
}

function refuseRows(setting: SettingSpec, value: string, label: string): string | null {
  const sentence = refuseTable(setting.columns ?? [], value);
  return sentence && `${label}, ${sentence}`;
}

function refuseKind(setting: SettingSpec, value: string, label: string): string | null {
  switch (setting.kind) {
    case "integer": {
      const number = Number(value);
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
      return /^-?\d+$/.test(value) && number >= min && number <= max
        ? null
        : `${label} deve ser um número inteiro de ${min} a ${max}.`;
    }
    case "url":
      return isPlainAddress(value)
        ? null
        : `${label} deve ser um endereço http:// ou https:// completo, sem usuário e senha.`;
    case "host":
      return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)
        ? null
        : `${label} deve ser um nome de servidor, sem http:// nem barras.`;
    case "email":
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
        ? null
        : `${label} deve ser um endereço de e-mail.`;
    case "choice":
      return setting.options?.some((option) => option.value === value)
        ? null
        : `Escolha uma das opções de ${label}.`;
    case "toggle":
      return value === "sim" || value === "nao" ? null : `${label} deve ser sim ou não.`;
    default:
      return null;
  }
}

/** http or https without credentials in it, which would end up in logs. */
function isPlainAddress(value: string): boolean {
  const address = /\s/.test(value) ? null : URL.parse(value);
  return (
    address !== null &&
    /^https?:$/.test(address.protocol) &&
    address.username === "" &&
    address.password === ""
  );
}
