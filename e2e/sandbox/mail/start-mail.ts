import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:net";
import path from "node:path";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { FaultSwitch } from "../control/faults.ts";
import { openDoor } from "../control/open-door.ts";
import { openJournal } from "../control/journal.ts";
import type { Partner, Received, StandInOptions } from "../control/partner.ts";
import { type Message, readMessage } from "./read-message.ts";

/** How to reach the mail server of the sandbox. */
export interface MailAccess {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** The mail server, with the messages it took. */
export interface MailPartner extends Partner {
  messages(): readonly Message[];
}

/** Eleven digits that stand alone are somebody's CPF as often as not: a notice has no use for any. */
const PERSONAL = /(?<!\d)\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\d)/;

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Starts a mail server that takes every message and delivers none: people read them on the control page. */
export async function startMail({
  port,
  folder,
}: StandInOptions): Promise<{ access: MailAccess; partner: MailPartner }> {
  const account = { host: "127.0.0.1", user: "avisos", password: "smtp-modelo-12" };
  const files = path.join(folder, "messages");
  mkdirSync(files, { recursive: true });
  const journal = openJournal<Received & { message: Message }>(
    path.join(folder, "received.ndjson"),
  );
  const faults = new FaultSwitch(["slow", "down", "status", "unauthorized"]);

  const keep = (message: Message) => {
    const name = `${String(journal.records.length + 1).padStart(4, "0")}-${message.subject.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}.txt`;
    const problems = [
      PERSONAL.test(`${message.subject}\n${message.text}`)
        ? "Parece ter o documento de uma pessoa"
        : "",
      message.text === "" ? "Sem texto" : "",
    ].filter(Boolean);
    writeFileSync(
      path.join(files, name),
      `De: ${message.from}\nPara: ${message.to}\nAssunto: ${message.subject}\n\n${message.text}\n`,
    );
    journal.append({
      at: new Date().toISOString(),
      name,
      verdict: problems.length > 0 ? "problems" : "ok",
      rows: 1,
      problems,
      message,
    });
  };
  const refuse = (code: number, text: string) =>
    Object.assign(new Error(text), { responseCode: code });

  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      faults.take("unauthorized") || username !== account.user || password !== account.password
        ? done(refuse(535, "Authentication failed"))
        : done(null, { user: account.user }),
    onData: (stream, _session, done) => {
      readAll(stream)
        .then(async (source) => {
          await faults.delay();
          const failing = faults.take("status");
          if (failing) return done(refuse(failing.status ?? 451, "Try again later"));
          keep(readMessage(source));
          done(null);
        })
        .catch((error: Error) => done(error));
    },
  });
  server.on("error", () => undefined);
  const door = await openDoor({
    port,
    faults,
    onSocket: (socket) =>
      void (server as unknown as { server: Server }).server.emit("connection", socket),
  });

  const partner: MailPartner = {
    id: "mail",
    name: "E-mail",
    access: [
      ["Protocolo", "SMTP"],
      ["Host", account.host],
      ["Porta", String(door.port)],
      ["Usuário", account.user],
      ["Senha", account.password],
    ],
    faults,
    counts: () => ({ "Mensagens recebidas": journal.records.length }),
    received: () =>
      journal.records.map(({ at, name, verdict, rows, problems }) => ({
        at,
        name,
        verdict,
        rows,
        problems,
      })),
    messages: () => journal.records.map(({ message }) => message),
    findFile: (name) =>
      journal.records.some((record) => record.name === name) && existsSync(path.join(files, name))
        ? path.join(files, name)
        : null,
    reset: async () => {
      journal.clear();
      rmSync(files, { recursive: true, force: true });
      mkdirSync(files, { recursive: true });
      await faults.clear();
    },
    stop: () => door.close(),
  };
  return { access: { ...account, port: door.port }, partner };
}
