import type { Engine } from "./engine.ts";
import { openLogWriter } from "./log-writer.ts";
import type { NoticeJob } from "./queues.ts";

/** One try at delivering a notice; rejects when the mail server did not take it, and the queue tries again. */
export async function sendNotice(
  engine: Pick<Engine, "database" | "mail">,
  job: NoticeJob,
): Promise<void> {
  const { organizationId, integrationId, taskId, to, subject, text } = job;
  const log = openLogWriter({ db: engine.database.db, organizationId, integrationId, taskId });
  try {
    if (!engine.mail)
      return log.write(
        "warn",
        "O aviso por e-mail não foi enviado. Nenhum servidor de e-mail (SMTP) está configurado.",
      );
    await engine.mail({ to, subject, text });
    log.write("info", "Aviso enviado por e-mail para o endereço do cadastro.");
  } catch (cause) {
    // The server's words may repeat the address: only its code is told.
    const code =
      cause instanceof Error && "responseCode" in cause && typeof cause.responseCode === "number"
        ? ` (${cause.responseCode})`
        : "";
    log.write("warn", `O servidor de e-mail não aceitou o aviso${code}. Haverá nova tentativa.`);
    throw new Error("the mail server did not take the notice", { cause });
  } finally {
    await log.close();
  }
}
