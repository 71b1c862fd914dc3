"use client";

import { BadgePercent, Check, CheckCheck, Undo2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { useGridUrl } from "../data-grid/use-grid-url.ts";
import { Alert } from "../ui/alert.tsx";
import { Button, buttonVariants } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { AppliedPrices } from "@/lib/admin/prices/apply-prices.ts";
import type { SuggestionRow } from "@/lib/admin/prices/list-price-suggestions.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { type Day, formatDay } from "@/lib/core/period.ts";
import { mayApply } from "@/lib/core/price-verdict.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { ApplyDialog, type ApplyActions, type Chosen, type PriceScope } from "./apply-dialog.tsx";
import { SUGGESTION_COLUMNS } from "./suggestion-columns.tsx";
import { UndoDialog, type UndoAction } from "./undo-dialog.tsx";
import { VariationDialog } from "./variation-dialog.tsx";

/** What the screen asks of the server. */
export interface PriceActions extends ApplyActions {
  undo: UndoAction;
  setMaxVariation: (input: {
    organizationId: number | null;
    percent: string;
  }) => Promise<Outcome<{ percent: number }>>;
}

/** Props of {@link SuggestionsScreen}. */
export interface SuggestionsScreenProps {
  scope: PriceScope;
  initial: GridPage<SuggestionRow>;
  maxVariationPercent: number;
  beyondLimits: boolean;
  /** Some key of the client's ERP may fetch what is applied. */
  fetchedByErp: boolean;
  /** The newest day on which the zone got suggestions. */
  lastReturn: Day | null;
  actions: PriceActions;
}

const GRID = "precos-sugeridos";
const rowId = (row: SuggestionRow) => row.code;

/** The suggestions of a zone: choose, plan, apply; what was just applied can be undone at once. */
export function SuggestionsScreen({
  scope,
  initial,
  maxVariationPercent,
  beyondLimits,
  fetchedByErp,
  lastReturn,
  actions,
}: SuggestionsScreenProps) {
  const router = useRouter();
  const [query] = useGridUrl("");
  const [selected, setSelected] = useState<string[]>([]);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [applied, setApplied] = useState<AppliedPrices | null>(null);
  const [undoing, setUndoing] = useState<number | null>(null);
  const [report, setReport] = useState("");
  const [percentOpen, setPercentOpen] = useState(false);
  const url = useMemo(
    () =>
      `/api/prices/suggestions?${new URLSearchParams({ zona: scope.zoneCode, de: scope.first, ate: scope.last })}`,
    [scope],
  );
  const filtered = query.search !== "" || Object.keys(query.filters).length > 0;

  function again() {
    setSelected([]);
    refreshGrid(GRID);
    // The head's figures come from the server.
    router.refresh();
  }
  return (
    <div className="flex flex-col gap-3">
      {applied && (
        <Alert
          tone="success"
          title={`${formatCount(applied.prices, "preço aplicado", "preços aplicados")}.`}
          onDismiss={() => setApplied(null)}
          action={
            <Button variant="outline" size="sm" onClick={() => setUndoing(applied.id)}>
              <Undo2 aria-hidden /> Desfazer
            </Button>
          }
        >
          {formatCount(applied.products, "produto", "produtos")} em{" "}
          {formatCount(applied.branches, "filial", "filiais")}.{" "}
          {fetchedByErp
            ? "Disponíveis no caixa depois que o ERP os buscar."
            : "Aguardam no Enlace até que o ERP os busque."}{" "}
          <Link
            href={`/precos/aplicacoes/${applied.id}`}
            className="font-medium text-primary underline"
          >
            Ver aplicação {applied.id}
          </Link>
        </Alert>
      )}
      {report && (
        <Alert tone="info" onDismiss={() => setReport("")}>
          {report}
        </Alert>
      )}
      <DataGrid<SuggestionRow>
        name={GRID}
        label="Preços sugeridos"
        columns={SUGGESTION_COLUMNS}
        url={url}
        initial={initial}
        rowId={rowId}
        rowLabel={(row) => row.description}
        searchPlaceholder="Pesquisar produtos"
        selectable
        canSelect={(row) => mayApply(row.verdict, beyondLimits)}
        selectAllLabel="Selecionar todos os aplicáveis desta página"
        selection={selected}
        onSelectionChange={setSelected}
        toolbar={
          <>
            {beyondLimits && (
              <Button variant="ghost" size="sm" onClick={() => setPercentOpen(true)}>
                <BadgePercent aria-hidden /> Variação permitida: {maxVariationPercent}%
              </Button>
            )}
            <Button
              variant="outline"
              size="sm"
              onClick={() => setChosen({ all: { search: query.search, filters: query.filters } })}
            >
              <CheckCheck aria-hidden /> {filtered ? "Aplicar todos do filtro" : "Aplicar todos"}
            </Button>
            <Button
              size="sm"
              disabled={selected.length === 0}
              onClick={() => setChosen({ codes: selected })}
            >
              <Check aria-hidden /> Aplicar selecionados
            </Button>
          </>
        }
        empty={
          <EmptyState
            icon={<BadgePercent />}
            title="Nenhuma sugestão neste período"
            action={
              lastReturn && (
                <Link
                  href={`/precos?${new URLSearchParams({ zona: scope.zoneCode, de: lastReturn, ate: lastReturn })}`}
                  className={buttonVariants({ variant: "outline" })}
                >
                  Ver o retorno de {formatDay(lastReturn)}
                </Link>
              )
            }
          >
            A Proffer retorna os preços algumas horas depois de receber os arquivos do dia.{" "}
            {lastReturn
              ? "O último retorno desta zona é de outra data."
              : "Esta zona ainda não teve retorno."}
          </EmptyState>
        }
      />
      {chosen && (
        <ApplyDialog
          scope={scope}
          chosen={chosen}
          actions={actions}
          onClose={() => setChosen(null)}
          onApplied={(done) => {
            setChosen(null);
            setReport("");
            setApplied(done);
            again();
          }}
        />
      )}
      {undoing !== null && (
        <UndoDialog
          id={undoing}
          prices={applied?.prices ?? 0}
          undo={actions.undo}
          onClose={() => setUndoing(null)}
          onDone={(sentence) => {
            setUndoing(null);
            setApplied(null);
            setReport(sentence);
            again();
          }}
        />
      )}
      {percentOpen && (
        <VariationDialog
          percent={maxVariationPercent}
          submit={(percent) =>
            actions.setMaxVariation({ organizationId: scope.organizationId, percent })
          }
          onClose={() => setPercentOpen(false)}
          onDone={(percent) => {
            setPercentOpen(false);
            setReport(`Variação permitida: ${percent}%. As sugestões foram reavaliadas.`);
            again();
          }}
        />
      )}
    </div>
  );
}
