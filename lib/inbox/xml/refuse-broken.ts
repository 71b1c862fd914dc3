import { DocumentRefusal } from "../document.ts";

/** Ampersands that begin no reference that XML knows without a DOCTYPE. */
const STRAY =
  /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)([A-Za-z][A-Za-z0-9]{0,20};)?/;
/** In these an ampersand is text. */
const QUOTED = [
  ["<![CDATA[", "]]>"],
  ["<!--", "-->"],
] as const;

/** Says what breaks a file that is no well-formed XML, by name where the habit of a program is behind it. */
export function refuseBroken(text: string): never {
  const plain = QUOTED.reduce((rest, [open, close]) => blankQuoted(rest, open, close), text);
  const stray = STRAY.exec(plain);
  if (stray) {
    const line = plain.slice(0, stray.index).split("\n").length;
    if (stray[1])
      throw new DocumentRefusal(
        "unknown_entity",
        `O XML usa a entidade &${stray[1]} na linha ${line}, que só existe em páginas da internet. Algum programa alterou o arquivo: baixe o XML novamente na origem.`,
      );
    throw new DocumentRefusal(
      "stray_ampersand",
      `O XML traz um “&” solto na linha ${line}, que um XML autorizado não tem (ele é escrito &amp;). Algum programa alterou o arquivo: baixe o XML novamente na origem.`,
    );
  }
  if ((plain.match(/<\?xml\s/g)?.length ?? 0) > 1)
    throw new DocumentRefusal(
      "several_documents",
      "O arquivo traz mais de um XML, um atrás do outro. Envie cada um em seu próprio arquivo, ou todos em um zip.",
    );
  throw new DocumentRefusal(
    "not_xml",
    "O arquivo não é um XML válido: está cortado ou corrompido. Baixe-o novamente na origem.",
  );
}

/** Blanks what stands between two marks, line by line, so that lines keep their numbers. */
function blankQuoted(text: string, open: string, close: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf(open, at);
    const end = start < 0 ? -1 : text.indexOf(close, start);
    if (end < 0) return pieces.join("") + text.slice(at);
    pieces.push(text.slice(at, start), text.slice(start, end).replace(/[^\n]+/g, ""));
    at = end;
  }
}
