/** Half a hundredth a share: what rounding to two places may take from it or add to it. */
const ROUNDING = 0.5;

/**
 * Shares of the contract's parties, in per cent, must make 100 when any is given, as far as two decimal
 * places can say it: three times 33.33 do. Of a party whose share is not said the rest is taken to be; then
 * only more than 100 is wrong. The sentence otherwise.
 */
export function refuseShares(shares: ReadonlyArray<number | null>): string | null {
  const given = shares.filter((share) => share !== null).map((share) => Math.round(share * 100));
  const sum = given.reduce((total, share) => total + share, 0);
  const most = 10_000 + given.length * ROUNDING;
  const least = given.length < shares.length ? 0 : 10_000 - given.length * ROUNDING;
  return given.length === 0 || (sum <= most && sum >= least)
    ? null
    : `As participações no contrato somam ${(sum / 100).toLocaleString("pt-BR")} % e deveriam somar 100 %. Corrija-as no Hub e repita a etapa.`;
}
