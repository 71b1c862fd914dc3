import { z } from "zod";
import type { Transaction } from "@/db/client.ts";
import {
  endForgottenUploads,
  insertUpload,
  lockBroughtBytes,
} from "@/db/queries/movements/uploads.ts";
import { formatBytes } from "@/lib/core/format-bytes.ts";
import { MAX_UPLOAD_BYTES } from "@/lib/core/upload-parts.ts";
import { env } from "@/lib/env.ts";
import { defineUseCase, Refusal } from "../define-use-case.ts";
import { chooseOrganization } from "./choose-organization.ts";

const DAY_MS = 86_400_000;
const GB = 1_000_000_000;

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
    /** Of the whole file, in bytes. */
    size: z
      .number()
      .int()
      .nonnegative()
      .max(MAX_UPLOAD_BYTES, "O arquivo tem mais de 2 GB. Divida-o e envie em partes."),
    /** Checks everything and writes nothing. */
    dryRun: z.boolean().default(false),
  }),
  async run({ actor, input, tx, audit, now }) {
    const organizationId = await chooseOrganization(tx, actor, input.organizationId);
    await endForgottenUploads(tx, organizationId, dayBefore(now));
    await refuseAboveQuota(tx, organizationId, { size: input.size, now });
    const ending = input.name.split(".").at(-1)?.toLowerCase();
    const importId = await insertUpload(tx, {
      organizationId,
      name: cleanName(input.name),
      source: ending === "zip" || ending === "csv" ? ending : "xml",
      requestedName: actor.name,
      expectedBytes: input.size,
      dryRun: input.dryRun,
    });
    await audit({
      organizationId,
      subjectType: "import",
      subjectId: importId,
      summary: input.dryRun
        ? "Iniciou o envio de um arquivo de movimentos, só para conferir"
        : "Iniciou o envio de um arquivo de movimentos",
    });
    return { importId, organizationId };
  },
});

const dayBefore = (now: Date) => new Date(now.getTime() - DAY_MS);

/** One client's files must not fill the disk that all clients share. */
async function refuseAboveQuota(
  tx: Transaction,
  organizationId: number,
  { size, now }: { size: number; now: Date },
): Promise<void> {
  const quota = env().IMPORT_GB_A_DAY * GB;
  const brought = await lockBroughtBytes(tx, organizationId, dayBefore(now));
  if (brought + size <= quota) return;
  throw new Refusal({
    kind: "refused",
    message: `O cliente já enviou ${formatBytes(brought)} nas últimas 24 horas e o limite é de ${formatBytes(quota)}. Envie o restante amanhã ou solicite ao suporte um limite maior.`,
  });
}

/** Folders and control characters go; what remains is only ever shown. */
function cleanName(name: string): string {
  return (
    name
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[\u0000-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g, "") || "arquivo"
  );
}
