import { z } from "zod";
import { rowId } from "../people/person-fields.ts";

const digits = (name: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,15}$/, `Informe ${name}: só números.`);
const maybeDigits = (name: string) =>
  z.union([z.literal("").transform(() => null), z.null(), digits(name)]).default(null);

/** What a development is registered with: its ids in the three systems. */
export const developmentFields = z.object({
  hubDevelopmentId: digits("o id no Hub"),
  hubName: z
    .string()
    .trim()
    .min(1, "Informe o nome do empreendimento.")
    .max(120, "Use no máximo 120 caracteres."),
  environmentId: rowId,
  terminalDevelopmentId: digits("o id no terminal"),
  siengeEnterpriseId: maybeDigits("o código do empreendimento no Sienge"),
  siengeCompanyId: maybeDigits("o código da empresa no Sienge"),
  active: z.boolean().default(true),
});

export type DevelopmentFields = z.output<typeof developmentFields>;

/** Sentences for what two developments of one integration may not share. */
export const DEVELOPMENT_DUPLICATES = {
  developments_one_per_hub_id: {
    field: "hubDevelopmentId",
    message: "Este empreendimento do Hub já está cadastrado.",
  },
};
