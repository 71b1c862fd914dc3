import { z } from "zod";
import { gtin, type LotResource, named, positive } from "./lot-contract.ts";

const common = {
  chave: named,
  gtin,
  cdProduto: named,
  cdFilial: named,
  cdPrecoGrupo: named.nullable(),
};
const window = {
  cdPromocao: named,
  dtVigenciaInicial: z.iso.date(),
  dtVigenciaFinal: z.iso.date(),
  exibeFraseInformativa: z.enum(["S", "N"]),
  deFraseInformativa: named.nullable(),
};
const price = positive.refine((value) => value > 0, "preço zero");
const count = z.number().int().positive();
const percent = z.number().gt(0).lte(100);

interface Offer {
  dtVigenciaInicial: string;
  dtVigenciaFinal: string;
  exibeFraseInformativa: string;
  deFraseInformativa: string | null;
  vlPrecoDe?: number;
  vlPrecoUnitario?: number;
  qtCompre?: number;
  qtPague?: number;
}

function judgeOffer(offer: Offer, day: string): [string, string] | null {
  if (offer.dtVigenciaInicial > offer.dtVigenciaFinal)
    return ["VIGENCIA_INVERTIDA", "a vigência termina antes de começar"];
  if (offer.dtVigenciaFinal < day) return ["VIGENCIA_ENCERRADA", "a oferta já terminou"];
  if ((offer.exibeFraseInformativa === "S") !== (offer.deFraseInformativa !== null))
    return ["FRASE", "frase e indicador de frase não combinam"];
  if (
    offer.vlPrecoDe !== undefined &&
    offer.vlPrecoUnitario !== undefined &&
    offer.vlPrecoUnitario >= offer.vlPrecoDe
  )
    return ["OFERTA_INVALIDA", "oferta igual ou acima do preço normal"];
  if (
    offer.qtPague !== undefined &&
    offer.qtCompre !== undefined &&
    offer.qtPague >= offer.qtCompre
  )
    return ["QUANTIDADES", "paga tanto quanto leva"];
  return null;
}

const offer = (fields: z.ZodRawShape): LotResource => ({
  shape: z.strictObject({ ...common, ...window, ...fields }),
  judge: judgeOffer as never,
});

/** The seven kinds of price a label service prints. */
export const LABELS: Readonly<Record<string, LotResource>> = {
  preco_regular: { shape: z.strictObject({ ...common, vlPrecoUnitario: price }) },
  preco_de_por: offer({ vlPrecoDe: price, vlPrecoUnitario: price }),
  preco_a_partir_de: offer({ vlPrecoUnitario: price }),
  preco_fidelidade: offer({ vlPrecoDe: price, vlPrecoUnitario: price }),
  leve_pague: offer({ qtCompre: count, qtPague: count }),
  desconto_unidade: offer({ qtCompre: count, pcDesconto: percent }),
  compre_ganhe: offer({
    qtCompre: count,
    cdProdutoDesconto: named,
    gtinProdutoDesconto: gtin,
    deResumidaProdutoDesconto: named,
    deApresentacaoVendaProdutoDesconto: named.nullable(),
    qtProdutoDesconto: count,
    exibeFraseInformativaProdutoDesconto: z.enum(["S", "N"]),
    deFraseInformativaProdutoDesconto: named.nullable(),
    pcDesconto: percent,
  }),
};
