"use client";

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { Problem } from "@/lib/admin/define-use-case.ts";
import { describeProblem } from "../forms/describe-problem.tsx";

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
  request?: XMLHttpRequest;
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
        const request = new XMLHttpRequest();
        job.request = request;
        const end = (state: Upload["state"], message: ReactNode) => {
          job.state = state;
          job.message = message;
          publish();
          if (state === "done") onDone();
          sendNext();
        };
        request.open("POST", "/api/movements/upload");
        request.setRequestHeader("content-type", "application/octet-stream");
        request.setRequestHeader("x-file-name", encodeURIComponent(job.name));
        if (job.organizationId !== null)
          request.setRequestHeader("x-organization", String(job.organizationId));
        request.upload.onprogress = (event) => {
          job.sent = event.loaded;
          publish();
        };
        request.onload = () =>
          request.status === 201
            ? end("done", "Enviado. A leitura aparece em Importações.")
            : end("failed", readMessage(request.responseText));
        request.onerror = () => end("failed", "A conexão caiu. Envie o arquivo novamente.");
        request.onabort = () => end("cancelled", "Envio cancelado.");
        request.send(job.file);
      }
      publish();
    },
    [onDone, publish],
  );

  const add = useCallback(
    (files: readonly File[], organizationId: number | null) => {
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
        })),
      ];
      pump();
    },
    [pump],
  );
  const cancel = useCallback(
    (id: number) => {
      const job = jobs.current.find((one) => one.id === id);
      if (job?.state === "sending") job.request?.abort();
      else if (job?.state === "waiting") {
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

function readMessage(text: string): ReactNode {
  try {
    const body = JSON.parse(text) as {
      problem?: Problem;
    };
    return (
      Object.values(body.problem?.fields ?? {})[0] ??
      (body.problem ? describeProblem(body.problem) : FAILED)
    );
  } catch {
    return FAILED;
  }
}
