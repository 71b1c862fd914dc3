import type { WmsRecord } from "./wms-books.ts";

interface Item {
  produtoid: number;
  descricao: string;
  ean: string;
  fabricante?: { nome: string };
  quantidade?: number;
  itemid?: number;
  lote?: Array<{ descricao: string; fabricacao?: string; vencimento: string; quantidade: number }>;
}

const itemsOf = ({ body }: WmsRecord) => (body.itens ?? []) as Item[];
const sum = (list: readonly { quantidade: number }[]) =>
  list.reduce((total, { quantidade }) => total + quantidade, 0);

/** A finished document as the list shows it. */
export function listed(record: WmsRecord): Record<string, unknown> {
  const { id, key, body } = record;
  if (record.kind === "inventory") return { inventarioid: id, situacao: "ENCERRADO" };
  const head = {
    documentonr: body.documentonr,
    documentodata: body.documentodata,
    registroerp: key,
    processo: "CONCLUIDO",
    ...(body.deposito === undefined ? {} : { deposito: body.deposito }),
  };
  if (record.kind === "exit")
    return { pedidoid: id, natureza: body.natureza, destinatario: body.destinatario, ...head };
  const quantity = sum(itemsOf(record).flatMap(({ lote = [] }) => lote));
  return {
    entradaid: id,
    operacao: "RECEBIMENTO",
    fornecedor: body.fornecedor,
    ...head,
    qtdxml: quantity,
    qtdcheckin: quantity,
    qtddevolvida: 0,
    qtdsegregada: 0,
  };
}

/** The same document whole, as it is given back. */
export function whole(record: WmsRecord): Record<string, unknown> {
  if (record.kind === "inventory") return { ...listed(record), produtos: record.body.produtos };
  if (record.kind === "entry") {
    const produto = itemsOf(record).map(({ produtoid, descricao, fabricante, lote = [] }) => ({
      produtoid,
      descricao,
      fabricante: fabricante?.nome,
      qtdcaixa: sum(lote),
      qtdcaixamaster: 0,
      qtdxml: sum(lote),
      lotes: lote.map(({ quantidade, ...lot }) => ({
        ...lot,
        qtdcheckin: quantidade,
        qtddevolvida: 0,
        qtdsegregada: 0,
      })),
    }));
    return { ...listed(record), situacao: "CONFERIDO", produto };
  }
  const produtos = itemsOf(record).map(({ produtoid, ean, quantidade = 0, itemid }) => ({
    produtoid,
    ean,
    qtdsuprida: quantidade,
    peso: 0,
    volume: 0,
    itemid,
    lotes: [
      {
        loteid: produtoid,
        descricao: "L-01",
        fabricacao: "2026-01-10",
        vencimento: "2028-01-31",
        quantidade,
        embalagempadrao: 1,
      },
    ],
  }));
  return {
    ...listed(record),
    documentooriginal: record.body.documentooriginal,
    situacao: "EXPEDIDO",
    volumes: [
      {
        pedidovolumeid: record.id * 10,
        sequencia: 1,
        caixa: "P",
        identificacaocaixa: "CX-1",
        lacres: "",
        produtos,
      },
    ],
    QtdVolume: 1,
  };
}
