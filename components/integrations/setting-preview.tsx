"use client";

import { type ReactNode, useEffect, useState } from "react";
import { describeProblem } from "../forms/describe-problem.tsx";
import { valueAt } from "./form-values.ts";
import { useRegistration } from "./registration-state.tsx";

/** A person who types waits no longer than this for the lines to follow. */
const PAUSE_MS = 400;

/** What a file would look like with the rows of the window and the rest of the form, of invented records. */
export function SettingPreview({ settingKey, value }: { settingKey: string; value: string }) {
  const { actions, lines, values } = useRegistration();
  const [shown, setShown] = useState<{ lines: string[] } | { problem: ReactNode } | null>(null);
  const { connectorId } = values;
  // As text, so that what did not change asks nothing.
  const plain = JSON.stringify(
    Object.fromEntries(
      lines
        .filter(({ spec }) => spec.kind !== "secret" && !spec.perBranch)
        .map((line) => [line.spec.key, valueAt(line, values)]),
    ),
  );

  useEffect(() => {
    let left = false;
    const timer = setTimeout(() => {
      const asked = {
        connectorId,
        key: settingKey,
        values: { ...(JSON.parse(plain) as Record<string, string>), [settingKey]: value },
      };
      void actions
        .preview(asked)
        .catch(() => null)
        .then((outcome) => {
          if (!left)
            setShown(
              outcome?.ok
                ? { lines: outcome.value }
                : {
                    problem: outcome
                      ? describeProblem(outcome.problem)
                      : "O servidor não respondeu. Confira sua rede.",
                  },
            );
        });
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [actions, connectorId, settingKey, value, plain]);

  return (
    <section aria-label="Prévia do arquivo" className="flex flex-col gap-1.5">
      <p className="text-xs text-muted-foreground">Prévia do arquivo, com dados inventados</p>
      <div role="status" className="min-h-16">
        {shown === null ? null : "problem" in shown ? (
          <p className="text-sm text-failed">{shown.problem}</p>
        ) : (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          <pre
            tabIndex={0}
            aria-label="Linhas do arquivo"
            className="max-h-40 overflow-auto rounded-md border bg-muted px-3 py-2 font-mono text-xs leading-relaxed"
          >
            {shown.lines.join("\n")}
          </pre>
        )}
      </div>
    </section>
  );
}
