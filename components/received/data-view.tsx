import type { ReactNode } from "react";
import { formatReais } from "@/lib/core/money.ts";
import { formatName, formatText } from "@/lib/core/received-words.ts";

const DEEPEST = 8;

/**
 * Any JSON value as a readable tree of names and values, in Portuguese where the words are known;
 * all of it text, nothing interpreted.
 */
export function DataView({ value, depth = 0 }: { value: unknown; depth?: number }): ReactNode {
  if (value === null || value === undefined || value === "")
    return <span className="text-muted-foreground">não preenchido</span>;
  if (typeof value === "boolean") return value ? "sim" : "não";
  if (typeof value === "number")
    return (
      <span className="tabular-nums">
        {value.toLocaleString("pt-BR", { maximumFractionDigits: 6 })}
      </span>
    );
  if (typeof value === "string")
    return <span className="wrap-anywhere whitespace-pre-wrap">{formatText(value)}</span>;
  if (depth >= DEEPEST)
    return <code className="font-mono text-xs wrap-anywhere">{JSON.stringify(value)}</code>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="text-muted-foreground">nenhum</span>;
    return (
      <ol className="flex flex-col gap-1.5">
        {value.map((item, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a value never changes while it is shown
          <li key={index} className="border-l pl-3">
            <DataView value={item} depth={depth + 1} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1.5 text-sm max-sm:grid-cols-1 max-sm:gap-y-0.5">
      {Object.entries(value as Record<string, unknown>).map(([name, item]) => (
        <div key={name} className="contents">
          <dt className="text-muted-foreground max-sm:mt-1.5">{formatName(name)}</dt>
          <dd className="min-w-0">
            {name.endsWith("Cents") && typeof item === "number" ? (
              <span className="tabular-nums">{formatReais(item)}</span>
            ) : (
              <DataView value={item} depth={depth + 1} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
