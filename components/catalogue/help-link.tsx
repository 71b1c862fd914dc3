import { CircleHelp } from "lucide-react";
import Link from "next/link";

/** The way from a form to the type's help page; in a tab of its own, so that nothing typed is lost. */
export function HelpLink({ id }: { id: string }) {
  return (
    <Link
      href={`/catalogo/${encodeURIComponent(id)}`}
      target="_blank"
      rel="noopener"
      className="inline-flex min-h-6 items-center gap-1 rounded-sm font-medium text-primary hover:underline"
    >
      <CircleHelp aria-hidden className="size-3.5" />
      Como preencher
      <span className="sr-only">(abre em outra aba)</span>
    </Link>
  );
}
