import type { PreviewReader } from "../define.ts";
import { type LayoutKey, readLayout } from "./layout.ts";
import { type DemandRow, FieldTooShort, writeHeader, writeRow } from "./write-row.ts";

/**
 * Invented rows: an ordinary one, and one that shows how the layout bears long names, large amounts
 * and what is missing.
 */
const EXAMPLES: readonly Omit<DemandRow, "cd_emp_ims">[] = [
  {
    codigo_loja: "12",
    cnpj: "41902377000113",
    uf: "SP",
    data: "2026-03-05",
    ean: "7890006000011",
    codigo_produto: "1001",
    descricao: "Ácido fólico 5 mg 30 comp.",
    fabricante: "Laboratório Serra Azul",
    registro_ms: "1000000010015",
    quantidade: 3,
    valorCents: 3_870,
    estoque: 12,
  },
  {
    codigo_loja: "107",
    cnpj: "41902377000202",
    uf: "MG",
    data: "2026-03-05",
    ean: "7890006000035",
    codigo_produto: "204518",
    descricao: "Amoxicilina + clavulanato de potássio 875 mg + 125 mg; 14 comprimidos revestidos",
    fabricante: "Indústria Farmacêutica Vale do Rio Negro Ltda.",
    registro_ms: "1000000040025",
    quantidade: 1_250,
    valorCents: 11_237_500,
    estoque: null,
  },
];

/** The first lines of a file in this layout. Throws `settings`. */
export function previewDemand(settings: PreviewReader<LayoutKey | "CD_EMP_IMS">): string[] {
  const layout = readLayout(settings);
  const lines = EXAMPLES.map((example) => {
    try {
      return writeRow({ ...example, cd_emp_ims: settings.text("CD_EMP_IMS") || "0000" }, layout);
    } catch (error) {
      if (error instanceof FieldTooShort)
        return `(linha recusada: não cabe em “${error.field.title}”, de ${error.field.length} posições)`;
      throw error;
    }
  });
  return layout.header ? [writeHeader(layout), ...lines] : lines;
}
