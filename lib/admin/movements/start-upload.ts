import { z } from "zod";
import { endForgottenUploads, insertImport } from "@/db/queries/movements/import-list.ts";
import { newStorageKey } from "@/lib/engine/file-store.ts";
import { defineUseCase } from "../define-use-case.ts";
import { chooseOrganization } from "./choose-organization.ts";

const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/** Opens the import of a file that is about to arrive, so that it is in the list from its first byte. */
export const startUpload = defineUseCase({
  name: "start-upload",
  permission: "movements",
  input: z.object({
    organizationId: z.number().int().positive().nullable().default(null),
    name: z
      .string()
      .trim()
      .min(1, "O arquivo não tem nome.")
      .max(200, "O nome do arquivo tem mais de 200 caracteres."),
  }),
  async run({ actor, input, tx, audit }) {
    const organizationId = await chooseOrganization(tx, actor, input.organizationId);
    await endForgottenUploads(tx, organizationId, new Date(Date.now() - FORGOTTEN_AFTER_MS));
    const ending = input.name.split(".").at(-1)?.toLowerCase();
    const importId = await insertImport(tx, {
      organizationId,
      name: cleanName(input.name),
      source: ending === "zip" || ending === "csv" ? ending : "xml",
      requestedName: actor.name,
    });
    await audit({
      organizationId,
      subjectType: "import",
      subjectId: importId,
      summary: "Iniciou o envio de um arquivo de movimentos",
    });
    return {
      importId,
      organizationId,
      storageKey: newStorageKey(organizationId, "imports", importId),
    };
  },
});

/** Folders and control characters go; what remains is only ever shown. */
function cleanName(name: string): string {
  return (
    name
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[\u0000-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g, "") || "arquivo"
  );
}
