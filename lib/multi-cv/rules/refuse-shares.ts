/** Shares of the contract, in per cent, must make 100.00 when any is given; the sentence otherwise. */
export function refuseShares(shares: ReadonlyArray<number | null>): string | null {
  const given = shares.filter((share) => share !== null).map((share) => Math.round(share * 100));
  const sum = given.reduce((total, share) => total + share, 0);
  return given.length === 0 || sum === 10_000
    ? null
    : `As participações no contrato somam ${(sum / 100).toLocaleString("pt-BR")} % e deveriam somar 100 %. Corrija-as no Hub e repita a etapa.`;
}
