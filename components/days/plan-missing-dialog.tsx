"use client";

import { CalendarCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { toast } from "sonner";
import type { MissingPlan } from "@/lib/admin/days/plan-missing.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { describeProblem } from "../forms/describe-problem.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "../ui/dialog.tsx";
import { Label } from "../ui/label.tsx";
import type { PlanActions, PlanScope } from "./plan-actions.ts";
import { PlannedRuns } from "./planned-runs.tsx";

/** Props of {@link PlanMissingDialog}. */
export interface PlanMissingDialogProps {
  integrationIds: number[];
  actions: Pick<PlanActions, "plan" | "start">;
  /** Narrows what is looked for; `label` says to what. */
  scope?: PlanScope & { label: string };
  /** There is something to plan: the button leads. */
  leading?: boolean;
  /** Open from the start, as a link asked for it. */
  opened?: boolean;
}

const LOST = "O servidor não respondeu. Confira sua rede e tente novamente.";

/** "Planejar o que falta": what would go out, how long it takes, and the button that sends it. */
export function PlanMissingDialog({
  integrationIds,
  actions,
  scope,
  leading = false,
  opened = false,
}: PlanMissingDialogProps) {
  const router = useRouter();
  const [open, setOpen] = useState(opened);
  // Who asks for one day means it as it stands.
  const [asked, setAsked] = useState({ changed: scope !== undefined, off: scope !== undefined });
  const [plan, setPlan] = useState<MissingPlan | null>(null);
  const [problem, setProblem] = useState<ReactNode>(null);
  const [busy, setBusy] = useState(false);

  const { label = "Planejar o que falta", ...narrow } = scope ?? {};
  async function look(next: typeof asked) {
    setAsked(next);
    setBusy(true);
    const outcome = await actions.plan({ integrationIds, ...narrow, ...next }).catch(() => null);
    setBusy(false);
    setPlan(outcome?.ok ? outcome.value : null);
    setProblem(outcome?.ok ? null : outcome ? describeProblem(outcome.problem) : LOST);
  }
  useEffect(() => {
    if (opened) void look({ changed: false, off: false });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, as the page opens
  }, [opened]);
  function change(next: boolean) {
    setOpen(next);
    if (next) void look(asked);
  }
  async function start() {
    setBusy(true);
    const outcome = await actions.start({ integrationIds, ...narrow, ...asked }).catch(() => null);
    setBusy(false);
    if (!outcome?.ok) {
      setProblem(outcome ? describeProblem(outcome.problem) : LOST);
      return;
    }
    setOpen(false);
    const { tasks, skipped } = outcome.value;
    toast.success(`Envio iniciado: ${formatCount(tasks, "tarefa", "tarefas")}.`, {
      description:
        skipped > 0
          ? `${formatCount(skipped, "tarefa ficou", "tarefas ficaram")} de fora, pois outra já está pendente nesses dias.`
          : "Acompanhe na aba Dias da integração.",
    });
    router.refresh();
  }
  const tick = (name: keyof typeof asked, label: string) => (
    <Label className="flex items-center gap-2 font-normal">
      <Checkbox
        checked={asked[name]}
        onCheckedChange={(checked) => void look({ ...asked, [name]: checked === true })}
      />
      {label}
    </Label>
  );
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant={leading ? "default" : "outline"}>
          <CalendarCheck aria-hidden />
          {label}
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{label}</DialogTitle>
          <DialogDescription>
            {scope ? "" : "Dias dos últimos 90 que o parceiro ainda não tem. "}O que o parceiro já
            tem fica de fora.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          <div className="flex flex-col gap-3">
            {tick("changed", "Incluir dias que mudaram depois do envio")}
            {tick("off", "Incluir dias em que a integração estava inativa")}
            {problem && <Alert tone="error">{problem}</Alert>}
            {plan && <PlannedRuns plan={plan} />}
            {busy && !plan && <p role="status">Procurando dias que faltam…</p>}
          </div>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Cancelar</Button>
          </DialogClose>
          <Button busy={busy} disabled={!plan || plan.tasks === 0} onClick={() => void start()}>
            {plan && plan.tasks > 0
              ? `Enviar ${formatCount(plan.tasks, "tarefa", "tarefas")}`
              : "Enviar"}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
