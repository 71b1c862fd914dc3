import type { Queryable } from "@/db/client.ts";
import type { RateBudget } from "../connectors/define.ts";
import { createFtp } from "../connectors/transports/ftp.ts";
import { createHttp } from "../connectors/transports/http.ts";
import type { TransportOptions } from "../connectors/transports/options.ts";
import { createSftp } from "../connectors/transports/sftp.ts";
import type { FtpTransport, HttpTransport, SftpTransport } from "../connectors/transports/types.ts";
import { takeBudget } from "./budget.ts";

interface Wiring extends Omit<TransportOptions, "takeBudget"> {
  db: Queryable;
  /** Whoever shares the key shares the budget: the connector's id, or its id and the account. */
  budgetKey: string;
  /** Left out: the partner names no limit. */
  budget?: RateBudget | undefined;
}

/** The transports of one attempt (or of one "Testar conexão"), bound to its log, its secrets and its partner's budget. */
export function makeTransports({ db, budgetKey, budget, ...rest }: Wiring): { http: HttpTransport; ftp: FtpTransport; sftp: SftpTransport } {
  const options: TransportOptions = { ...rest, takeBudget: async (signal) => (budget ? takeBudget(db, budgetKey, budget, signal) : undefined) };
  return { http: createHttp(options), ftp: createFtp(options), sftp: createSftp(options) };
}

/** ALLOWED_PRIVATE_HOSTS as the list that transports take. */
export function readAllowedHosts(text: string): string[] {
  return text.split(",").map((entry) => entry.trim()).filter(Boolean);
}
