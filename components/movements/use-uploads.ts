"use client";

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Problem } from "@/lib/admin/define-use-case.ts";
import { describeProblem } from "../forms/describe-problem.tsx";
import { sendInParts } from "./send-in-parts.ts";
import { sendRequest, waitForLine } from "./send-request.ts";

/** One file on its way to the hub. */
export interface Upload {
  id: number;
  name: string;
  size: number;
  sent: number;
  state: "waiting" | "sending" | "done" | "failed" | "cancelled";
  message: ReactNode;
}

const AT_ONCE = 2;
/** A browser holds this many comfortably; a zip holds any number. */
export const MAX_FILES = 200;

interface Job extends Upload {
  file: File;
  organizationId: number | null;
  dryRun: boolean;
  ending?: AbortController;
  importId?: number;
}

/** Sends files two at a time, tells how far each is, and lets each be cancelled. */
export function useUploads(onDone: () => void) {
  const jobs = useRef<Job[]>([]);
  const [uploads, setUploads] = useState<Upload[]>([]);
  const nextId = useRef(1);
  const publish = useCallback(
    () =>
      setUploads(
        jobs.current.map(({ id, name, size, sent, state, message }) => ({
          id,
          name,
          size,
          sent,
          state,
          message,
        })),
      ),
    [],
  );

  const pump = useCallback(
    function sendNext() {
      const sending = jobs.current.filter((job) => job.state === "sending").length;
      for (const job of jobs.current
        .filter((one) => one.state === "waiting")
        .slice(0, AT_ONCE - sending)) {
        job.state = "sending";
        job.ending = new AbortController();
        const { signal } = job.ending;
        const end = (state: Upload["state"], message: ReactNode) => {
          job.state = state;
          job.message = message;
          publish();
          if (state === "done") onDone();
          sendNext();
        };
        sendInParts(job.file, {
          organizationId: job.organizationId,
          dryRun: job.dryRun,
          signal,
          send: sendRequest,
          wait: waitForLine,
          onProgress: (sent) => {
            job.sent = sent;
            publish();
          },
          onBroken: (broken) => {
            job.message = broken ? "A conexão caiu. O envio continua assim que ela voltar." : "";
            publish();
          },
          onStarted: (importId) => (job.importId = importId),
        }).then(
          (result) =>
            result.ok
              ? end(
                  "done",
                  job.dryRun
                    ? "Enviado para conferência. O resultado aparece em Importações."
                    : "Enviado. A leitura aparece em Importações.",
                )
              : end("failed", describeRefusal(result.problem)),
          () =>
            signal.aborted
              ? end("cancelled", "Envio cancelado.")
              : end("failed", "A conexão não voltou. Envie o arquivo novamente."),
        );
      }
      publish();
    },
    [onDone, publish],
  );

  const add = useCallback(
    (files: readonly File[], organizationId: number | null, dryRun = false) => {
      jobs.current = [
        ...jobs.current.filter((job) => job.state === "waiting" || job.state === "sending"),
        ...files.map((file): Job => ({
          id: nextId.current++,
          name: file.name,
          size: file.size,
          sent: 0,
          state: "waiting",
          message: "",
          file,
          organizationId,
          dryRun,
        })),
      ];
      pump();
    },
    [pump],
  );
  const cancel = useCallback(
    (id: number) => {
      const job = jobs.current.find((one) => one.id === id);
      if (job?.state === "sending") {
        job.ending?.abort();
        // What has arrived of it is of no use: the list says that it was cancelled.
        if (job.importId !== undefined)
          void fetch(`/api/movements/imports/${job.importId}/cancel`, { method: "POST" }).catch(
            () => undefined,
          );
      } else if (job?.state === "waiting") {
        job.state = "cancelled";
        job.message = "Envio cancelado.";
        publish();
      }
    },
    [publish],
  );
  const clear = useCallback(() => {
    jobs.current = jobs.current.filter((job) => job.state === "waiting" || job.state === "sending");
    publish();
  }, [publish]);

  const busy = uploads.some((upload) => upload.state === "waiting" || upload.state === "sending");
  useEffect(() => {
    if (!busy) return;
    // Leaving the page would end the uploads: the browser asks first.
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [busy]);

  return { uploads, busy, add, cancel, clear };
}

const FAILED = "O envio falhou. Tente novamente.";

function describeRefusal(problem: Problem | null): ReactNode {
  return Object.values(problem?.fields ?? {})[0] ?? (problem ? describeProblem(problem) : FAILED);
}
