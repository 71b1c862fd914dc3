import Link from "next/link";
import { formatCount } from "@/lib/core/format-count.ts";
import type { Day } from "@/lib/core/period.ts";
import { Alert } from "../ui/alert.tsx";
import { buttonVariants } from "../ui/button.tsx";
import { nameDays } from "./name-days.ts";

/** Which days the partner lacks, and the way to send them: what a pause or a stop leaves behind. */
export function MissingDays({
  integrationId,
  days,
}: {
  integrationId: number;
  days: readonly Day[];
}) {
  return (
    <Alert
      tone="warning"
      title={`${days.length === 1 ? "Falta" : "Faltam"} ${formatCount(days.length, "dia", "dias")} no parceiro`}
      action={
        <Link
          href={`/integracoes/${integrationId}/dias?planejar=sim`}
          className={buttonVariants({ size: "sm" })}
        >
          Planejar o que falta
        </Link>
      }
    >
      <p>{nameDays(days)}.</p>
    </Alert>
  );
}
