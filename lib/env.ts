import { z } from "zod";

const keyList = (name: string) =>
  z
    .string({
      error: `${name} não foi definida: informe ao menos uma chave, no formato nome:base64 (32 bytes).`,
    })
    .transform((text, context) => {
      const keys = text.split(",").map((entry) => {
        const [id = "", encoded = ""] = entry.trim().split(":");
        return { id, key: Buffer.from(encoded, "base64") };
      });
      const twice = keys.find(({ id }, index) => keys.findIndex((one) => one.id === id) < index);
      if (twice) {
        // Which of the two opens a secret would depend on their order.
        context.addIssue({
          code: "custom",
          message: `${name} tem duas chaves de nome “${twice.id}”: dê a cada chave um nome próprio, sem mudar o das que já cifraram dados.`,
        });
        return z.NEVER;
      }
      if (keys.every(({ id, key }) => /^[a-z0-9-]{1,16}$/i.test(id) && key.length === 32))
        return keys;
      context.addIssue({
        code: "custom",
        message: `${name} está errada: use nome:base64 separados por vírgula, cada chave com 32 bytes (gere com: openssl rand -base64 32).`,
      });
      return z.NEVER;
    });

/** A variable that holds a whole number; whatever else stands in it, the sentence names it. */
function wholeNumber(
  name: string,
  what: string,
  range: { min: number; max: number },
  usual: number,
) {
  const sentence = `${name} deve ser ${what}, um número inteiro de ${range.min} a ${range.max}.`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, sentence)
    .transform(Number)
    .refine((number) => number >= range.min && number <= range.max, sentence)
    .default(usual);
}

const DAYS = { min: 1, max: 36_500 };

const shape = z
  .object({
    DATABASE_URL: z
      .string({
        error:
          "DATABASE_URL não foi definida: informe o endereço do Postgres, postgres://usuario:senha@servidor:5432/banco.",
      })
      .regex(/^postgres(ql)?:\/\//, "DATABASE_URL está errada: ela deve começar com postgres://."),
    AUTH_SECRET: z
      .string({
        error:
          "AUTH_SECRET não foi definida: informe um segredo de ao menos 32 caracteres (gere com: openssl rand -base64 32).",
      })
      .min(
        32,
        "AUTH_SECRET é curta demais: use ao menos 32 caracteres (gere com: openssl rand -base64 32).",
      ),
    ENLACE_KEYS: keyList("ENLACE_KEYS"),
    /** Keys of the audit log's seals, the first one seals; absent: those of ENLACE_KEYS. */
    AUDIT_KEYS: keyList("AUDIT_KEYS").optional(),
    /** Who is told every night how the audit log stands. */
    AUDIT_MAIL: z.email("AUDIT_MAIL deve ser um endereço de e-mail.").optional(),
    /** off = this process serves pages and leaves the work to others. */
    ENGINE: z.enum(["on", "off"], { error: "ENGINE deve ser on ou off." }).default("on"),
    /** How many tasks this process runs at a time. */
    ENGINE_WORKERS: wholeNumber(
      "ENGINE_WORKERS",
      "quantas tarefas rodam ao mesmo tempo",
      { min: 1, max: 64 },
      4,
    ),
    /** What one client may bring in by files within 24 hours. */
    IMPORT_GB_A_DAY: wholeNumber(
      "IMPORT_GB_A_DAY",
      "quantos gigabytes um cliente pode importar em 24 horas",
      { min: 1, max: 100_000 },
      20,
    ),
    /** Connections of this process for pages and work; the engine and its queue take some more. */
    DATABASE_POOL: wholeNumber(
      "DATABASE_POOL",
      "quantas conexões o processo abre",
      { min: 2, max: 500 },
      10,
    ),
    /** Where `npm start` listens. */
    PORT: wholeNumber("PORT", "a porta do Enlace", { min: 0, max: 65_535 }, 3_000),
    /** Keys that are gone for good, by name: secrets they sealed are typed again. */
    ENLACE_LOST_KEYS: z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((id) => id.trim())
          .filter((id) => id !== ""),
      ),
    /**
     * Any word (a date, say): this database was restored from a copy, and everything waits to be
     * released. The same word does it once. `off`: it was moved and nothing is to wait.
     */
    ENLACE_RESTORED: z.string().max(100, "ENLACE_RESTORED deve ter até 100 letras.").optional(),
    /** Where files are kept when no bucket is named. */
    FILES_DIR: z.string().default(".enlace/files"),
    S3_BUCKET: z.string().optional(),
    S3_REGION: z.string().default("us-east-1"),
    S3_ENDPOINT: z.string().optional(),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
    /** The demo shows its sign-ins and links to the stand-in partners. Never set by `npm start`. */
    ENLACE_DEMO: z.enum(["on", "off"]).default("off"),
    /** Where the stand-in partners show what they received; demo only. */
    SANDBOX_URL: z.string().optional(),
    /**
     * Addresses inside the private network that connectors may call (comma-separated host:port or
     * CIDR); none by default.
     */
    ALLOWED_PRIVATE_HOSTS: z.string().default(""),
    /** Address people open; links in e-mails begin with it. */
    AUTH_URL: z.string().optional(),
    /** Mail server for notices of integrations that name an address; without it none are sent. */
    SMTP_HOST: z.string().optional(),
    SMTP_PORT: wholeNumber(
      "SMTP_PORT",
      "a porta do servidor de e-mail",
      { min: 1, max: 65_535 },
      587,
    ),
    /**
     * starttls: the line must become secure. tls: it is from the first byte. off: never, for a
     * server on the same machine.
     */
    SMTP_TLS: z
      .enum(["starttls", "tls", "off"], { error: "SMTP_TLS deve ser starttls, tls ou off." })
      .default("starttls"),
    SMTP_USER: z.string().optional(),
    SMTP_PASSWORD: z.string().optional(),
    /** Sender of the notices. */
    SMTP_FROM: z.string().optional(),
    /** Bearer token for /api/metrics; without it the page answers 404. */
    METRICS_TOKEN: z.string().optional(),
    KEEP_FILES_DAYS: wholeNumber("KEEP_FILES_DAYS", "por quantos dias guardar arquivos", DAYS, 180),
    KEEP_LOGS_DAYS: wholeNumber("KEEP_LOGS_DAYS", "por quantos dias guardar logs", DAYS, 90),
    /** Messages of partners hold personal data: their bytes go after this many days. */
    KEEP_EVENTS_DAYS: wholeNumber(
      "KEEP_EVENTS_DAYS",
      "por quantos dias guardar avisos de parceiros",
      DAYS,
      30,
    ),
    /** Messages that one webhook address may bring to one process in a minute. */
    WEBHOOK_MESSAGES_PER_MINUTE: wholeNumber(
      "WEBHOOK_MESSAGES_PER_MINUTE",
      "quantos avisos um endereço recebe por minuto",
      { min: 1, max: 1_000_000 },
      6_000,
    ),
    /** Proxies in front of the app whose X-Forwarded-For is believed; 0 = none. */
    TRUSTED_PROXIES: wholeNumber(
      "TRUSTED_PROXIES",
      "quantos proxies ficam na frente do Enlace",
      { min: 0, max: 10 },
      0,
    ),
  })
  .refine(({ SMTP_HOST, SMTP_FROM }) => !SMTP_HOST || SMTP_FROM, {
    message:
      "SMTP_FROM não foi definida: com SMTP_HOST, informe o remetente dos avisos, como avisos@hub.example.",
    path: ["SMTP_FROM"],
  });

export type Env = z.infer<typeof shape>;

/** Reads and checks the environment. The Error's message is the one sentence to show. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const cleaned = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = shape.safeParse(cleaned);
  if (!result.success)
    throw new Error(result.error.issues[0]?.message ?? "O ambiente está incompleto.");
  return result.data;
}

const GLOBAL = Symbol.for("enlace.env");

/** The process's environment, checked once. */
export function env(): Env {
  const holder = globalThis as { [GLOBAL]?: Env };
  return (holder[GLOBAL] ??= readEnv(process.env));
}
