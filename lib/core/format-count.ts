const number = new Intl.NumberFormat("pt-BR");

/** "1 produto", "1.240 produtos": the words agree with the number, so that no sentence needs "produto(s)". */
export const formatCount = (count: number, one: string, more: string): string =>
  `${number.format(count)} ${count === 1 ? one : more}`;
