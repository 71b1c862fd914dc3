"use client";

import { ArrowDownToLine, ScrollText, SearchX } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { GridFailure } from "../data-grid/grid-states.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import type { LogRange } from "@/lib/admin/logs/read-logs.ts";
import { LogList } from "./log-list.tsx";
import { type LogTask, LogToolbar } from "./log-toolbar.tsx";
import { LogViewport } from "./log-viewport.tsx";
import { makeTimeFormat } from "./format-time.ts";
import { useAllLines, useFoundLines, useLogStore } from "./use-log-lines.ts";
import { useLogSearch } from "./use-log-search.ts";
import { useLogStream } from "./use-log-stream.ts";
import { useLogUrl } from "./use-log-url.ts";
import { useRestOfPage } from "./use-rest-of-page.ts";
import { useTaskPlace } from "./use-task-place.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** The line under the box, and the page's own edge. */
const FOOT_PX = 56;
/** A log that surely fits needs no way to its end. */
const FEW_LINES = 12;

/** Props of {@link LogViewer}. */
export interface LogViewerProps {
  integrationId: number;
  initial: LogRange;
  /** Where the log opens when the address names a task; null = at its end. */
  openAt: number | null;
  tasks: readonly LogTask[];
  timeZone: string;
}

/** "Logs da integração": a log of any length, as it is written. */
export function LogViewer({ integrationId, initial, openAt, tasks, timeZone }: LogViewerProps) {
  const apiUrl = `/api/integrations/${integrationId}/logs`;
  const store = useLogStore(apiUrl, initial);
  const stream = useLogStream(apiUrl, store);
  const [url, setUrl, selected, setSelected] = useLogUrl();
  const [wrap, setWrap] = useState(false);
  const [asList, setAsList] = useState(false);
  const [following, setFollowing] = useState(openAt === null);
  const [held, setHeld] = useState(initial.last);
  const [goal, setGoal] = useState(openAt === null ? null : { number: openAt });
  const [hit, setHit] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const height = useRestOfPage(box, FOOT_PX);
  const formatTime = useMemo(() => makeTimeFormat(timeZone), [timeZone]);

  const only = url.levels.length > 0 || (url.only && (url.text !== "" || url.taskId !== null));
  const searched = useMemo(
    () => ({ text: url.text, levels: url.levels, taskId: url.only ? url.taskId : null }),
    [url],
  );
  const last = store.last();
  const found = useLogSearch(apiUrl, searched, last);
  if (following && held !== last) setHeld(last);
  const all = useAllLines(store, following ? last : held);
  const matching = useFoundLines(found.lines);
  const source = only ? matching : all;
  const news = only ? 0 : Math.max(0, last - held);

  const goTo = useCallback((number: number) => {
    setFollowing(false);
    setGoal({ number });
  }, []);
  const follow = useCallback((atEnd: boolean) => setFollowing(atEnd), []);
  // A line in the address is where one wants to be; clicking a number puts it there without moving.
  const [linked, setLinked] = useState<number | null>(null);
  useEffect(() => {
    if (selected !== null && linked === null) goTo(selected);
    setLinked(selected);
  }, [selected, linked, goTo]);
  useTaskPlace(url.taskId, openAt, (number) => {
    goTo(number);
    setSelected(number);
  });

  function step(by: 1 | -1) {
    const count = found.lines.length;
    if (count === 0) return;
    const next = hit === 0 ? (by === 1 ? 1 : count) : ((hit - 1 + by + count) % count) + 1;
    const line = found.lines[next - 1];
    setHit(next);
    if (!line) return;
    setSelected(line.number);
    goTo(line.number);
  }
  function changeUrl(change: Parameters<typeof setUrl>[0]) {
    if (change.text !== undefined) setHit(0);
    setUrl(change);
  }
  const failure = store.error() ?? found.error;

  return (
    <div className="flex flex-col gap-2.5">
      <LogToolbar
        url={url}
        onUrl={changeUrl}
        found={found}
        hit={hit}
        onHit={step}
        tasks={tasks}
        apiUrl={apiUrl}
        wrap={wrap}
        onWrap={setWrap}
        asList={asList}
        onAsList={setAsList}
      />
      {stream === "dropped" && (
        <Alert tone="warning">
          A conexão caiu. As linhas recebidas continuam visíveis. Reconectando automaticamente…
        </Alert>
      )}
      {stream === "refused" && (
        <Alert tone="error">
          Seu acesso a estes logs foi encerrado. Entre novamente ou fale com o suporte.
        </Alert>
      )}
      <div
        ref={box}
        style={{ height }}
        className="relative h-[max(20rem,calc(100dvh-20.5rem))] overflow-hidden rounded-lg border bg-card"
        data-stream={stream}
        data-following={following}
      >
        {failure !== null && failure !== undefined ? (
          <GridFailure error={failure} onRetry={store.retry} />
        ) : source.count === 0 ? (
          only ? (
            found.searching ? (
              <p role="status" className="px-4 py-10 text-center text-sm text-muted-foreground">
                Procurando… até a linha {found.scannedTo.toLocaleString("pt-BR")}
              </p>
            ) : (
              <EmptyState
                icon={<SearchX />}
                title="Nenhuma linha com esses filtros"
                action={
                  <Button
                    variant="outline"
                    onClick={() => changeUrl({ text: "", levels: [], only: false })}
                  >
                    Limpar filtros
                  </Button>
                }
              >
                O log tem {(last - store.first() + 1).toLocaleString("pt-BR")} linhas.
              </EmptyState>
            )
          ) : (
            <EmptyState icon={<ScrollText />} title="Nenhum log ainda">
              As linhas aparecem aqui, ao vivo, assim que a integração executar.
            </EmptyState>
          )
        ) : asList ? (
          <LogList source={source} formatTime={formatTime} />
        ) : (
          <LogViewport
            source={source}
            wrap={wrap}
            search={url.text}
            follow={following}
            onFollow={follow}
            goal={goal}
            selected={selected ?? (url.taskId === null ? null : openAt)}
            onSelect={setSelected}
            formatTime={formatTime}
          />
        )}
        {!following && !asList && (news > 0 || source.count > FEW_LINES) && (
          <Button
            size="sm"
            className="absolute bottom-4 left-1/2 -translate-x-1/2 shadow-pop"
            onClick={() => setFollowing(true)}
          >
            <ArrowDownToLine aria-hidden />
            {news === 0 ? "Ir para o fim" : formatCount(news, "nova linha", "novas linhas")}
          </Button>
        )}
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-xs text-muted-foreground tabular-nums">
        <span>
          {only
            ? `${found.lines.length.toLocaleString("pt-BR")}${found.cut ? "+" : ""} de ${(last - store.first() + 1).toLocaleString("pt-BR")} linhas`
            : last >= store.first()
              ? `${(last - store.first() + 1).toLocaleString("pt-BR")} linhas`
              : ""}
        </span>
        <span>
          {stream === "live"
            ? following
              ? "Ao vivo"
              : "Ao vivo, rolagem pausada"
            : stream === "connecting"
              ? "Conectando…"
              : ""}
        </span>
      </p>
    </div>
  );
}
