"use client";

import { useState, type ReactNode } from "react";
import { Alert } from "../ui/alert.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import { describeProblem } from "./describe-problem.tsx";

const LOST = "Não foi possível falar com o servidor. Nada foi alterado. Tente novamente.";

/** The message at the top of a page about what was just done. It stays until dismissed or replaced. */
export function useBanner(): {
  banner: ReactNode;
  showBanner: (tone: "success" | "error", text: ReactNode) => void;
  act: <Value>(work: Promise<Outcome<Value>>, done: (value: Value) => void) => Promise<void>;
} {
  const [message, setMessage] = useState<{
    tone: "success" | "error";
    text: ReactNode;
    number: number;
  } | null>(null);
  const showBanner = (tone: "success" | "error", text: ReactNode) =>
    setMessage((before) => ({ tone, text, number: (before?.number ?? 0) + 1 }));
  return {
    showBanner,
    act: async (work, done) => {
      const outcome = await work.catch(() => ({
        ok: false as const,
        problem: { kind: "refused" as const, message: LOST },
      }));
      if (outcome.ok) done(outcome.value);
      else showBanner("error", describeProblem(outcome.problem));
    },
    banner: message && (
      <Alert
        key={message.number}
        tone={message.tone}
        onDismiss={() => setMessage(null)}
        className="mb-4"
      >
        {message.text}
      </Alert>
    ),
  };
}
