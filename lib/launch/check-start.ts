import postgres from "postgres";
import { readEnv } from "@/lib/env.ts";

// Run before anything slow: a wrong variable or an absent Postgres ends the start with one sentence.

async function requirePostgres(url: string) {
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    const [row] = await client`select current_setting('server_version_num')::int as version`;
    if (row && row.version < 180_000)
      throw new Error(
        `O Enlace precisa do Postgres 18 ou mais novo; em DATABASE_URL responde a versão ${Math.floor(row.version / 10_000)}.`,
      );
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("O Enlace")) throw error;
    const code = (error as { code?: string }).code ?? "sem resposta";
    throw new Error(
      `Não foi possível conectar ao Postgres de DATABASE_URL (${code}). Confira o endereço, o usuário e a senha.`,
      { cause: error },
    );
  } finally {
    await client.end({ timeout: 2 });
  }
}

try {
  await requirePostgres(readEnv(process.env).DATABASE_URL);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
