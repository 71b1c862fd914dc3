import { z } from "zod";
import { addDays } from "@/lib/core/period.ts";
import type { Partner, StandInOptions } from "../control/partner.ts";
import { checkCsv, readRows } from "../sftp-csv/check-csv.ts";
import { type SftpCsvAccess, startSftpCsv } from "../sftp-csv/start-sftp-csv.ts";
import { PROFFER_RULES } from "./check-file.ts";
import { type Spoiled, suggestPrices } from "./suggest-prices.ts";

const spoilShape = z.strictObject({
  with: z.array(z.enum(["unknown_product", "unknown_zone", "stale"])),
});

/**
 * Starts Proffer: it answers the products of a branch with prices for that branch's zone, dated the
 * day after the file's.
 */
export function startProffer(
  options: StandInOptions & { returnDelay: number },
): Promise<{ access: SftpCsvAccess; partner: Partner }> {
  let spoiled: Spoiled[] = [];
  const made = new Map<string, number>();
  return startSftpCsv(options, {
    id: "proffer",
    name: "Proffer",
    user: "rede-modelo",
    password: "chave-padrao-proffer",
    check: (name, bytes) => checkCsv(name, bytes, PROFFER_RULES),
    answer: (name, bytes) => {
      const day = /^PRODUTOS_.*_(\d{4})(\d{2})(\d{2})_\d{3}\.csv$/.exec(name);
      if (!day) return new Map();
      const returns = suggestPrices(
        readRows(bytes, PROFFER_RULES.columns.PRODUTOS),
        addDays(`${day[1]}-${day[2]}-${day[3]}`, 1),
        spoiled,
      );
      for (const [file, content] of returns) made.set(file, content.split("\r\n").length - 2);
      return returns;
    },
    counts: () => ({
      "Retornos de preços": made.size,
      "Preços sugeridos em retornos": [...made.values()].reduce((sum, count) => sum + count, 0),
    }),
    commands: {
      spoil: (body) => {
        spoiled = spoilShape.parse(body).with;
        return { with: spoiled };
      },
    },
    reset: () => {
      spoiled = [];
      made.clear();
    },
  });
}
