import { createTransport } from "nodemailer";
import type { Env } from "@/lib/env.ts";

/** One message, in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Hands a message to the mail server; rejects when the server did not take it. */
export type SendMail = (mail: Mail) => Promise<void>;

const PATIENCE_MS = 20_000;

/** The mail server of the environment; null when none is named, and then nothing can be sent. */
export function openMail(
  env: Pick<
    Env,
    "SMTP_HOST" | "SMTP_PORT" | "SMTP_TLS" | "SMTP_USER" | "SMTP_PASSWORD" | "SMTP_FROM"
  >,
): SendMail | null {
  if (!env.SMTP_HOST || !env.SMTP_FROM) return null;
  const transport = createTransport({
    host: env.SMTP_HOST,
    port: env.SMTP_PORT,
    secure: env.SMTP_TLS === "tls",
    requireTLS: env.SMTP_TLS === "starttls",
    ignoreTLS: env.SMTP_TLS === "off",
    ...(env.SMTP_USER ? { auth: { user: env.SMTP_USER, pass: env.SMTP_PASSWORD ?? "" } } : {}),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A text is a text: nothing in it may make the library read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, text }) => {
    await transport.sendMail({ from: env.SMTP_FROM, to, subject, text });
  };
}
