import { z } from "zod";

/** A person's name as typed; HTML and emoji are text like any other. */
export const personName = z
  .string()
  .trim()
  .min(1, "Informe o nome.")
  .max(120, "Use no máximo 120 caracteres.");

/** An e-mail address, folded to lower case: it is what people sign in with. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Use no máximo 254 caracteres.")
  .pipe(z.email("Informe um e-mail válido, como nome@empresa.com.br."));

/** An id that came from a browser. */
export const rowId = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
