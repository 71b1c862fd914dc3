import postgres from "postgres";
import type { OpenDatabase } from "@/db/client.ts";

/** What the same Postgres does when each message is a commit of its own: rows a second over this many connections. */
export async function commitOneByOne(
  { url }: OpenDatabase,
  connections: number,
  seconds: number,
): Promise<number> {
  const sql = postgres(url, { max: connections, onnotice: () => undefined });
  try {
    await sql`create table if not exists bench_single (id bigint generated always as identity primary key, dedup_key text not null unique, raw bytea not null, received_at timestamptz not null default now())`;
    const end = performance.now() + seconds * 1000;
    const started = performance.now();
    let count = 0;
    await Promise.all(
      Array.from({ length: connections }, async (_, lane) => {
        for (let serial = 0; performance.now() < end; serial++) {
          await sql`insert into bench_single (dedup_key, raw) values (${`${started}:${lane}:${serial}`}, ${Buffer.from(`{"idreserva":${serial},"idtransacao":991}`)})`;
          count++;
        }
      }),
    );
    return count / ((performance.now() - started) / 1000);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
