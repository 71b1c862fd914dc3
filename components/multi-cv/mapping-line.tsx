"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { Fragment, type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Select } from "../ui/select.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { MappingRow } from "@/lib/admin/multi-cv/list-mappings.ts";
import { MATCH_LABEL } from "@/lib/multi-cv/words/mappings.ts";

interface MappingLineProps {
  row: MappingRow;
  choices: readonly { id: string; name: string }[];
  timeZone: string;
  /** null where the profile does not allow it. */
  confirm:
    | ((input: {
        id: number;
        version: number;
        targetId: string | null;
      }) => Promise<Outcome<unknown>>)
    | null;
  onDone: () => void;
  onProblem: (text: ReactNode) => void;
}

const cell = "px-4 py-2 align-top max-sm:block max-sm:px-4 max-sm:py-1";

/** One thing to map: what the hub proposes, the candidates where there are several, and a person's word. */
export function MappingLine({
  row,
  choices,
  timeZone,
  confirm,
  onDone,
  onProblem,
}: MappingLineProps) {
  const [chosen, setChosen] = useState(row.targetId ?? "");
  const [busy, setBusy] = useState(false);
  const confirmed = row.confirmedAt !== null;
  const several = !confirmed && row.candidates.length > 1;

  async function save(targetId: string | null) {
    if (!confirm) return;
    setBusy(true);
    const outcome = await confirm({ id: row.id, version: row.version, targetId }).catch(() => null);
    setBusy(false);
    if (!outcome?.ok)
      onProblem(
        outcome
          ? describeProblem(outcome.problem)
          : "Não foi possível falar com o servidor. Nada foi alterado. Tente novamente.",
      );
    onDone();
  }
  // The candidates first, so that they are not looked for among a hundred.
  const likely = row.candidates.map(({ id, name }) => ({ value: id, label: `${name} · ${id}` }));
  const rest = choices
    .filter(({ id }) => !row.candidates.some((one) => one.id === id))
    .map(({ id, name }) => ({ value: id, label: `${name} · ${id}` }));
  return (
    <tr className="border-t max-sm:block max-sm:py-2">
      <th scope="row" className={`${cell} text-left font-medium wrap-anywhere`}>
        {row.sourceName || row.sourceKey}
        <span className="block text-xs font-normal text-muted-foreground">{row.sourceKey}</span>
      </th>
      <td className={cell}>
        {confirm ? (
          <Select
            aria-label={`Valor de ${row.sourceName || row.sourceKey}`}
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            className="h-8 min-w-52"
            placeholder="Escolha…"
            options={[...likely, ...rest]}
          />
        ) : (
          row.targetName || <span className="text-muted-foreground">–</span>
        )}
        {several && (
          <span className="mt-1 block text-xs text-pending">
            {row.candidates.length} sugestões:{" "}
            {row.candidates.map(({ id, name, by }, index) => (
              <Fragment key={id}>
                {index > 0 && " ou "}
                <Tooltip text={`sugerido ${MATCH_LABEL[by]}`}>
                  <span tabIndex={0}>{name}</span>
                </Tooltip>
              </Fragment>
            ))}
          </span>
        )}
      </td>
      <td className={cell}>
        {confirmed ? (
          <>
            <Badge tone="done">
              <CircleCheck aria-hidden /> Confirmado
            </Badge>
            <span className="mt-0.5 block text-xs text-muted-foreground">
              por {row.confirmedBy}{" "}
              <RelativeTime value={row.confirmedAt ?? ""} timeZone={timeZone} short />
            </span>
          </>
        ) : (
          <>
            <Badge tone="pending">
              <TriangleAlert aria-hidden /> {row.targetId ? "Proposto" : "Sem valor"}
            </Badge>
            {row.targetId && row.matchedBy && (
              <span className="mt-0.5 block text-xs text-muted-foreground">
                sugerido {MATCH_LABEL[row.matchedBy]}
              </span>
            )}
          </>
        )}
      </td>
      <td className={`${cell} sm:text-right`}>
        {confirm && (!confirmed || chosen !== row.targetId) && (
          <Button
            size="sm"
            busy={busy}
            disabled={chosen === ""}
            aria-label={`Confirmar ${row.sourceName || row.sourceKey}`}
            onClick={() => void save(chosen)}
          >
            Confirmar
          </Button>
        )}
        {confirm && confirmed && chosen === row.targetId && (
          <Button
            size="sm"
            variant="ghost"
            busy={busy}
            aria-label={`Desfazer ${row.sourceName || row.sourceKey}`}
            onClick={() => void save(null)}
          >
            Desfazer
          </Button>
        )}
      </td>
    </tr>
  );
}
