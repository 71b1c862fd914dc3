import { Badge } from "../ui/badge.tsx";
import type { CatalogueSetting } from "@/lib/admin/integrations/catalogue.ts";
import type { TableColumn } from "@/lib/core/setting-table.ts";
import { describeDefault, describeKind } from "./type-words.ts";

/** Every key of a type, explained: what it is, where it comes from, what may be written into it. */
export function SettingsHelp({ settings }: { settings: readonly CatalogueSetting[] }) {
  if (settings.length === 0)
    return (
      <p className="text-sm text-muted-foreground">Este tipo não tem chaves de configuração.</p>
    );
  return (
    <dl className="divide-y">
      {settings.map((setting) => {
        const fallback = describeDefault(setting);
        return (
          <div
            key={setting.key}
            id={`chave-${setting.key}`}
            className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[minmax(11rem,1fr)_2fr]"
          >
            <dt>
              <span className="block text-sm font-medium">{setting.label}</span>
              <code className="font-mono text-xs wrap-anywhere text-muted-foreground">
                {setting.key}
              </code>
            </dt>
            <dd className="flex min-w-0 flex-col gap-1 text-sm">
              {setting.help && (
                <span className="wrap-anywhere">{setting.help.replace(/\.$/, "")}.</span>
              )}
              <span className="wrap-anywhere text-muted-foreground">
                Aceita {describeKind(setting)}.{fallback !== null && ` Valor inicial: ${fallback}.`}
              </span>
              {setting.columns?.map(
                (column) =>
                  column.suggestions && (
                    <FieldNames
                      key={column.key}
                      suggestions={column.suggestions}
                      columns={setting.columns ?? []}
                    />
                  ),
              )}
              <span className="flex flex-wrap gap-1.5">
                <Badge tone={setting.required ? "accent" : "neutral"}>
                  {setting.required ? "Obrigatória" : "Opcional"}
                </Badge>
                {setting.perBranch && <Badge tone="outline">Um valor por filial</Badge>}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** The names that a table's cells may hold, so that nobody has to guess them. */
function FieldNames({
  suggestions: { by, values },
  columns,
}: {
  suggestions: NonNullable<TableColumn["suggestions"]>;
  columns: readonly TableColumn[];
}) {
  const labels = columns.find(({ key }) => key === by)?.options ?? [];
  return (
    <details>
      <summary className="w-fit rounded-sm py-0.5 text-primary hover:underline">
        Ver os campos do Enlace
      </summary>
      <dl className="mt-1 flex flex-col gap-2">
        {Object.entries(values).map(([name, fields]) => (
          <div key={name}>
            <dt className="font-medium">
              {labels.find(({ value }) => value === name)?.label ?? name}
            </dt>
            <dd className="font-mono text-xs leading-5 wrap-anywhere text-muted-foreground">
              {fields.join(", ")}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
