import { readTable, type TableColumn } from "@/lib/core/setting-table.ts";
import { type SettingSpec, table } from "../settings.ts";

/** A record on its way: values as JSON takes them. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** The fields of one resource, those of its lists with a point: `itens.ean`. */
export interface MappedResource<Resource extends string = string> {
  resource: Resource;
  label: string;
  fields: readonly string[];
}

const columnsOf = (resources: readonly MappedResource[]): TableColumn[] => [
  {
    key: "recurso",
    label: "Recurso",
    kind: "choice",
    required: true,
    options: resources.map(({ resource, label }) => ({ value: resource, label })),
  },
  {
    key: "campo",
    label: "Campo do Enlace",
    kind: "text",
    required: true,
    suggestions: {
      by: "recurso",
      values: Object.fromEntries(resources.map(({ resource, fields }) => [resource, fields])),
    },
  },
  { key: "nome", label: "Nome no parceiro", kind: "text" },
];

/**
 * The setting with which support gives fields the names of the client's contract; a row without a
 * name leaves its field out.
 */
export function fieldMapSetting(resources: readonly MappedResource[]): SettingSpec<"mapa_campos"> {
  const columns = columnsOf(resources);
  return table("mapa_campos", "Nomes dos campos", {
    columns,
    required: false,
    help: "Somente os campos que no contrato do parceiro têm outro nome; sem nome, o campo não é enviado. Campos de listas levam um ponto: itens.ean",
    refuse: (value) => {
      for (const { recurso, campo } of readTable(columns, value)) {
        const { label = recurso, fields: known = [] } =
          resources.find(({ resource }) => resource === recurso) ?? {};
        if (!known.includes(campo ?? ""))
          return `Em “Nomes dos campos”, “${label}” não tem o campo “${campo}”. Os campos são: ${known.join(", ")}.`;
      }
      return null;
    },
  });
}

/** What gives the records of a resource the partner's names. Without rows for it, records stay as they are. */
export function readFieldMap(value: string, resource: string): (record: WireRecord) => WireRecord {
  const names = new Map<string, string>();
  for (const { recurso, campo, nome } of readTable(columnsOf([]), value))
    if (recurso === resource && campo) names.set(campo, nome ?? "");
  if (names.size === 0) return (record) => record;
  const rename = (record: WireRecord, prefix: string): WireRecord => {
    const renamed: Record<string, unknown> = {};
    for (const [field, content] of Object.entries(record)) {
      const name = names.get(prefix + field) ?? field;
      if (name === "") continue;
      renamed[name] = Array.isArray(content)
        ? content.map((one: unknown) => (isRecord(one) ? rename(one, `${prefix}${field}.`) : one))
        : content;
    }
    return renamed;
  };
  return (record) => rename(record, "");
}

/** The way back: gives what the partner calls by its own names the hub's. */
export function readIncomingMap(value: string, resource: string): (record: unknown) => unknown {
  const fields = new Map<string, string>();
  for (const { recurso, campo = "", nome } of readTable(columnsOf([]), value)) {
    // Only the last part of "itens.ean" is renamed there; its list keeps the hub's place.
    const point = campo.lastIndexOf(".");
    if (recurso === resource && nome)
      fields.set(`${campo.slice(0, point + 1)}${nome}`, campo.slice(point + 1));
  }
  if (fields.size === 0) return (record) => record;
  const rename = (record: WireRecord, prefix: string): WireRecord =>
    Object.fromEntries(
      Object.entries(record).map(([name, content]) => {
        const field = fields.get(prefix + name) ?? name;
        return [
          field,
          Array.isArray(content)
            ? content.map((one: unknown) =>
                isRecord(one) ? rename(one, `${prefix}${field}.`) : one,
              )
            : content,
        ];
      }),
    );
  return (record) => (isRecord(record) ? rename(record, "") : record);
}

const isRecord = (value: unknown): value is WireRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);
