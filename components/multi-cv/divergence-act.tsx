"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import type { DivergenceRow } from "@/lib/admin/multi-cv/reconciliation.ts";
import type { Divergence } from "@/lib/multi-cv/words/divergences.ts";

/** What a person does about a divergence: ask for a run that looks again, or go where it is put right. */
export type DivergenceAct =
  | { label: string; review: "situation" | "changes" }
  | { label: string; href: string };

const REVIEWS: Partial<Record<Divergence, "situation" | "changes">> = {
  situation: "situation",
  missing_in_hub: "situation",
  missing_in_terminal: "situation",
  missing_in_sienge: "situation",
  value: "changes",
  unit: "changes",
  people: "changes",
};

/** The act that belongs to a divergence. Two sales of one unit, and what nobody follows, are only opened. Pure. */
export function findAct(
  row: Pick<DivergenceRow, "kind" | "subjectId" | "unit" | "contractNumber">,
  integrationId: number,
): DivergenceAct {
  const of = `integracao=${integrationId}`;
  if (row.kind === "wrong_place")
    return { label: "Conferir empreendimentos", href: `/reservas/empreendimentos?${of}` };
  if (row.subjectId === null)
    return {
      label: "Procurar a reserva",
      href: `/reservas?${of}&busca=${encodeURIComponent(row.unit || (row.contractNumber ?? ""))}`,
    };
  const review = REVIEWS[row.kind as Divergence];
  if (review === "situation") return { label: "Revisar a situação", review };
  if (review === "changes") return { label: "Conferir e decidir", review };
  return { label: "Abrir a reserva", href: `/reservas/${row.subjectId}` };
}

/** The act as a button beside its divergence. */
export function DivergenceActButton({
  row,
  integrationId,
  review,
}: {
  row: DivergenceRow;
  integrationId: number;
  /** null where the profile does not allow it. */
  review: ((row: DivergenceRow, of: "situation" | "changes") => Promise<void>) | null;
}) {
  const [busy, setBusy] = useState(false);
  const act = findAct(row, integrationId);
  const label = `${act.label}${row.hubId ? `: reserva ${row.hubId}` : ""}`;
  if ("href" in act)
    return (
      <Button size="sm" variant="outline" asChild>
        <Link href={act.href} aria-label={label}>
          {act.label}
        </Link>
      </Button>
    );
  if (!review) return null;
  return (
    <Button
      size="sm"
      variant="outline"
      busy={busy}
      aria-label={label}
      onClick={() => {
        setBusy(true);
        void review(row, act.review).finally(() => setBusy(false));
      }}
    >
      {act.label}
    </Button>
  );
}
