import Link from "next/link";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import type { CatalogueCard } from "@/lib/admin/integrations/read-catalogue.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { ConnectorIcon } from "./connector-icon.tsx";
import { ContractBadge } from "./contract-badge.tsx";
import { DirectionIcon, describeDirection } from "./direction-icon.tsx";
import { describeRhythm, TRANSPORT } from "./type-words.ts";

const formatUses = (uses: number) => formatCount(uses, "integração", "integrações");

/** One type of integration: what it is, how sure we are, what travels and when, and how many use it. */
export function TypeCard({ type, mayRegister }: { type: CatalogueCard; mayRegister: boolean }) {
  return (
    <li className="flex flex-col gap-3 rounded-lg border bg-card p-4">
      <div className="flex items-start gap-3">
        <ConnectorIcon path={type.icon} />
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold">
            <Link href={`/catalogo/${type.id}`} className="rounded-sm hover:underline">
              {type.name}
            </Link>
          </h2>
          <div className="mt-1 flex flex-wrap items-center gap-1.5">
            <ContractBadge contract={type.contract} />
            <Badge>{TRANSPORT[type.transport] ?? type.transport}</Badge>
          </div>
        </div>
      </div>
      <p className="text-sm text-muted-foreground">{type.summary}</p>
      {type.contract === "generic" && (
        <p className="text-xs text-muted-foreground">{type.contractLabel}</p>
      )}
      <ul className="flex flex-col gap-1 text-sm" aria-label={`Dados de ${type.name}`}>
        {type.operations.map(({ name, label, schedule, kind }) => (
          <li key={name} className="flex items-start gap-2">
            <DirectionIcon kind={kind} />
            <span>
              <span className="sr-only">{describeDirection(kind)}: </span>
              <span className="font-medium">{label}</span>{" "}
              <span className="text-muted-foreground">{describeRhythm(schedule)}</span>
            </span>
          </li>
        ))}
      </ul>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-2 pt-1">
        {type.uses > 0 ? (
          <Link
            href={`/integracoes?f.type=${encodeURIComponent(type.id)}`}
            className="inline-flex min-h-6 items-center rounded-sm text-sm text-primary hover:underline"
            aria-label={`${formatUses(type.uses)} de ${type.name}`}
          >
            {formatUses(type.uses)}
          </Link>
        ) : (
          <span className="text-sm text-muted-foreground">Nenhuma integração ainda</span>
        )}
        <span className="flex flex-wrap gap-2">
          <Button asChild variant="ghost" size="sm">
            <Link href={`/catalogo/${type.id}`} aria-label={`Ajuda de ${type.name}`}>
              Ajuda
            </Link>
          </Button>
          {mayRegister && (
            <Button asChild variant="outline" size="sm">
              <Link
                href={`/integracoes/nova?tipo=${encodeURIComponent(type.id)}`}
                aria-label={`Cadastrar integração ${type.name}`}
              >
                Cadastrar
              </Link>
            </Button>
          )}
        </span>
      </div>
    </li>
  );
}
