import { DOUBTFUL, type Doubtful } from "./explain-total.ts";
import { centsAt } from "./read-values.ts";
import { nodeAt, textAt, type XmlNode } from "./read-xml.ts";

/** Taxes of a line: what certainly counts in its price, and what counts in some notes only. */
export interface LineTaxes {
  sure: number;
  doubtful: Doubtful;
}

/** Nothing of anything. */
export const noDoubt = (): Doubtful => ({
  duty: 0,
  contributions: 0,
  retainedContributions: 0,
  relief: 0,
  reform: 0,
});

/** Adds up what lines have in doubt. */
export function sumDoubtful(list: readonly Doubtful[]): Doubtful {
  const sum = noDoubt();
  for (const one of list) for (const name of DOUBTFUL) sum[name] += one[name];
  return sum;
}

/** Reads the taxes of one `det`. */
export function readLineTaxes(item: XmlNode, key: string): LineTaxes {
  const taxes = nodeAt(item, "imposto");
  const at = (...path: string[]) => centsAt(taxes, key, ...path);
  // Whichever group of situation a tax has stands between its name and its amount.
  const inGroups = (tax: string, name: string) =>
    (nodeAt(taxes, tax)?.children ?? []).reduce((all, group) => all + centsAt(group, key, name), 0);
  const doubtful = noDoubt();
  let sure =
    at("IPI", "IPITrib", "vIPI") +
    centsAt(item, key, "impostoDevol", "IPI", "vIPIDevol") +
    inGroups("ICMS", "vICMSST") +
    inGroups("ICMS", "vFCPST") +
    inGroups("ICMS", "vICMSMonoReten");
  doubtful.duty = at("II", "vII");
  doubtful.contributions = inGroups("PIS", "vPIS") + inGroups("COFINS", "vCOFINS");
  for (const [tax, amount, flag] of [
    ["PISST", "vPIS", "indSomaPISST"],
    ["COFINSST", "vCOFINS", "indSomaCOFINSST"],
  ] as const) {
    const counts = textAt(taxes, tax, flag);
    if (counts === "1") sure += at(tax, amount);
    else if (counts === "") doubtful.retainedContributions += at(tax, amount);
  }
  for (const group of nodeAt(taxes, "ICMS")?.children ?? []) {
    const deducted = textAt(group, "indDeduzDeson");
    const relief = centsAt(group, key, "vICMSDeson");
    if (deducted === "1") sure -= relief;
    else if (deducted === "") doubtful.relief -= relief;
  }
  doubtful.reform =
    at("IBSCBS", "gIBSCBS", "vIBS") + at("IBSCBS", "gIBSCBS", "gCBS", "vCBS") + at("IS", "vIS");
  return { sure, doubtful };
}
