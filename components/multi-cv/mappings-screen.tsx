"use client";

import { CircleAlert, CircleCheck, RefreshCw } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useBanner } from "../forms/use-banner.tsx";
import { Alert } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Select } from "../ui/select.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { MappingsView } from "@/lib/admin/multi-cv/list-mappings.ts";
import type { EnvironmentChoice } from "@/lib/admin/multi-cv/read-flow-scope.ts";
import {
  isListedKind,
  isTypedKind,
  type ListedKind,
  MAPPING_KINDS,
  MAPPING_WORDS,
  type MappingKind,
  type TypedKind,
} from "@/lib/multi-cv/words/mappings.ts";
import { AddMapping } from "./add-mapping.tsx";
import { MappingLine } from "./mapping-line.tsx";
import { formatCount } from "@/lib/core/format-count.ts";

/** What the screen can do. */
export interface MappingActions {
  load: (input: {
    integrationId: number;
    environmentId: number;
    kind: ListedKind;
  }) => Promise<Outcome<{ found: number }>>;
  confirm: (input: {
    id: number;
    version: number;
    targetId: string | null;
  }) => Promise<Outcome<unknown>>;
  confirmCertain: (input: {
    integrationId: number;
    environmentId: number;
    kind: MappingKind;
  }) => Promise<Outcome<{ confirmed: number }>>;
  add: (input: {
    integrationId: number;
    environmentId: number;
    kind: TypedKind;
    sourceName: string;
    targetId: string;
  }) => Promise<Outcome<unknown>>;
}

interface MappingsScreenProps {
  integrationId: number;
  environments: EnvironmentChoice[];
  environmentId: number;
  kind: MappingKind;
  view: MappingsView;
  timeZone: string;
  picker: ReactNode;
  /** null where the profile does not allow it. */
  actions: MappingActions | null;
}

/** "Mapeamentos": what is numbered differently in each tenant, proposed by the hub and confirmed by a person. */
export function MappingsScreen({
  integrationId,
  environments,
  environmentId,
  kind,
  view,
  timeZone,
  picker,
  actions,
}: MappingsScreenProps) {
  const router = useRouter();
  const pathname = usePathname();
  const { banner, showBanner, act } = useBanner();
  const [busy, setBusy] = useState<"load" | "certain" | null>(null);
  const environment = environments.find(({ id }) => id === environmentId);
  const isHub = environment?.code === "hub";
  // The Hub maps only what its situations mean; everything else is mapped from it.
  const kinds = isHub ? MAPPING_KINDS.slice(0, 1) : MAPPING_KINDS;
  const open = view.rows.filter(({ confirmedAt }) => confirmedAt === null);
  const certain = open.filter(({ targetId }) => targetId !== null);
  const waiting = view.counts.reduce((sum, count) => sum + count.open, 0);
  const go = (next: { environment?: number; kind?: MappingKind }) =>
    router.push(
      `${pathname}?integracao=${integrationId}&ambiente=${next.environment ?? environmentId}&tipo=${next.kind ?? kind}`,
      { scroll: false },
    );

  async function run<Value>(
    what: "load" | "certain",
    work: Promise<Outcome<Value>>,
    done: (value: Value) => string,
  ) {
    setBusy(what);
    await act(work, (value) => showBanner("success", done(value)));
    setBusy(null);
    router.refresh();
  }
  const load = () =>
    actions &&
    isListedKind(kind) &&
    void run(
      "load",
      actions.load({ integrationId, environmentId, kind }),
      ({ found }) => `${formatCount(found, "item lido", "itens lidos")}.`,
    );
  return (
    <>
      <PageHead
        title="Mapeamentos"
        state={
          waiting === 0
            ? "Todos os itens carregados estão confirmados."
            : `${formatCount(
                waiting,
                "item aguarda confirmação e bloqueia as reservas que dependem dele",
                "itens aguardam confirmação e bloqueiam as reservas que dependem deles",
              )}.`
        }
        actions={picker}
      />
      {banner}
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <span className="w-56 max-w-full">
          <Select
            aria-label="Ambiente"
            value={String(environmentId)}
            onChange={(event) =>
              go({
                environment: Number(event.target.value),
                kind:
                  environments.find(({ id }) => String(id) === event.target.value)?.code === "hub"
                    ? "situation"
                    : kind,
              })
            }
            options={environments.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
        </span>
        <div className="ml-auto flex flex-wrap gap-2">
          {actions && certain.length > 0 && (
            <Button
              busy={busy === "certain"}
              onClick={() =>
                void run(
                  "certain",
                  actions.confirmCertain({ integrationId, environmentId, kind }),
                  ({ confirmed }) =>
                    `${formatCount(confirmed, "mapeamento confirmado", "mapeamentos confirmados")}.`,
                )
              }
            >
              <CircleCheck aria-hidden /> Confirmar os {certain.length.toLocaleString("pt-BR")}{" "}
              certos
            </Button>
          )}
          {actions && isListedKind(kind) && (
            <Button variant="outline" busy={busy === "load"} onClick={load}>
              <RefreshCw aria-hidden /> Carregar listas
            </Button>
          )}
        </div>
      </div>
      <nav
        aria-label="Tipos de mapeamento"
        className="mb-3 flex gap-1 overflow-x-auto border-b [scrollbar-width:none]"
      >
        {kinds.map((one) => {
          const count = view.counts.find(
            (found) => found.environmentId === environmentId && found.kind === one,
          );
          return (
            <button
              key={one}
              type="button"
              aria-current={one === kind ? "page" : undefined}
              onClick={() => go({ kind: one })}
              className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-3 text-sm text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2 pointer-coarse:h-11 aria-[current=page]:border-primary aria-[current=page]:font-medium aria-[current=page]:text-foreground"
            >
              {MAPPING_WORDS[one].label}
              {count && count.open > 0 && (
                <Badge tone="pending">
                  {count.open.toLocaleString("pt-BR")}
                  <span className="sr-only"> a confirmar</span>
                </Badge>
              )}
            </button>
          );
        })}
      </nav>
      <p className="mb-3 max-w-[80ch] text-sm text-muted-foreground">
        {MAPPING_WORDS[kind].help}
        {view.loadedAt && (
          <>
            {" "}
            Listas carregadas <RelativeTime value={view.loadedAt} timeZone={timeZone} />.
          </>
        )}
      </p>
      {open.length > 0 && (
        <Alert
          tone="warning"
          className="mb-3"
          title={formatCount(
            open.length,
            "item ainda não confirmado",
            "itens ainda não confirmados",
          )}
        >
          As reservas que dependem deles ficam com erro na etapa, com o motivo, e continuam após a
          confirmação.
        </Alert>
      )}
      {isTypedKind(kind) && actions && (
        <AddMapping
          key={kind}
          kind={kind}
          onAdd={(sourceName, targetId) =>
            actions.add({ integrationId, environmentId, kind, sourceName, targetId })
          }
          onDone={() => router.refresh()}
        />
      )}
      <Card>
        {view.rows.length === 0 ? (
          <EmptyState
            title="Nada carregado ainda"
            action={
              actions &&
              isListedKind(kind) && (
                <Button busy={busy === "load"} onClick={load}>
                  Carregar listas
                </Button>
              )
            }
          >
            {!isListedKind(kind)
              ? "O CV não disponibiliza esta lista. Adicione o nome usado no Hub e o código ou número correspondente."
              : "Carregue as listas dos dois ambientes. O Enlace sugere as correspondências e você as confirma."}
          </EmptyState>
        ) : (
          <table
            aria-label={`${MAPPING_WORDS[kind].label} de ${environment?.name ?? ""}`}
            className="w-full text-sm max-sm:block"
          >
            <thead className="max-sm:sr-only">
              <tr className="text-left text-xs text-muted-foreground">
                <th scope="col" className="h-9 px-4 font-medium">
                  {kind === "situation" ? "Significado" : "No Hub"}
                </th>
                <th scope="col" className="px-4 font-medium">
                  Em {environment?.name}
                </th>
                <th scope="col" className="px-4 font-medium">
                  Situação
                </th>
                <th scope="col" className="px-4 font-medium">
                  <span className="sr-only">Ações</span>
                </th>
              </tr>
            </thead>
            <tbody className="max-sm:block">
              {view.rows.map((row) => (
                <MappingLine
                  key={`${row.id}-${row.version}`}
                  row={row}
                  choices={view.choices}
                  timeZone={timeZone}
                  confirm={actions?.confirm ?? null}
                  onDone={() => router.refresh()}
                  onProblem={(text) => showBanner("error", text)}
                />
              ))}
            </tbody>
          </table>
        )}
      </Card>
      {!actions && (
        <p className="mt-3 flex items-center gap-1.5 text-sm text-muted-foreground">
          <CircleAlert aria-hidden className="size-4" /> Seu perfil não permite confirmar
          mapeamentos. Fale com o suporte.
        </p>
      )}
    </>
  );
}
