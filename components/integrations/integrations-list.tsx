"use client";

import { ListChecks, Pencil, Play, Power, PowerOff, ScrollText, Eye } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import { fetchGridPage } from "../data-grid/fetch-grid-page.ts";
import type { RowAction } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { IntegrationListRow } from "@/lib/admin/integrations/list-integrations.ts";
import type { GridPage, GridQuery } from "@/lib/core/grid.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { isRunningOffer, RunningQuestion } from "./running-question.tsx";
import { listColumns, type ListState } from "./integration-columns.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/** Props of {@link IntegrationsList}: what the person may do decides what is shown. */
export interface IntegrationsListProps {
  initial: GridPage<IntegrationListRow>;
  types: ReadonlyArray<{ id: string; name: string }>;
  /** Present for agents who look at more than one client. */
  organizations: ReadonlyArray<{ id: number; name: string }> | null;
  timeZone: string;
  may: { edit: boolean; run: boolean; logs: boolean; register: boolean };
  /** Just registered: marked in the list. */
  registered: number | null;
  setActive: (
    id: number,
    active: boolean,
    running?: "finish" | "stop",
  ) => Promise<Outcome<{ active: boolean }>>;
}

interface Banner {
  tone: "success" | "error";
  title: ReactNode;
  undo?: IntegrationListRow;
  /** Where the missing values are. */
  fix?: number;
}

/** The list "Integrações". */
export function IntegrationsList({
  initial,
  types,
  organizations,
  timeZone,
  may,
  registered,
  setActive,
}: IntegrationsListProps) {
  const [banner, setBanner] = useState<Banner | null>(
    registered === null ? null : { tone: "success", title: "Integração cadastrada com sucesso." },
  );
  const [asked, setAsked] = useState<{ row: IntegrationListRow; message: string } | null>(null);
  // Shown at once; the server's answer confirms it or takes it back.
  const [hoped, setHoped] = useState<ReadonlyMap<number, ListState>>(new Map());
  const confirmed = useRef(new Set<number>());
  const source = useCallback(async (query: GridQuery, signal: AbortSignal) => {
    const known = new Set(confirmed.current);
    const page = await fetchGridPage<IntegrationListRow>("/api/integrations", query, signal);
    // What was confirmed before this reading is in it: from here on the server's word stands again.
    if (known.size > 0) setHoped((now) => new Map([...now].filter(([id]) => !known.has(id))));
    for (const id of known) confirmed.current.delete(id);
    return page;
  }, []);
  const columns = useMemo(
    () => listColumns({ types, organizations, timeZone, registered, hoped }),
    [types, organizations, timeZone, registered, hoped],
  );

  async function change(
    row: IntegrationListRow,
    active: boolean,
    isUndo = false,
    running?: "finish" | "stop",
  ) {
    setBanner(null);
    setAsked(null);
    setHoped((now) => new Map(now).set(row.id, active ? "active" : "inactive"));
    const outcome = await setActive(row.id, active, running).catch(() => null);
    if (outcome?.ok) {
      confirmed.current.add(row.id);
      const branches = formatCount(row.branchCount, "filial", "filiais");
      const title = active
        ? `“${row.description}” ativada: ${branches} no próximo horário.`
        : `“${row.description}” inativada: ${branches} deixam de ser enviadas.`;
      setBanner({
        tone: "success",
        title: isUndo
          ? `Alteração desfeita: “${row.description}” está ${active ? "ativa" : "inativa"}.`
          : title,
        undo: isUndo ? undefined : row,
      });
      refreshGrid("integracoes");
    } else {
      setHoped((now) => new Map([...now].filter(([id]) => id !== row.id)));
      if (outcome && isRunningOffer(outcome.problem.offer))
        return setAsked({ row, message: outcome.problem.message });
      setBanner({
        tone: "error",
        title: outcome
          ? describeProblem(outcome.problem)
          : "O servidor não respondeu e a situação não foi alterada. Tente novamente.",
        fix: outcome?.problem.fields ? row.id : undefined,
      });
    }
  }

  function actionsOf(row: IntegrationListRow): RowAction[] {
    const open = `/integracoes/${row.id}`;
    const state = hoped.get(row.id) ?? row.state;
    const actions: RowAction[] = [
      may.edit
        ? { label: "Editar", icon: <Pencil />, href: open }
        : { label: "Visualizar", icon: <Eye />, href: open },
    ];
    if (may.run && row.maxDays !== null && state === "active")
      actions.push({ label: "Executar integração", icon: <Play />, href: `${open}?executar=sim` });
    actions.push({ label: "Tarefas", icon: <ListChecks />, href: `${open}/tarefas` });
    if (may.logs)
      actions.push({ label: "Logs da integração", icon: <ScrollText />, href: `${open}/logs` });
    if (may.edit && state === "active")
      actions.push({
        label: "Inativar",
        icon: <PowerOff />,
        onSelect: () => void change(row, false),
      });
    else if (may.edit)
      actions.push({ label: "Ativar", icon: <Power />, onSelect: () => void change(row, true) });
    return actions;
  }

  return (
    <div className="flex flex-col gap-3">
      {banner && (
        <Alert
          tone={banner.tone}
          title={banner.title}
          onDismiss={() => setBanner(null)}
          action={
            banner.undo ? (
              <Button
                variant="outline"
                size="sm"
                onClick={() =>
                  banner.undo &&
                  void change(
                    banner.undo,
                    (hoped.get(banner.undo.id) ?? banner.undo.state) !== "active",
                    true,
                  )
                }
              >
                Desfazer
              </Button>
            ) : banner.fix ? (
              <Button asChild variant="outline" size="sm">
                <Link href={`/integracoes/${banner.fix}/configuracoes`}>Abrir configurações</Link>
              </Button>
            ) : undefined
          }
        />
      )}
      {asked && (
        <RunningQuestion
          message={asked.message}
          onChoose={(choice) => void change(asked.row, false, false, choice)}
          onDismiss={() => setAsked(null)}
        />
      )}
      <DataGrid<IntegrationListRow>
        name="integracoes"
        label="Integrações"
        source={source}
        initial={initial}
        columns={columns}
        rowId={(row) => String(row.id)}
        rowLabel={(row) => row.description}
        rowHref={(row) => `/integracoes/${row.id}`}
        rowActions={actionsOf}
        searchPlaceholder="Pesquisar integrações"
        live={20_000}
        empty={
          <EmptyState
            title="Nenhuma integração ainda"
            action={
              may.register && (
                <>
                  <Button asChild>
                    <Link href="/integracoes/nova">Cadastrar integração</Link>
                  </Button>
                  <Button asChild variant="outline">
                    <Link href="/reservas/configurar">Configurar o Multi CV</Link>
                  </Button>
                </>
              )
            }
          >
            {may.register
              ? "Cadastre a primeira integração: escolha o parceiro, as filiais e o intervalo."
              : "Quando um agente de Suporte cadastrar uma integração para sua empresa, ela aparece aqui."}
          </EmptyState>
        }
      />
    </div>
  );
}
