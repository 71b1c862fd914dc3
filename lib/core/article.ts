/** The article of a name: "a Smarket", "o WebCompras". */
export type Article = "a" | "o";

const JOINED = {
  a: { a: "à", o: "ao" },
  de: { a: "da", o: "do" },
  por: { a: "pela", o: "pelo" },
} as const;

/** A preposition with the article that follows it: "pela" in "pela Smarket", "ao" in "ao WebCompras". */
export const joinArticle = (preposition: keyof typeof JOINED, article: Article): string =>
  JOINED[preposition][article];
