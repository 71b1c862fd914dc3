/** What a key of the API may do. Each is a right of its own: a key that sends does not read what the hub decided. */
export const API_RIGHTS = ["send", "readPrices", "readPromotions"] as const;
export type ApiRight = (typeof API_RIGHTS)[number];

/** The words of each right on screen. */
export const API_RIGHT_WORDS: Readonly<
  Record<ApiRight, { label: string; short: string; help: string }>
> = {
  send: {
    label: "Enviar movimentos e cadastros",
    short: "Enviar",
    help: "Vendas, produtos, preços, estoque e os demais dados enviados pelo ERP, e a consulta dos totais recebidos.",
  },
  readPrices: {
    label: "Buscar preços aplicados",
    short: "Buscar preços",
    help: "Preços aplicados ou desfeitos em Alteração de Preço/Oferta, para uso no caixa.",
  },
  readPromotions: {
    label: "Buscar promoções de parceiros",
    short: "Buscar promoções",
    help: "Promoções que a ScannTech e outros parceiros publicam para as lojas, para uso no caixa. Sem dados pessoais.",
  },
};

/** What an ERP reads in order, from a number on. */
export type Feed = "prices" | "promotions";

/** The right that opens each feed. */
export const FEED_RIGHT: Readonly<Record<Feed, ApiRight>> = {
  prices: "readPrices",
  promotions: "readPromotions",
};
