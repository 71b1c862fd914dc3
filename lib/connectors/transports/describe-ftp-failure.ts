import { FTPError } from "basic-ftp";
import { PartnerError } from "@/lib/core/errors.ts";
import { codeOf, describeConnectionFailure, isRefused } from "./connection-failure.ts";

/** What a failure of the line or an answer of the server is. `where` is host:port. */
export function describeFtpFailure(error: unknown, where: string): PartnerError {
  if (!(error instanceof FTPError)) {
    // Time-outs and drops come without a code. Every operation here may be repeated without harm.
    if (codeOf(error) === "" || codeOf(error) === "0" || isRefused(error))
      return new PartnerError(
        "unavailable",
        `${where} recusou a conexão, deixou de responder ou a encerrou.`,
        { cause: error },
      );
    const failure = describeConnectionFailure(error, where, false);
    return failure;
  }
  const { code } = error;
  if (code === 530 || code === 430 || code === 332 || code === 532)
    return new PartnerError("auth", `O servidor FTP ${where} recusou usuário ou senha (${code}).`);
  if (code === 552 || code === 452) return noSpace(where, code);
  if (code >= 500)
    return new PartnerError(
      "rejected",
      `O servidor FTP ${where} recusou o arquivo ou a pasta (${code}). Confira o caminho e as permissões.`,
    );
  return new PartnerError(
    "unavailable",
    `O servidor FTP ${where} pediu para tentar mais tarde (${code}).`,
  );
}

/** The server could not keep the file: waiting does not mend it. */
export function noSpace(where: string, code: number): PartnerError {
  return new PartnerError(
    "rejected",
    `O servidor FTP ${where} não conseguiu gravar o arquivo: está sem espaço ou passou da cota (${code}). Peça ao parceiro que libere espaço e reprocesse a tarefa.`,
  );
}
