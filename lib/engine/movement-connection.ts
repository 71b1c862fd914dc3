import postgres from "postgres";

/** A connection of one stream's own. */
export interface MovementConnection {
  sql: postgres.Sql;
  /** Cuts the line at once: whatever the server was still sending is of no use to anybody. */
  close(): Promise<void>;
}

const number = { to: 20, from: [20, 1700], parse: Number, serialize: String };
/** A day stays the text it is: as a Date it would move with the process's time zone. */
const day = { to: 1082, from: [1082], parse: (text: string) => text, serialize: (text: string) => text };

/**
 * Opens a connection inside a read-only transaction that sees one state of the database from begin to end.
 * One of its own, because COPY and cursors hold a connection for as long as the partner's file takes.
 */
export async function openMovementConnection(url: string, signal?: AbortSignal): Promise<MovementConnection> {
  signal?.throwIfAborted();
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 10,
    types: { number, day } as never,
    transform: { column: postgres.toCamel },
    // A server busy sorting for a reader that has gone notices within seconds.
    connection: { application_name: "enlace-movements", TimeZone: "UTC", client_connection_check_interval: 2000 } as never,
  });
  const close = async () => {
    signal?.removeEventListener("abort", close);
    await sql.end({ timeout: 0 });
  };
  signal?.addEventListener("abort", close, { once: true });
  try {
    await sql.unsafe("begin transaction isolation level repeatable read read only");
    return { sql, close };
  } catch (error) {
    await close();
    signal?.throwIfAborted();
    throw error;
  }
}
