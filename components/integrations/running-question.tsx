"use client";

import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import type { RunningOffer } from "@/lib/admin/integrations/meet-running-tasks.ts";

/** Whether a refusal asks what becomes of tasks that run. */
export function isRunningOffer(offer: unknown): offer is RunningOffer {
  return typeof offer === "object" && offer !== null && "running" in offer;
}

/** Props of {@link RunningQuestion}. */
export interface RunningQuestionProps {
  /** What runs, in a sentence. */
  message: string;
  busy?: boolean;
  onChoose: (choice: "finish" | "stop") => void;
  onDismiss: () => void;
}

/** A save takes something away from a task that runs: it ends as it began, or is stopped. */
export function RunningQuestion({
  message,
  busy = false,
  onChoose,
  onDismiss,
}: RunningQuestionProps) {
  return (
    <Alert
      tone="warning"
      title={message}
      onDismiss={onDismiss}
      action={
        <>
          <Button variant="outline" size="sm" disabled={busy} onClick={() => onChoose("finish")}>
            Salvar e deixar terminar
          </Button>
          <Button size="sm" disabled={busy} onClick={() => onChoose("stop")}>
            Salvar e interromper
          </Button>
        </>
      }
    >
      O que o parceiro já recebeu permanece com ele. O que ainda não foi enviado pode ser
      reprocessado depois.
    </Alert>
  );
}
