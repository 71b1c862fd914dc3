import { DocumentRefusal } from "../document.ts";
import { namesOf } from "./collect-parts.ts";
import { textAt, type XmlNode } from "./read-xml.ts";

/** What a file is by the names in it, and what to send in its place. The first that fits is told. */
const KINDS: readonly [names: RegExp, is: string, send: string][] = [
  [
    /^resNFe$/,
    "o resumo de uma NF-e (resNFe), sem os itens",
    "Manifeste a ciência da operação e baixe o XML completo (nfeProc).",
  ],
  [
    /^(cte(OS|Simp)?Proc|GTVe.*)$|CTe(OS|Simp)?$/,
    "de um CT-e (conhecimento de transporte)",
    "O Enlace recebe só NFC-e e NF-e: retire-o da pasta exportada.",
  ],
  [
    /^mdfeProc$|MDFe/,
    "de um MDF-e (manifesto de transporte)",
    "O Enlace recebe só NFC-e e NF-e: retire-o da pasta exportada.",
  ],
  [
    /nfse|NFSe|Nfse|^(DPS|LoteRps|Rps|RPS|pedRegEvento)$/,
    "de uma NFS-e (nota de serviço)",
    "Serviços não são movimentos do Enlace: retire-a da pasta exportada.",
  ],
  [
    /^(CFe|CFeCanc|envCFe)$/,
    "um CF-e SAT",
    "O SAT não é lido aqui: envie essas vendas por CSV ou pela API.",
  ],
  [
    /^(nfcomProc|NFCom|nf3eProc|NF3e|bpeProc|BPe)$/,
    "uma nota de outro tipo (comunicação, energia ou passagem)",
    "O Enlace recebe só NFC-e e NF-e: retire-a da pasta exportada.",
  ],
  [
    /^(ProcInutNFe|procInutNFe|inutNFe|retInutNFe)$/,
    "uma inutilização de numeração",
    "Ela não movimenta nada, e não precisa ser enviada.",
  ],
  [
    /^(cancNFe|procCancNFe)$/,
    "um pedido de cancelamento sem a resposta da SEFAZ",
    "Envie o evento processado (procEventoNFe).",
  ],
  [
    /^(retConsSitNFe)$/,
    "a resposta a uma consulta, e ela não diz que a nota está cancelada",
    "Para lançar a nota, envie o XML autorizado (nfeProc).",
  ],
  [
    /^(protNFe|retEnviNFe|retConsReciNFe)$/,
    "só o protocolo da SEFAZ, sem a nota",
    "Envie o XML autorizado (nfeProc), que traz os dois.",
  ],
  [/^(enviNFe)$/, "um lote sem notas", "Envie o XML autorizado (nfeProc) de cada nota."],
  [
    /^(retEnvEvento|retEvento|envEvento|procEventoNFe)$/,
    "um evento sem o registro da SEFAZ",
    "Envie o evento processado (procEventoNFe).",
  ],
  [
    /^(retDistDFeInt|distDFeInt|consSitNFe|consReciNFe|consStatServ|retConsStatServ)$/,
    "uma mensagem do serviço da SEFAZ, sem documentos",
    "Envie o XML autorizado (nfeProc) ou o evento processado (procEventoNFe).",
  ],
  [
    /^(html|HTML)$/,
    "uma página da internet",
    "Baixe o XML da nota na origem, em vez de salvar a página da consulta.",
  ],
];

/** Refuses what is no note, by name, with what to send in its place. */
export function refuseRoot(root: XmlNode): never {
  const names = namesOf(root);
  const found = KINDS.find(([pattern]) => [...names].some((name) => pattern.test(name)));
  if (root.name === "nfeProc")
    throw new DocumentRefusal(
      "unsupported_document",
      "O XML não contém os dados de uma NFC-e ou NF-e. Baixe-o novamente na origem.",
    );
  throw new DocumentRefusal(
    "unsupported_document",
    found
      ? `O XML é ${found[1]}. ${found[2]}`
      : `O XML é de outro tipo (${root.name.slice(0, 40)}). Envie NFC-e, NF-e (nfeProc) ou eventos de cancelamento (procEventoNFe).`,
    textAt(root, "chNFe").slice(0, 60),
  );
}
