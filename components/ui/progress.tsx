import { cn } from "./cn.ts";

/** How far a piece of work has come. Without `value`, only that it is moving. */
export function Progress({
  value,
  max = 100,
  label,
  className,
}: {
  value?: number;
  max?: number;
  label: string;
  className?: string;
}) {
  const share =
    value === undefined ? undefined : Math.min(1, Math.max(0, max === 0 ? 1 : value / max));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-foreground/10", className)}
    >
      <div
        className={cn(
          "h-full rounded-full bg-primary transition-[width]",
          share === undefined && "w-1/3 animate-pulse",
        )}
        style={share === undefined ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
