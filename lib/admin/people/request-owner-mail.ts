import type { Transaction } from "@/db/client.ts";
import type { LinkOwner } from "@/lib/auth/access-links.ts";
import { formatInstant } from "@/lib/core/period.ts";
import type { Mail } from "@/lib/engine/mail.ts";
import { enqueue } from "@/lib/engine/queue.ts";
import { SEND_MAIL } from "@/lib/engine/queues.ts";

const TIME_ZONE = "America/Sao_Paulo";
const NEXT_STEP =
  "Se foi você ou você pediu isso, não é preciso fazer nada. Se não foi, avise o administrador de usuários do seu Enlace.";

/** Tells a person that their password was set by a link: an administrator who saw it could have been first. */
export function requestLinkMail(
  tx: Transaction,
  owner: LinkOwner,
  use: { address: string; now: Date },
): Promise<void> {
  const origin = use.address ? `, a partir do endereço ${use.address}` : "";
  return send(tx, owner, "Sua senha foi definida por um link de acesso", [
    `A sua senha no Enlace foi definida por um link de acesso em ${formatInstant(use.now, TIME_ZONE)} (horário de Brasília)${origin}.`,
    "As sessões que estavam abertas foram encerradas.",
  ]);
}

/** Tells the former address that another one took its place: links and messages go there from now on. */
export function requestNewEmailMail(
  tx: Transaction,
  owner: LinkOwner,
  author: string,
): Promise<void> {
  return send(tx, owner, "O seu e-mail foi alterado", [
    `${author} trocou o e-mail do seu usuário no Enlace por outro. Este endereço não serve mais para entrar.`,
  ]);
}

function send(
  tx: Transaction,
  { name, email }: LinkOwner,
  subject: string,
  sentences: readonly string[],
): Promise<void> {
  const mail: Mail = {
    to: email,
    subject: `[Enlace] ${subject}`,
    text: [`Olá, ${name}.`, "", ...sentences, "", NEXT_STEP].join("\n"),
  };
  return enqueue(tx, SEND_MAIL, mail);
}
