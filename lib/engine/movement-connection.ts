import postgres from "postgres";

/** A connection that one stream has for itself, for as long as it lasts. */
export interface MovementConnection {
  sql: postgres.Sql;
}

/** Ids as Postgres writes an array. */
export const idArray = (ids: readonly number[]): string => `{${ids.join(",")}}`;

/** Connections of one reader: streams that follow one another share one, streams that overlap do not. */
export interface MovementConnections {
  take(): MovementConnection;
  /** Gives a connection back whose stream was read to its end. */
  giveBack(connection: MovementConnection): void;
  /** Cuts the line of a stream that was left early: what the server was still sending is of no use to anybody. */
  cut(connection: MovementConnection): Promise<void>;
}

const IDLE_SECONDS = 5;

const number = { to: 20, from: [20, 1700], parse: Number, serialize: String };
/** A day stays the text it is: as a Date it would move with the process's time zone. */
const day = {
  to: 1082,
  from: [1082],
  parse: (text: string) => text,
  serialize: (text: string) => text,
};

/**
 * Dedicated ones, because COPY and cursors hold a connection for as long as the partner's file
 * takes. Unused ones close themselves.
 */
export function openMovementConnections(url: string, signal?: AbortSignal): MovementConnections {
  const idle: MovementConnection[] = [];
  const busy = new Set<MovementConnection>();
  const cut = async (connection: MovementConnection) => {
    busy.delete(connection);
    await connection.sql.end({ timeout: 0 });
  };
  signal?.addEventListener("abort", () => void Promise.all([...busy, ...idle.splice(0)].map(cut)), {
    once: true,
  });
  return {
    cut,
    take: () => {
      signal?.throwIfAborted();
      const connection = idle.pop() ?? { sql: connect(url) };
      busy.add(connection);
      return connection;
    },
    giveBack: (connection) => {
      if (busy.delete(connection)) idle.push(connection);
    },
  };
}

function connect(url: string): postgres.Sql {
  return postgres(url, {
    // More than one, and a COPY may run on a connection that the next statement was sent to.
    max: 1,
    idle_timeout: IDLE_SECONDS,
    max_lifetime: null,
    // The driver's own look at array types rejects with nobody listening when the line is cut
    // meanwhile. Arrays go as text and JSON instead.
    fetch_types: false,
    onnotice: () => undefined,
    connect_timeout: 10,
    types: { number, day } as never,
    transform: { column: postgres.toCamel },
    // No limit for a statement: it lasts as long as the partner takes its file, and the task's own
    // signal cuts it.
    connection: {
      lock_timeout: 30_000,
      application_name: "enlace-movements",
      TimeZone: "UTC",
      // A server busy sorting for a reader that has gone notices within seconds.
      client_connection_check_interval: 2000,
      // Branch by branch the pieces are small: starting workers for each takes longer than they save.
      max_parallel_workers_per_gather: 0,
      jit: "off",
    } as never,
  });
}
