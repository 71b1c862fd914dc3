import type { FieldChange } from "@/lib/admin/integrations/describe-changes.ts";

/** Differences in words; of a secret only that it changed. */
export function ChangeList({ changes }: { changes: readonly FieldChange[] }) {
  if (changes.length === 0) return <p className="text-muted-foreground">Nenhuma diferença.</p>;
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {changes.map(({ field, before, after, secret }, index) => (
        <li key={`${field}-${index}`} className="wrap-anywhere">
          <span className="font-medium">{field}</span>
          {": "}
          {secret ? (
            <span>{after ?? "removida"}</span>
          ) : (
            <>
              <del className="text-muted-foreground decoration-1">{before || "não preenchido"}</del>{" "}
              <span aria-hidden>→</span>
              <span className="sr-only"> passou a </span>{" "}
              <ins className="no-underline">{after || "não preenchido"}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
