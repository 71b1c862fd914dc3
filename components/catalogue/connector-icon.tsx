import { cn } from "../ui/cn.ts";

/** A plug: what a type without a drawing of its own shows. */
const PLUG = "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4";

/** The drawing of a type of integration on a quiet tile; its name stands beside it, so that it is decoration only. */
export function ConnectorIcon({ path, className }: { path: string | null; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-10 shrink-0 place-items-center rounded-md border bg-muted text-foreground/80",
        className,
      )}
    >
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
        className="size-3/5"
      >
        <path d={path ?? PLUG} />
      </svg>
    </span>
  );
}
