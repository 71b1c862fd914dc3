import type { Queryable } from "@/db/client.ts";
import { claimHostKey, saveHostKey } from "@/db/queries/integrations/host-keys.ts";
import type { RateBudget } from "@/lib/connectors/define.ts";
import { createFtp } from "@/lib/connectors/transports/ftp.ts";
import { createHttp } from "@/lib/connectors/transports/http.ts";
import type { SftpOptions, TransportOptions } from "@/lib/connectors/transports/options.ts";
import { createSftp } from "@/lib/connectors/transports/sftp.ts";
import type {
  FtpTransport,
  HttpTransport,
  SftpTransport,
} from "@/lib/connectors/transports/types.ts";
import { claimBudget } from "./budget.ts";

interface Wiring extends Omit<TransportOptions, "claimBudget"> {
  db: Queryable;
  /** Whose servers are known. */
  organizationId: number;
  /** Whoever shares the key shares the budget: the connector's id, or its id and the account. */
  budgetKey: string;
  /** Left out: the partner names no limit. */
  budget?: RateBudget | undefined;
}

/**
 * The transports of one attempt (or of one "Testar conexão"), bound to its log, its secrets and its
 * partner's budget.
 */
export function makeTransports({ db, organizationId, budgetKey, budget, ...rest }: Wiring): {
  http: HttpTransport;
  ftp: FtpTransport;
  sftp: SftpTransport;
} {
  const options: SftpOptions = {
    ...rest,
    claimBudget: async (signal) =>
      budget ? claimBudget(db, budgetKey, budget, signal) : undefined,
    knownHosts: {
      claim: (host, port, fingerprint) =>
        claimHostKey(db, { organizationId, host, port }, fingerprint),
      save: (host, port, fingerprint) =>
        saveHostKey(db, { organizationId, host, port }, fingerprint),
    },
  };
  return { http: createHttp(options), ftp: createFtp(options), sftp: createSftp(options) };
}

/** ALLOWED_PRIVATE_HOSTS as the list that transports take. */
export function readAllowedHosts(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}
