import Link from "next/link";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import type { RestoreState } from "@/lib/admin/restore/read-restore-state.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatInstant } from "@/lib/core/period.ts";

/** Says on every page that nothing is sent by itself, and where that is put right. */
export function RestoreBanner({ state, timeZone }: { state: RestoreState; timeZone: string }) {
  return (
    <Alert
      tone="warning"
      className="mb-4"
      title={`O Enlace foi restaurado de uma cópia de ${formatInstant(new Date(state.since), timeZone)}.`}
      action={
        state.mayRelease && (
          <Button asChild size="sm">
            <Link href="/restauracao">Conferir e liberar</Link>
          </Button>
        )
      }
    >
      <p>
        {formatCount(state.count, "integração está parada", "integrações estão paradas")} para que
        nada seja enviado duas vezes.{" "}
        {state.mayRelease
          ? "Confira o que pode ter sido enviado depois da cópia e libere cada uma."
          : "Um agente de Suporte confere o que já foi enviado e libera cada uma."}
      </p>
    </Alert>
  );
}
