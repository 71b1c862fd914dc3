"use client";

import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { ChangeList } from "./change-list.tsx";
import { RunningQuestion } from "./running-question.tsx";
import { useRegistration } from "./registration-state.tsx";

/** What the form has to say, over its fields: the outcome of a save, a restored draft, somebody else's save. */
export function FormMessages() {
  const { banner, setBanner, errors, conflict, running, setRunning, saving, save, discard, dirty } =
    useRegistration();
  const settled = banner?.aboutFields && Object.keys(errors).length === 0;
  return (
    <div className="flex max-w-4xl flex-col gap-3 not-empty:mb-4">
      {banner && !settled && (
        <Alert
          tone={banner.tone}
          title={banner.title}
          onDismiss={() => setBanner(null)}
          action={
            banner.tone === "info" &&
            dirty && (
              <Button variant="outline" size="sm" onClick={discard}>
                Descartar
              </Button>
            )
          }
        >
          {banner.text}
        </Alert>
      )}
      {running && (
        <RunningQuestion
          message={running}
          busy={saving}
          onChoose={(choice) => void save(undefined, choice)}
          onDismiss={() => setRunning(null)}
        />
      )}
      {conflict && (
        <Alert
          tone="warning"
          title={conflict.message}
          action={
            <>
              <Button variant="outline" size="sm" onClick={discard}>
                Usar a versão salva
              </Button>
              <Button size="sm" onClick={() => void save(conflict.offer.version)}>
                Substituir pela minha versão
              </Button>
            </>
          }
        >
          <p>Alterações feitas nesse intervalo:</p>
          <ChangeList changes={conflict.offer.changes} />
        </Alert>
      )}
    </div>
  );
}
