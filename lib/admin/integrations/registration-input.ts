import { z } from "zod";
import { runningChoice } from "./running-choice.ts";

const LONGEST_DESCRIPTION = 200;
const LONGEST_INTERVAL = 44_640;
const INTERVAL_SENTENCE = `Informe um número inteiro de 1 a ${LONGEST_INTERVAL.toLocaleString("pt-BR")} minutos (31 dias).`;

/** Letters as a person counts them: an emoji is one. */
export const countLetters = (text: string) => [...text].length;

const description = z
  .string({ error: "Informe uma descrição." })
  .transform((text) => text.toWellFormed().trim())
  .superRefine((text, context) => {
    const count = countLetters(text);
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (count === 0) refuse("Informe uma descrição que identifique a integração.");
    else if (count > LONGEST_DESCRIPTION)
      refuse(
        `A descrição tem ${count.toLocaleString("pt-BR")} caracteres e o limite é de ${LONGEST_DESCRIPTION}. Encurte-a.`,
      );
    else if (/[\u0000-\u001f\u007f]/.test(text))
      refuse("A descrição não pode ter quebras de linha nem caracteres de controle.");
  });

const intervalMinutes = z
  .union([z.number(), z.string()], { error: INTERVAL_SENTENCE })
  .transform((value, context) => {
    const text = String(value).trim();
    const minutes = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (minutes >= 1 && minutes <= LONGEST_INTERVAL) return minutes;
    context.addIssue({ code: "custom", message: INTERVAL_SENTENCE });
    return z.NEVER;
  });

const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** One value of the Chave/Valor grid. `branchId` 0 = for the whole integration; null keeps what is stored. */
const setting = z.object({
  key: z.string().min(1).max(100),
  branchId: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0),
  value: z.string().max(100_000).nullable(),
});

/** What the two tabs of the form hold. */
export const registrationFields = z.object({
  description,
  connectorId: z
    .string({ error: "Escolha o tipo de integração." })
    .min(1, "Escolha o tipo de integração.")
    .max(100, "Este tipo de integração não existe no catálogo. Escolha um da lista."),
  active: z.boolean({ error: "Escolha a situação." }),
  intervalMinutes,
  branchIds: z
    .array(id)
    .max(20_000)
    .transform((ids) => [...new Set(ids)]),
  settings: z.array(setting).max(50_000),
});

/** A new integration: the client it is for, and a key that makes sending it twice harmless. */
export const newRegistration = registrationFields.extend({
  /** null = the person's own organization. */
  organizationId: id.nullable(),
  registrationKey: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
});

/** A save of an integration that exists; `version` is the one its form was filled from. */
export const changedRegistration = registrationFields.extend({
  id,
  version: z.number().int().positive(),
  running: runningChoice,
});

export const integrationId = z.object({ id });

/** What a save asks for, once its form is right. */
export type RegistrationFields = z.output<typeof registrationFields>;
