import { z } from "zod";

const keyList = z
  .string({
    error:
      "ENLACE_KEYS não foi definida: informe ao menos uma chave, no formato nome:base64 (32 bytes).",
  })
  .transform((text, context) => {
    const keys = text.split(",").map((entry) => {
      const [id = "", encoded = ""] = entry.trim().split(":");
      return { id, key: Buffer.from(encoded, "base64") };
    });
    if (keys.every(({ id, key }) => /^[a-z0-9-]{1,16}$/i.test(id) && key.length === 32))
      return keys;
    context.addIssue({
      code: "custom",
      message:
        "ENLACE_KEYS está errada: use nome:base64 separados por vírgula, cada chave com 32 bytes (gere com: openssl rand -base64 32).",
    });
    return z.NEVER;
  });

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
    ENLACE_KEYS: keyList,
    /** off = this process serves pages and leaves the work to others. */
    ENGINE: z.enum(["on", "off"], { error: "ENGINE deve ser on ou off." }).default("on"),
    /** How many tasks this process runs at a time. */
    ENGINE_WORKERS: z.coerce
      .number({ error: "ENGINE_WORKERS deve ser um número de 1 a 64." })
      .int("ENGINE_WORKERS deve ser um número inteiro.")
      .min(1, "ENGINE_WORKERS deve ser ao menos 1.")
      .max(64, "ENGINE_WORKERS deve ser no máximo 64.")
      .default(4),
    /** What one client may bring in by files within 24 hours. */
    IMPORT_GB_A_DAY: z.coerce
      .number({ error: "IMPORT_GB_A_DAY deve ser um número de gigabytes a partir de 1." })
      .min(1, "IMPORT_GB_A_DAY deve ser um número de gigabytes a partir de 1.")
      .default(20),
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
    SMTP_PORT: z.coerce
      .number({ error: "SMTP_PORT deve ser um número de 1 a 65535." })
      .int()
      .min(1, "SMTP_PORT deve ser um número de 1 a 65535.")
      .max(65_535, "SMTP_PORT deve ser um número de 1 a 65535.")
      .default(587),
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
    KEEP_FILES_DAYS: z.coerce
      .number()
      .int()
      .min(1, "KEEP_FILES_DAYS deve ser um número de dias a partir de 1.")
      .default(180),
    KEEP_LOGS_DAYS: z.coerce
      .number()
      .int()
      .min(1, "KEEP_LOGS_DAYS deve ser um número de dias a partir de 1.")
      .default(90),
    /** Messages of partners hold personal data: their bytes go after this many days. */
    KEEP_EVENTS_DAYS: z.coerce
      .number()
      .int()
      .min(1, "KEEP_EVENTS_DAYS deve ser um número de dias a partir de 1.")
      .default(30),
    /** Messages that one webhook address may bring to one process in a minute. */
    WEBHOOK_MESSAGES_PER_MINUTE: z.coerce
      .number({ error: "WEBHOOK_MESSAGES_PER_MINUTE deve ser um número a partir de 1." })
      .int("WEBHOOK_MESSAGES_PER_MINUTE deve ser um número inteiro.")
      .min(1, "WEBHOOK_MESSAGES_PER_MINUTE deve ser um número a partir de 1.")
      .default(6_000),
    /** Proxies in front of the app whose X-Forwarded-For is believed; 0 = none. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
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
