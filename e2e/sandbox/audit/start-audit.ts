import type { Partner, StandInOptions } from "../control/partner.ts";
import { type SftpCsvAccess, startSftpCsv } from "../sftp-csv/start-sftp-csv.ts";
import { checkAuditFile } from "./check-file.ts";

/** Starts Audit's SFTP server. */
export function startAudit(
  options: StandInOptions & { returnDelay: number },
): Promise<{ access: SftpCsvAccess; partner: Partner }> {
  return startSftpCsv(options, {
    id: "audit",
    name: "Audit",
    user: "rede-modelo",
    password: "audit-modelo",
    check: checkAuditFile,
  });
}
