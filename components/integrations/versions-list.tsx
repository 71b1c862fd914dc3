"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from "../ui/alert-dialog.tsx";
import { Button } from "../ui/button.tsx";
import { Card, CardHeader, CardTitle } from "../ui/card.tsx";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import type { FieldChange } from "@/lib/admin/integrations/describe-changes.ts";
import type { VersionComparison } from "@/lib/admin/integrations/compare-versions.ts";
import type { VersionSummary } from "@/lib/admin/integrations/list-versions.ts";
import { formatInstant } from "@/lib/core/period.ts";
import { ChangeList } from "./change-list.tsx";
import { ComparisonTable } from "./comparison-table.tsx";
import type { Outcome, Problem } from "@/lib/admin/define-use-case.ts";

/** Props of {@link VersionsList}. */
export interface VersionsListProps {
  integrationId: number;
  /** Newest first. */
  versions: readonly VersionSummary[];
  currentVersion: number;
  timeZone: string;
  mayRestore: boolean;
  actions: {
    compare: (id: number, older: number, newer: number) => Promise<Outcome<VersionComparison>>;
    restore: (
      id: number,
      version: number,
      currentVersion: number,
    ) => Promise<Outcome<{ version: number }>>;
  };
}

/** Every save: who, when, what; any two side by side; an older one again. */
export function VersionsList({
  integrationId,
  versions,
  currentVersion,
  timeZone,
  mayRestore,
  actions,
}: VersionsListProps) {
  const router = useRouter();
  const [older, setOlder] = useState(versions[1]?.version ?? currentVersion);
  const [newer, setNewer] = useState(currentVersion);
  const [comparison, setComparison] = useState<VersionComparison | null>(null);
  const [asked, setAsked] = useState<{ version: number; changes: FieldChange[] } | null>(null);
  const [banner, setBanner] = useState<{ tone: "success" | "error"; title: ReactNode } | null>(
    null,
  );
  const [busy, setBusy] = useState<"compare" | "restore" | number | null>(null);
  const options = versions.map(({ version, authorName, at }) => ({
    value: String(version),
    label: `Versão ${version} · ${formatInstant(new Date(at), timeZone).slice(0, 16)} · ${authorName}`,
  }));
  const fail = (outcome: { problem: Problem } | null) =>
    setBanner({
      tone: "error",
      title: outcome
        ? describeProblem(outcome.problem)
        : "O servidor não respondeu. Confira sua rede e tente novamente.",
    });

  async function compare() {
    setBusy("compare");
    setBanner(null);
    const outcome = await actions
      .compare(integrationId, Math.min(older, newer), Math.max(older, newer))
      .catch(() => null);
    setBusy(null);
    if (outcome?.ok) setComparison(outcome.value);
    else fail(outcome);
  }
  async function askRestore(version: number) {
    setBusy(version);
    setBanner(null);
    const outcome = await actions.compare(integrationId, currentVersion, version).catch(() => null);
    setBusy(null);
    if (outcome?.ok) setAsked({ version, changes: outcome.value.changes });
    else fail(outcome);
  }
  async function restore(version: number) {
    setBusy(version);
    const outcome = await actions.restore(integrationId, version, currentVersion).catch(() => null);
    setBusy(null);
    if (!outcome?.ok) return fail(outcome);
    setBanner({
      tone: "success",
      title: `Versão ${version} restaurada como versão ${outcome.value.version}.`,
    });
    setComparison(null);
    setNewer(outcome.value.version);
    router.refresh();
  }

  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {banner && (
        <Alert tone={banner.tone} title={banner.title} onDismiss={() => setBanner(null)} />
      )}
      {versions.length > 1 && (
        <Card>
          <CardHeader>
            <CardTitle>Comparar versões</CardTitle>
          </CardHeader>
          <div className="flex flex-wrap items-end gap-3 px-4 pb-4">
            <Field label="De" className="min-w-56 flex-1">
              <Select
                options={options}
                value={older}
                onChange={(event) => setOlder(Number(event.target.value))}
              />
            </Field>
            <Field label="Para" className="min-w-56 flex-1">
              <Select
                options={options}
                value={newer}
                onChange={(event) => setNewer(Number(event.target.value))}
              />
            </Field>
            <Button variant="outline" busy={busy === "compare"} onClick={() => void compare()}>
              Comparar
            </Button>
          </div>
          {comparison && <ComparisonTable comparison={comparison} />}
        </Card>
      )}
      <ol className="rounded-lg border bg-card">
        {versions.map(({ version, authorName, at, changes }) => (
          <li
            key={version}
            className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-64">
              <p className="font-medium">
                Versão {version}
                {version === currentVersion && (
                  <span className="ml-2 text-xs font-normal text-muted-foreground">atual</span>
                )}
              </p>
              <p className="text-sm text-muted-foreground">
                {authorName}, <time dateTime={at}>{formatInstant(new Date(at), timeZone)}</time>
              </p>
              <div className="mt-1 text-sm">
                {version === 1 ? (
                  <p>Cadastro da integração</p>
                ) : changes.length === 0 ? (
                  <p className="text-muted-foreground">Salva sem alterações</p>
                ) : (
                  <ChangeList changes={changes} />
                )}
              </div>
            </div>
            {mayRestore && version !== currentVersion && (
              <Button
                variant="outline"
                size="sm"
                busy={busy === version}
                aria-label={`Restaurar versão ${version}`}
                onClick={() => void askRestore(version)}
              >
                Restaurar
              </Button>
            )}
          </li>
        ))}
      </ol>
      <AlertDialog open={asked !== null} onOpenChange={(open) => !open && setAsked(null)}>
        <AlertDialogContent>
          <AlertDialogTitle>Restaurar a versão {asked?.version}?</AlertDialogTitle>
          <AlertDialogDescription>
            Uma nova versão é criada com os valores da versão escolhida, inclusive as senhas. O
            histórico é mantido.
          </AlertDialogDescription>
          <div className="text-sm">{asked && <ChangeList changes={asked.changes} />}</div>
          <AlertDialogFooter>
            <AlertDialogCancel>Cancelar</AlertDialogCancel>
            <AlertDialogAction onClick={() => asked && void restore(asked.version)}>
              Restaurar
            </AlertDialogAction>
          </AlertDialogFooter>
        </AlertDialogContent>
      </AlertDialog>
    </div>
  );
}
