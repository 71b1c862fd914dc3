import type { ChangedDays as Changed } from "@/lib/admin/integrations/read-integration.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { formatDay } from "@/lib/core/period.ts";
import { Alert } from "../ui/alert.tsx";

const SHOWN = 10;

/** Which delivered days have more by now than their partner got, and what to do about it. */
export function ChangedDays({
  operations,
  mayRunAgain,
}: {
  operations: readonly Changed[];
  mayRunAgain: boolean;
}) {
  const days = new Set(operations.flatMap((each) => each.days.map(({ day }) => day)));
  if (days.size === 0) return null;
  return (
    <Alert
      tone="warning"
      title={`${formatCount(days.size, "dia mudou", "dias mudaram")} depois do envio`}
    >
      {operations.map(({ label, days: changed }) => (
        <p key={label}>
          {label}: {describeDays(changed)}.
        </p>
      ))}
      <p className="mt-1">
        {mayRunAgain
          ? "Execute a integração nesses dias, ou use “Planejar o que falta” na aba Dias, para que o parceiro receba o que chegou depois."
          : "O parceiro ainda não recebeu o que chegou depois. Combine com ele como corrigir esses dias."}
      </p>
    </Alert>
  );
}

function describeDays(days: Changed["days"]): string {
  const shown = days
    .slice(0, SHOWN)
    .map(
      ({ day, branches }) => `${formatDay(day)} (${formatCount(branches, "filial", "filiais")})`,
    );
  if (days.length > SHOWN) shown.push(`mais ${formatCount(days.length - SHOWN, "dia", "dias")}`);
  return new Intl.ListFormat("pt-BR").format(shown);
}
