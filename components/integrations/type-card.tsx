import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { CatalogueEntry } from "@/lib/admin/integrations/catalogue.ts";
import { describeSchedule, type ScheduleRule } from "@/lib/core/schedule.ts";

const TRANSPORT: Record<string, string> = { ftp: "FTP", sftp: "SFTP", rest: "API REST" };

const tellSchedule = (rule: ScheduleRule) => (rule.kind === "interval" ? "no intervalo da integração" : describeSchedule(rule, 0));

/** One type of integration: what it is, how sure we are, what it does and what it asks for. */
export function TypeCard({ type, mayRegister }: { type: CatalogueEntry; mayRegister: boolean }) {
  return (
    <li className="flex flex-col gap-3 rounded-lg border bg-card p-4">
      <div>
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-base font-semibold">{type.name}</h2>
          <Badge>{TRANSPORT[type.transport] ?? type.transport}</Badge>
          <Badge tone="outline">{type.contractLabel}</Badge>
        </div>
        <p className="mt-1 text-sm text-muted-foreground">{type.summary}</p>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm max-sm:grid-cols-1">
        {type.operations.map(({ name, label, schedule, kind }) => (
          <div key={name} className="contents">
            <dt className="font-medium">{label}</dt>
            <dd className="text-muted-foreground">
              {kind === "collect" ? "recebe" : "envia"} {tellSchedule(schedule)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-sm">
        <span className="font-medium">Pede: </span>
        <span className="text-muted-foreground">{type.settings.map(({ label, required }) => (required ? label : `${label} (opcional)`)).join(", ")}</span>
      </p>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-2 pt-1">
        <span className="text-sm text-muted-foreground">{type.manualMaxDays === null ? "Só execução automática" : `Permite “Executar integração” de até ${type.manualMaxDays} dias`}</span>
        {mayRegister && (
          <Button asChild variant="outline" size="sm">
            <Link href={`/integracoes/nova?tipo=${encodeURIComponent(type.id)}`} aria-label={`Cadastrar integração ${type.name}`}>
              Cadastrar integração
            </Link>
          </Button>
        )}
      </div>
    </li>
  );
}
