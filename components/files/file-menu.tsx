import { Download } from "lucide-react";
import type { RowAction } from "../data-grid/grid-column.ts";
import type { FileRow } from "@/lib/admin/files/file-row.ts";

/** The one thing to do with a file. */
export function fileMenu(file: FileRow, mayDownload: boolean): RowAction[] {
  if (!mayDownload) return [];
  const hint =
    file.withheld ?? (file.removedAt ? "O conteúdo foi removido pela retenção" : undefined);
  return [
    {
      label: "Download",
      icon: <Download aria-hidden />,
      href: `/api/files/${file.id}/download`,
      download: true,
      disabled: hint !== undefined,
      hint,
    },
  ];
}
