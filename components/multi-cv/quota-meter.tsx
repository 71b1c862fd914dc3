import { Progress } from "../ui/progress.tsx";

/** What is used of the day's calls. */
export function QuotaMeter({
  quota,
  name,
}: {
  quota: { used: number; limit: number | null } | null;
  name: string;
}) {
  if (!quota) return <span className="text-muted-foreground">Sem limite</span>;
  const used = quota.used.toLocaleString("pt-BR");
  if (quota.limit === null) return <span className="tabular-nums">{used} hoje</span>;
  const share = Math.min(100, Math.round((quota.used / quota.limit) * 100));
  return (
    <span className="inline-flex min-w-32 flex-col gap-1">
      <span className="tabular-nums">
        {used} de {quota.limit.toLocaleString("pt-BR")}
      </span>
      <Progress
        value={share}
        label={`Chamadas de hoje a ${name}: ${share}%`}
        className={share >= 90 ? "[&>*]:bg-failed-mark" : ""}
      />
    </span>
  );
}
