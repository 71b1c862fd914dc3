import Link from "next/link";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import type { RestoreNotice } from "@/lib/admin/restore/read-restore-notice.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatInstant } from "@/lib/core/period.ts";

/** Says on every page that nothing is sent by itself, and where that is put right. */
export function RestoreBanner({ notice, timeZone }: { notice: RestoreNotice; timeZone: string }) {
  return (
    <Alert
      tone="warning"
      className="mb-4"
      title={`O Enlace foi restaurado de uma cópia de ${formatInstant(new Date(notice.since), timeZone)}.`}
      action={
        notice.mayRelease && (
          <Button asChild size="sm">
            <Link href="/restauracao">Conferir e liberar</Link>
          </Button>
        )
      }
    >
      <p>
        {formatCount(notice.count, "integração está parada", "integrações estão paradas")} para que
        nada seja enviado duas vezes.{" "}
        {notice.mayRelease
          ? "Confira o que pode ter sido enviado depois da cópia e libere cada uma."
          : "Um agente de Suporte confere o que já foi enviado e libera cada uma."}
      </p>
    </Alert>
  );
}
