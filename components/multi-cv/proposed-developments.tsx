"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import type { SetupSystem, SetupView } from "@/lib/admin/multi-cv/read-setup.ts";
import { formatCount } from "@/lib/core/format-count.ts";

const SHOWN = 8;

/** The Hub's developments that are not registered: those with one namesake, to be taken over at once, and the rest. */
export function ProposedDevelopments({
  developments: { proposals, unmatched },
  systems,
  adopt,
}: {
  developments: SetupView["developments"];
  systems: readonly SetupSystem[];
  adopt: (hubDevelopmentIds: string[]) => Promise<void>;
}) {
  const [busy, setBusy] = useState(false);
  if (proposals.length === 0 && unmatched.length === 0) return null;
  const nameOf = (id: number) =>
    systems.find(({ environment }) => environment.id === id)?.environment.name ?? "";
  return (
    <div className="flex flex-col gap-3 text-sm">
      {proposals.length > 0 && (
        <>
          <ul className="divide-y rounded-md border" aria-label="Empreendimentos sugeridos">
            {proposals.slice(0, SHOWN).map((one) => (
              <li
                key={one.hubDevelopmentId}
                className="flex flex-wrap justify-between gap-x-4 px-3 py-1.5"
              >
                <span className="font-medium">{one.hubName}</span>
                <span className="text-muted-foreground">
                  {nameOf(one.environmentId)}, código {one.terminalDevelopmentId} ·{" "}
                  {one.siengeEnterpriseId
                    ? `Sienge ${one.siengeEnterpriseId}`
                    : "sem correspondente no Sienge"}
                </span>
              </li>
            ))}
            {proposals.length > SHOWN && (
              <li className="px-3 py-1.5 text-muted-foreground">
                e mais {(proposals.length - SHOWN).toLocaleString("pt-BR")}
              </li>
            )}
          </ul>
          <Button
            size="sm"
            variant="outline"
            className="w-fit"
            busy={busy}
            onClick={() => {
              setBusy(true);
              void adopt(proposals.map(({ hubDevelopmentId }) => hubDevelopmentId)).finally(() =>
                setBusy(false),
              );
            }}
          >
            Cadastrar{" "}
            {formatCount(proposals.length, "empreendimento sugerido", "empreendimentos sugeridos")}
          </Button>
        </>
      )}
      {unmatched.length > 0 && (
        <p className="text-muted-foreground">
          Sem correspondente único nos terminais: {unmatched.slice(0, SHOWN).join(", ")}
          {unmatched.length > SHOWN && ` e mais ${unmatched.length - SHOWN}`}. Cadastre em
          Empreendimentos os que devem ser transferidos.
        </p>
      )}
    </div>
  );
}
