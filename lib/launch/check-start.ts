import { readEnv } from "@/lib/env.ts";
import { checkDatabase } from "./check-database.ts";

// Run before anything slow: a wrong variable, an absent Postgres or one that will not do ends the
// start with one sentence.

async function findProblem(): Promise<string | null> {
  const { DATABASE_URL, DATABASE_POOL } = readEnv(process.env);
  try {
    return (await checkDatabase(DATABASE_URL, DATABASE_POOL))[0] ?? null;
  } catch (error) {
    const code = (error as { code?: string }).code ?? "sem resposta";
    return `Não foi possível conectar ao Postgres de DATABASE_URL (${code}). Confira o endereço, o usuário e a senha.`;
  }
}

const problem = await findProblem().catch((error: unknown) =>
  error instanceof Error ? error.message : String(error),
);
if (problem !== null) {
  console.error(`\n${problem}\n`);
  process.exit(1);
}
