import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client.ts";
import { Refusal } from "../define-use-case.ts";
import { readDatabaseError } from "@/lib/core/read-database-error.ts";

/** Asks the database now, rather than at commit, whether somebody is left who can adjust profiles. */
export async function requireAdministrator(tx: Transaction): Promise<void> {
  try {
    await tx.execute(sql`set constraints all immediate`);
  } catch (error) {
    if (readDatabaseError(error)?.code !== "EN004") throw error;
    throw new Refusal({
      kind: "refused",
      message:
        "Nenhum usuário poderia ajustar perfis. Mantenha ao menos um agente de suporte ativo com a permissão “Perfis”.",
    });
  }
}
