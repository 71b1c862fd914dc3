"use client";

import { CircleAlert, CircleCheck, CircleDashed, Pencil } from "lucide-react";
import { useState } from "react";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { SetupSystem } from "@/lib/admin/multi-cv/read-setup.ts";
import type { EnvironmentRow } from "@/lib/admin/multi-cv/environment-row.ts";

const ACCESS = {
  ok: { word: "Acesso confirmado", tone: "done", icon: CircleCheck },
  wrong: { word: "Acesso recusado", tone: "failed", icon: CircleAlert },
  never: { word: "Não testado", tone: "neutral", icon: CircleDashed },
  stale: { word: "Teste novamente", tone: "pending", icon: CircleDashed },
} as const;

/** The systems that are registered, each with its credential's last test and a button that tests it. */
export function SetupSystems({
  systems,
  timeZone,
  test,
  onEdit,
}: {
  systems: readonly SetupSystem[];
  timeZone: string;
  /** null where the profile does not allow it. */
  test: ((system: SetupSystem) => Promise<void>) | null;
  onEdit: ((environment: EnvironmentRow) => void) | null;
}) {
  const [busy, setBusy] = useState<number | null>(null);
  if (systems.length === 0) return null;
  return (
    <ul className="divide-y rounded-md border" aria-label="Sistemas cadastrados">
      {systems.map((system) => {
        const { environment, access, checkedAt } = system;
        const { word, tone, icon: Icon } = ACCESS[access];
        return (
          <li
            key={environment.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2 text-sm"
          >
            <span className="min-w-0 flex-1 basis-48">
              <span className="font-medium">{environment.name}</span>{" "}
              <span className="font-mono text-xs wrap-anywhere text-muted-foreground">
                {environment.host}
              </span>
            </span>
            <Badge tone={tone}>
              <Icon aria-hidden /> {word}
            </Badge>
            <span className="min-w-20 text-muted-foreground">
              {checkedAt && <RelativeTime value={checkedAt} timeZone={timeZone} short />}
            </span>
            {test && onEdit && (
              <span className="flex gap-2">
                <Button
                  size="sm"
                  variant="outline"
                  busy={busy === environment.id}
                  aria-label={`Testar ${environment.name}`}
                  onClick={() => {
                    setBusy(environment.id);
                    void test(system).finally(() => setBusy(null));
                  }}
                >
                  Testar
                </Button>
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Editar ${environment.name}`}
                  onClick={() => onEdit(environment)}
                >
                  <Pencil aria-hidden />
                </Button>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
