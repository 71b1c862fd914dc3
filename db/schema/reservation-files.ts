import { boolean, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, reference } from "./columns.ts";
import { ofSubject } from "./flows.ts";
import { ofIntegration } from "./integrations.ts";

/**
 * A document or a contract as one side shows it, once its content is known. What we put there ourselves
 * is `ours`, and is never carried back.
 */
export const reservationFiles = pgTable(
  "reservation_files",
  {
    organizationId: reference().notNull(),
    integrationId: reference().notNull(),
    subjectId: reference().notNull(),
    kind: text({ enum: ["document", "contract"] }).notNull(),
    /** `hub:7367`, `a:412`: the environment and its reservation, since ids of tenants collide. */
    place: text().notNull(),
    /** CV's id of the file. */
    fileId: text().notNull(),
    /** A contract that is signed later is another file under the same id: `signed`, else ''. */
    version: text().notNull().default(""),
    sha256: text().notNull(),
    ours: boolean().notNull().default(false),
    /** The file of the other side that holds the same; null = none yet. */
    twinPlace: text(),
    twinFileId: text(),
    seenAt: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.organizationId,
        table.subjectId,
        table.kind,
        table.place,
        table.fileId,
        table.version,
      ],
    }),
    ofIntegration(table as never),
    ofSubject(table as never),
  ],
);
