import { z } from "zod";
import { TERMINAL_OPTIONS } from "@/lib/multi-cv/words/environment-options.ts";
import { isDay } from "@/lib/core/period.ts";
import { rowId } from "../people/person-fields.ts";

const text = (max: number) => z.string().trim().max(max, `Use no máximo ${max} caracteres.`);

/** An origin: scheme and host, nothing behind. */
const origin = text(200)
  .transform((value) => value.replace(/\/+$/, ""))
  .refine(
    (value) =>
      URL.canParse(value) &&
      ["https:", "http:"].includes(new URL(value).protocol) &&
      new URL(value).origin === value,
    "Informe só o endereço, como https://grupo.cvcrm.com.br, sem caminho.",
  );

const choices = new Map<string, readonly string[]>(
  TERMINAL_OPTIONS.map(({ key, options }) => [key, options.map(({ value }) => value)]),
);

/** Policies and directions of a terminal: only what may be set, and only its choices. */
const options = z
  .record(z.string().max(40), z.string().max(80))
  .refine(
    (given) =>
      Object.entries(given).every(
        ([key, value]) => key === "hubFieldReference" || choices.get(key)?.includes(value),
      ),
    "Uma das políticas não está mais disponível. Feche e abra a janela novamente.",
  )
  .default({});

/** What an environment is registered with. The secret is write-only: left out, the stored one stays. */
export const environmentFields = z.object({
  code: text(20)
    .toLowerCase()
    .regex(
      /^[a-z][a-z0-9-]*$/,
      "Use letras minúsculas, números e hífen, começando por letra: hub, a, b, sienge.",
    ),
  kind: z.enum(["cv", "sienge"], "Escolha o sistema."),
  name: text(60).min(1, "Informe o nome do ambiente."),
  baseUrl: origin,
  tenant: text(60)
    .regex(/^[\w-]*$/, "O subdomínio tem só letras, números e hífen.")
    .default(""),
  userName: text(200).min(1, "Informe o e-mail ou o usuário."),
  secret: z.string().max(2_000, "Use no máximo 2.000 caracteres.").optional(),
  /** Of CV's v3: left out, the stored one stays; empty, it is taken away. */
  loginName: text(200).optional(),
  loginPassword: z.string().max(500, "Use no máximo 500 caracteres.").optional(),
  validUntil: z
    .string()
    .nullable()
    .refine((value) => value === null || isDay(value), "Informe uma data válida."),
  siengeEnvironmentId: rowId.nullable().default(null),
  dailyLimit: z
    .int("Informe um número inteiro.")
    .min(1, "Informe um número maior que zero.")
    .max(1_000_000, "Informe no máximo 1.000.000.")
    .nullable()
    .default(null),
  options,
});

export type EnvironmentFields = z.output<typeof environmentFields>;

/** Sentences for what two environments of one integration may not share. */
export const ENVIRONMENT_DUPLICATES = {
  environments_one_per_code: {
    field: "code",
    message: "Já existe um ambiente com este código nesta integração.",
  },
};
