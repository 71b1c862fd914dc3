"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useBanner } from "../forms/use-banner.tsx";
import { Button } from "../ui/button.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";

/** The first step of Multi CV: its integration, inactive, and on to the guided page. */
export function StartSetup({ start }: { start: () => Promise<Outcome<{ id: number }>> }) {
  const { banner, act } = useBanner();
  const [busy, setBusy] = useState(false);
  const router = useRouter();
  return (
    <div className="flex flex-col items-center gap-3">
      {banner}
      <Button
        busy={busy}
        onClick={() => {
          setBusy(true);
          void act(start(), ({ id }) =>
            router.push(`/reservas/configurar?integracao=${id}`),
          ).finally(() => setBusy(false));
        }}
      >
        Começar a configuração
      </Button>
    </div>
  );
}
