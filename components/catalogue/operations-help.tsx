import { Badge } from "../ui/badge.tsx";
import type { ConnectorHelp } from "@/lib/admin/integrations/read-catalogue.ts";
import { describeCoverage } from "@/lib/core/schedule.ts";
import { DirectionIcon, describeDirection } from "./direction-icon.tsx";
import { describeRhythm } from "./type-words.ts";

/** What travels, which way, when, and of which days: a list, because four columns of sentences fit no phone. */
export function OperationsHelp({ operations }: { operations: ConnectorHelp["operations"] }) {
  return (
    <ul aria-label="Operações" className="grid gap-3 text-sm sm:grid-cols-2 sm:gap-x-8">
      {operations.map(({ name, label, kind, schedule, period, manual, confirms }) => (
        <li key={name} className="flex items-start gap-2">
          <DirectionIcon kind={kind} />
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-1.5 font-medium">
              {label}
              {manual && <Badge tone="accent">Executar integração</Badge>}
            </p>
            <p>
              {describeDirection(kind, confirms)} {describeRhythm(schedule)}
            </p>
            <p className="text-muted-foreground">Movimento: {describeCoverage(period)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
