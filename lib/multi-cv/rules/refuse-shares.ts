/** Half a hundredth a share: what rounding to two places may take from it or add to it. */
const ROUNDING = 0.5;

/**
 * Shares of the contract, in per cent, must make 100 when any is given, as far as two decimal places
 * can say it: three times 33.33 do. The sentence otherwise.
 */
export function refuseShares(shares: ReadonlyArray<number | null>): string | null {
  const given = shares.filter((share) => share !== null).map((share) => Math.round(share * 100));
  const sum = given.reduce((total, share) => total + share, 0);
  return given.length === 0 || Math.abs(sum - 10_000) <= given.length * ROUNDING
    ? null
    : `As participações no contrato somam ${(sum / 100).toLocaleString("pt-BR")} % e deveriam somar 100 %. Corrija-as no Hub e repita a etapa.`;
}
