import { CircleAlert } from "lucide-react";
import { ScrollArea } from "../ui/scroll-area.tsx";
import type { CsvPreview, PreviewCell } from "@/lib/core/csv-preview.ts";

const cell = "border-b px-2.5 py-1.5 text-left align-top";

/** The first lines of a CSV, each cell as it is read, with what would be refused. */
export function PreviewTable({ preview }: { preview: CsvPreview }) {
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-1 gap-x-6 gap-y-1 text-sm sm:grid-cols-3">
        <Fact label="Conteúdo" value={preview.kind} />
        <Fact label="Separador" value={preview.separator} />
        <Fact label="Codificação" value={preview.encoding} />
      </dl>
      <ScrollArea label="Primeiras linhas do arquivo" className="max-h-96 rounded-md border">
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="sr-only">Primeiras linhas do arquivo</caption>
          <thead>
            <tr>
              <th scope="col" className={`${cell} font-medium`}>
                Linha
              </th>
              {preview.columns.map(({ name, reading }, index) => (
                <th key={`${name}/${index}`} scope="col" className={`${cell} font-medium`}>
                  <span className="block whitespace-nowrap">{name || "(sem nome)"}</span>
                  <span className="block text-xs font-normal text-muted-foreground">
                    {reading ?? "não é lida"}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.line}>
                <th scope="row" className={`${cell} font-normal tabular-nums`}>
                  {row.line}
                  {row.problem && <Trouble text={row.problem} />}
                </th>
                {row.cells.map((one, index) => (
                  <td key={index} className={cell}>
                    <CellText {...one} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <p className="text-xs text-muted-foreground">
        São as primeiras linhas. A importação decide pelas colunas do arquivo inteiro e confere
        também filiais, somas e o que já foi recebido: use Conferir sem gravar para ver tudo.
      </p>
    </div>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted-foreground">{label}:</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}

function CellText({ written, read, problem }: PreviewCell) {
  return (
    <>
      <span className="block max-w-64 truncate" title={written}>
        {written}
      </span>
      {read !== null && <span className="block text-xs text-muted-foreground">lido: {read}</span>}
      {problem && <Trouble text={problem} />}
    </>
  );
}

function Trouble({ text }: { text: string }) {
  return (
    <span className="flex max-w-64 min-w-40 items-start gap-1 text-xs text-failed">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      {text}
    </span>
  );
}
