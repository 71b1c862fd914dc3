"use client";

import { ArrowDown, ArrowUp, Download, ListOrdered, Search, WrapText } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { LOG_LEVEL_LABEL, LOG_LEVELS, type LogLevel } from "@/lib/core/log-level.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { type LogFound, searchParams } from "./use-log-search.ts";
import type { LogUrl } from "./use-log-url.ts";

/** A task one can jump to. */
export interface LogTask {
  id: number;
  label: string;
}

/** Props of {@link LogToolbar}. */
export interface LogToolbarProps {
  url: LogUrl;
  onUrl: (change: Partial<LogUrl>) => void;
  found: LogFound;
  /** Which hit is in view, counted from 1; 0 = none yet. */
  hit: number;
  onHit: (step: 1 | -1) => void;
  tasks: readonly LogTask[];
  apiUrl: string;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  asList: boolean;
  onAsList: (asList: boolean) => void;
}

const DEBOUNCE_MS = 300;
const toggleClasses =
  "aria-pressed:border-primary aria-pressed:bg-primary-soft aria-pressed:text-primary";

/** Search, levels, task, download and looks of the log. */
export function LogToolbar(props: LogToolbarProps) {
  const { url, onUrl, found, hit, onHit, tasks, apiUrl } = props;
  const knownTask = url.taskId === null || tasks.some((task) => task.id === url.taskId);
  const toggleLevel = (level: LogLevel) =>
    onUrl({
      levels: url.levels.includes(level)
        ? url.levels.filter((one) => one !== level)
        : [...url.levels, level],
    });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <LogSearchBox value={url.text} onSearch={(text) => onUrl({ text })} onHit={onHit} />
      {url.text && (
        <div className="flex items-center gap-1">
          <span
            role="status"
            className="min-w-20 text-sm whitespace-nowrap text-muted-foreground tabular-nums"
          >
            {describeHits(found, hit)}
          </span>
          <IconButton
            label="Resultado anterior"
            onClick={() => onHit(-1)}
            icon={<ArrowUp aria-hidden />}
          />
          <IconButton
            label="Próximo resultado"
            onClick={() => onHit(1)}
            icon={<ArrowDown aria-hidden />}
          />
        </div>
      )}
      <div role="group" aria-label="Níveis" className="flex flex-wrap gap-1">
        {LOG_LEVELS.map((level) => (
          <Button
            key={level}
            variant="outline"
            size="sm"
            aria-pressed={url.levels.includes(level)}
            className={toggleClasses}
            onClick={() => toggleLevel(level)}
          >
            {LOG_LEVEL_LABEL[level]}
          </Button>
        ))}
      </div>
      <div className="w-56 max-sm:w-full">
        <Select
          aria-label="Ir para a tarefa"
          className="h-8"
          value={url.taskId === null ? "" : String(url.taskId)}
          onChange={(event) =>
            onUrl({ taskId: event.target.value ? Number(event.target.value) : null })
          }
        >
          <option value="">Ir para a tarefa…</option>
          {!knownTask && <option value={url.taskId ?? ""}>Tarefa {url.taskId}</option>}
          {tasks.map((task) => (
            <option key={task.id} value={task.id}>
              {task.label}
            </option>
          ))}
        </Select>
      </div>
      {(url.text || url.taskId !== null) && (
        <Button
          variant="outline"
          size="sm"
          aria-pressed={url.only}
          className={toggleClasses}
          onClick={() => onUrl({ only: !url.only })}
        >
          {url.text ? "Só os resultados" : "Só esta tarefa"}
        </Button>
      )}
      <div className="ml-auto flex gap-1">
        <IconButton
          label="Quebrar linhas"
          pressed={props.wrap}
          onClick={() => props.onWrap(!props.wrap)}
          icon={<WrapText aria-hidden />}
        />
        <IconButton
          label="Modo lista, para leitor de tela"
          pressed={props.asList}
          onClick={() => props.onAsList(!props.asList)}
          icon={<ListOrdered aria-hidden />}
        />
        <DropdownMenu>
          <Tooltip text="Baixar">
            <DropdownMenuTrigger asChild>
              <Button variant="outline" size="icon" className="size-8" aria-label="Baixar logs">
                <Download aria-hidden />
              </Button>
            </DropdownMenuTrigger>
          </Tooltip>
          <DropdownMenuContent align="end">
            <DownloadItem href={`${apiUrl}/download`} label="Todo o log" />
            {url.taskId !== null && (
              <DownloadItem
                href={`${apiUrl}/download?task=${url.taskId}`}
                label={`Logs da tarefa ${url.taskId}`}
              />
            )}
            {(url.text || url.levels.length > 0) && (
              <DownloadItem
                href={`${apiUrl}/download?${searchParams(url)}`}
                label="Só os resultados da pesquisa"
              />
            )}
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
    </div>
  );
}

/** "3 de 12", "12 linhas", "1.000+ linhas" while there may be more. */
function describeHits(found: LogFound, hit: number): string {
  const count = found.lines.length;
  const total = `${count.toLocaleString("pt-BR")}${found.searching || found.cut ? "+" : ""}`;
  if (count === 0)
    return found.searching
      ? `procurando… ${found.scannedTo ? `linha ${found.scannedTo.toLocaleString("pt-BR")}` : ""}`
      : "nada encontrado";
  if (hit > 0) return `${hit.toLocaleString("pt-BR")} de ${total}`;
  return total.endsWith("+") ? `${total} linhas` : formatCount(count, "linha", "linhas");
}

function DownloadItem({ href, label }: { href: string; label: string }) {
  return (
    <DropdownMenuItem asChild>
      <a href={href} download>
        {label}
      </a>
    </DropdownMenuItem>
  );
}

function IconButton({
  label,
  icon,
  pressed,
  onClick,
}: {
  label: string;
  icon: ReactNode;
  pressed?: boolean;
  onClick: () => void;
}) {
  return (
    <Tooltip text={label}>
      <Button
        variant="outline"
        size="icon"
        className={cn("size-8", toggleClasses)}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        {icon}
      </Button>
    </Tooltip>
  );
}

function LogSearchBox({
  value,
  onSearch,
  onHit,
}: {
  value: string;
  onSearch: (text: string) => void;
  onHit: (step: 1 | -1) => void;
}) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  function ask(next: string) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), DEBOUNCE_MS);
  }
  return (
    <search className="relative min-w-0 flex-1 basis-48 sm:max-w-72">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
      <Input
        type="search"
        aria-label="Pesquisar nos logs"
        placeholder="Pesquisar nos logs"
        maxLength={200}
        value={text}
        onChange={(event) => ask(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && text.trim() === value) onHit(event.shiftKey ? -1 : 1);
        }}
        className="h-8 pl-8"
      />
    </search>
  );
}
