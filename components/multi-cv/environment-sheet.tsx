"use client";

import { CircleAlert, CircleCheck, CircleHelp, Pencil, Stethoscope } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
} from "../ui/sheet.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { EnvironmentRow } from "@/lib/admin/multi-cv/environment-row.ts";
import { formatDay, formatInstant } from "@/lib/core/period.ts";
import { toPlace } from "./environment-place.ts";
import { PlaceHealthBadge, describeValidity } from "./place-health.tsx";
import { QuotaMeter } from "./quota-meter.tsx";

/** What asking each resource of an environment gave. */
export interface EnvironmentProbe {
  ok: boolean;
  resources: { name: string; state: "ok" | "forbidden" | "failed"; sentence: string }[];
}

interface EnvironmentSheetProps {
  environment: EnvironmentRow;
  today: string;
  timeZone: string;
  /** null where the profile does not allow it. */
  check: ((input: { id: number }) => Promise<Outcome<EnvironmentProbe>>) | null;
  onEdit: (() => void) | null;
  onPause: (() => void) | null;
  onChecked: () => void;
  onClose: () => void;
}

const PROBE = {
  ok: { word: "Liberado", tone: "done", icon: CircleCheck },
  forbidden: { word: "Sem permissão", tone: "failed", icon: CircleAlert },
  failed: { word: "Com falha", tone: "pending", icon: CircleHelp },
} as const;

/** One environment: how it stands, and what its credential may do, resource by resource. */
export function EnvironmentSheet({
  environment,
  today,
  timeZone,
  check,
  onEdit,
  onPause,
  onChecked,
  onClose,
}: EnvironmentSheetProps) {
  const [busy, setBusy] = useState(false);
  const [probe, setProbe] = useState<EnvironmentProbe | null>(null);
  const [problem, setProblem] = useState<ReactNode>(null);
  const place = toPlace(environment);

  async function run() {
    if (!check) return;
    setBusy(true);
    const outcome = await check({ id: environment.id }).catch(() => null);
    setBusy(false);
    if (!outcome?.ok)
      return setProblem(
        outcome
          ? describeProblem(outcome.problem)
          : "Não foi possível falar com o servidor. Tente novamente.",
      );
    setProblem(null);
    setProbe(outcome.value);
    onChecked();
  }
  const facts: [string, ReactNode][] = [
    [
      "Endereço",
      <span key="host" className="font-mono text-xs wrap-anywhere">
        {environment.host}
      </span>,
    ],
    [environment.kind === "cv" ? "E-mail" : "Usuário", environment.userName],
    [
      environment.kind === "cv" ? "Token" : "Senha",
      environment.hasSecret
        ? environment.secretSetAt
          ? `definido em ${formatInstant(new Date(environment.secretSetAt), timeZone).slice(0, 10)}`
          : "definido"
        : "não definido",
    ],
    [
      "Validade",
      environment.validUntil
        ? `${formatDay(environment.validUntil)} (${describeValidity(environment.validUntil, today)})`
        : "sem vencimento",
    ],
    [
      "Última resposta",
      environment.lastOkAt ? (
        <RelativeTime key="ok" value={environment.lastOkAt} timeZone={timeZone} />
      ) : (
        "nenhuma"
      ),
    ],
    [
      "Último erro",
      environment.lastErrorAt ? (
        <span key="error">
          <RelativeTime value={environment.lastErrorAt} timeZone={timeZone} />:{" "}
          {environment.lastError}
        </span>
      ) : (
        "nenhum"
      ),
    ],
    [
      "Chamadas de hoje",
      <QuotaMeter key="quota" quota={environment.quota} name={environment.name} />,
    ],
  ];
  return (
    <Sheet open onOpenChange={(stay) => !stay && onClose()}>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>{environment.name}</SheetTitle>
          <SheetDescription>
            {environment.kind === "cv" ? "Ambiente do CV CRM" : "ERP Sienge"}
          </SheetDescription>
        </SheetHeader>
        <SheetBody className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <PlaceHealthBadge place={place} today={today} />
          </div>
          {environment.pausedReason && (
            <Alert tone="warning" title="Pausado">
              {environment.pausedReason} Nenhuma chamada é enviada a este ambiente. As reservas que
              dependem dele ficam bloqueadas.
            </Alert>
          )}
          {problem && <Alert tone="error">{problem}</Alert>}
          <dl className="grid grid-cols-[8.5rem_1fr] gap-x-4 gap-y-2 text-sm max-sm:grid-cols-1 max-sm:gap-y-0.5">
            {facts.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-muted-foreground max-sm:mt-1.5">{name}</dt>
                <dd className="min-w-0 wrap-anywhere">{value}</dd>
              </div>
            ))}
          </dl>
          <div className="flex flex-wrap gap-2">
            {check && (
              <Button busy={busy} onClick={() => void run()}>
                <Stethoscope aria-hidden /> Verificar
              </Button>
            )}
            {onEdit && (
              <Button variant="outline" onClick={onEdit}>
                <Pencil aria-hidden /> Editar
              </Button>
            )}
            {onPause && (
              <Button variant="outline" onClick={onPause}>
                {environment.pausedAt ? "Retomar" : "Pausar"}
              </Button>
            )}
          </div>
          <div aria-live="polite">
            {probe && (
              <>
                <p className="mb-2 text-sm">
                  {probe.ok
                    ? "A credencial tem todas as permissões de que a integração precisa."
                    : "Solicite ao administrador do sistema a liberação dos recursos sem permissão."}
                </p>
                <Table aria-label={`Permissões de ${environment.name}`}>
                  <TableHeader>
                    <TableRow>
                      <TableHead>Recurso</TableHead>
                      <TableHead>Resultado</TableHead>
                    </TableRow>
                  </TableHeader>
                  <TableBody>
                    {probe.resources.map(({ name, state, sentence }) => {
                      const { word, tone, icon: Icon } = PROBE[state];
                      return (
                        <TableRow key={name}>
                          <TableHead
                            scope="row"
                            className="font-normal whitespace-normal text-foreground"
                          >
                            {name}
                          </TableHead>
                          <TableCell>
                            <Badge tone={tone}>
                              <Icon aria-hidden /> {word}
                            </Badge>
                            {sentence && (
                              <span className="mt-0.5 block text-muted-foreground wrap-anywhere">
                                {sentence}
                              </span>
                            )}
                          </TableCell>
                        </TableRow>
                      );
                    })}
                  </TableBody>
                </Table>
              </>
            )}
          </div>
        </SheetBody>
      </SheetContent>
    </Sheet>
  );
}
