import {
  advanceImport,
  claimImport,
  finishImport,
  insertRefusals,
  type NewRefusal,
  readInboxContext,
} from "@/db/queries/movements/imports.ts";
import { isOtherWaiting } from "@/db/queries/tasks/waiting-groups.ts";
import { asPerson, type Database } from "@/db/client.ts";
import { currentDatabase } from "@/db/current-database.ts";
import { readNow } from "@/db/queries/now.ts";
import { env } from "@/lib/env.ts";
import { type FileStore, openFileStore } from "@/lib/engine/file-store.ts";
import { enqueue } from "@/lib/engine/queue.ts";
import { groupOfImports, type ImportJob, RUN_IMPORT } from "@/lib/engine/queues.ts";
import type { ImportSums } from "@/lib/core/import-sums.ts";
import { createDryRun, type DryRun } from "./dry-run.ts";
import { type Finding, type InboxContext, keyOfDocument, type Reading } from "./document.ts";
import { saveGuarded } from "./save-guarded.ts";
import { copyToDisk } from "./upload/copy-to-disk.ts";
import { openUpload } from "./upload/open-upload.ts";
import { type Unit, UnreadableUpload } from "./unit.ts";

/**
 * Documents of one transaction: large enough to be quick, small enough that progress shows and
 * little is done twice.
 */
const BATCH = 200;
/** A worker that dies on the same file this often is stopped by the file. */
const MAX_ATTEMPTS = 8;
/** A file that takes longer lets others go between, when others wait. */
const TURN_MS = 60_000;

const BROKEN =
  "Erro interno do Enlace ao ler o arquivo. Os dados lidos até aqui foram salvos. Informe o código da importação ao suporte.";

/** What the job works with; tests pass their own. */
export interface ImportTools {
  db: Database;
  store: Pick<FileStore, "open" | "remove">;
  now: Date;
  /** Asked after each batch: whether somebody else's turn has come. */
  isTurnOver?: () => Promise<boolean>;
}

/** Thrown when the import was cancelled or another worker has it: what this one was about to write is rolled back. */
class ImportTaken extends Error {}

/** Thrown between two batches when another client waits: what is read is committed, the rest comes later. */
class TurnOver extends Error {}

/**
 * Reads an uploaded file into movements. Each batch commits its documents, its refusals and its place in
 * the file together, so that a worker that dies is followed by one that goes on exactly there.
 */
export async function runImport(
  job: ImportJob,
  signal: AbortSignal,
  given?: ImportTools,
): Promise<void> {
  const tools = given ?? (await openTools(job));
  const claimed = await claimImport(tools.db, job.organizationId, job.importId);
  if (!claimed) return;
  const finish = (reason: string | null) =>
    finishImport(tools.db, job.organizationId, job.importId, claimed.attempt, reason);
  // A turn that was given to others is no failed attempt.
  const attempts = claimed.attempt - (job.turns ?? 0);
  // It took its process down with it again and again: others wait behind it.
  if (attempts > MAX_ATTEMPTS) {
    await finish(BROKEN);
    return;
  }
  if (!claimed.stored) {
    await finish("O envio do arquivo não terminou. Envie-o novamente.");
    return;
  }
  try {
    const context: InboxContext = {
      ...(await readInboxContext(tools.db, job.organizationId)),
      now: tools.now,
    };
    const copy = await copyToDisk(openParts(tools.store, claimed.stored), signal);
    try {
      await saveUnits(
        tools,
        job,
        claimed,
        context,
        openUpload(copy, claimed.name, context, claimed.position),
        signal,
      );
    } finally {
      await copy.release();
    }
    if (await finish(null)) for (const key of claimed.stored) await tools.store.remove(key);
  } catch (error) {
    if (error instanceof ImportTaken) return;
    if (error instanceof TurnOver) return handOn(tools.db, job);
    if (error instanceof UnreadableUpload) {
      await finish(error.message);
      return;
    }
    // The queue tries again, from the last committed batch; at some point it is the file.
    if (attempts >= MAX_ATTEMPTS && !signal.aborted) await finish(BROKEN);
    throw error;
  }
}

async function openTools(job: ImportJob): Promise<ImportTools> {
  const { db } = currentDatabase("imports");
  const end = performance.now() + TURN_MS;
  return {
    db,
    store: await openFileStore(env()),
    now: await readNow(db),
    isTurnOver: async () =>
      performance.now() > end && isOtherWaiting(db, RUN_IMPORT, groupOfImports(job)),
  };
}

/** The same import once more, behind those that wait and before the client's own later ones. */
async function handOn(db: Database, job: ImportJob): Promise<void> {
  const { priority = 0, turns = 0 } = job;
  await enqueue(
    db,
    RUN_IMPORT,
    { ...job, turns: turns + 1 },
    { group: groupOfImports(job), priority },
  );
}

async function* openParts(
  store: Pick<FileStore, "open">,
  keys: readonly string[],
): AsyncGenerator<Uint8Array> {
  for (const key of keys) yield* store.open(key);
}

async function saveUnits(
  tools: ImportTools,
  job: ImportJob,
  claimed: { attempt: number; position: number; dryRun: boolean; sums: ImportSums },
  context: InboxContext,
  units: AsyncIterable<Unit>,
  signal: AbortSignal,
): Promise<void> {
  let batch: Read[] = [];
  let { position } = claimed;
  const dry = claimed.dryRun ? createDryRun(context.timeZone, claimed.sums) : null;
  let bytesRead = 0;
  const commit = async () => {
    const scope = { timeZone: context.timeZone, dry };
    await saveBatch(tools.db, job, claimed.attempt, scope, batch, { position, bytesRead });
    batch = [];
  };
  let uncommitted = 0;
  try {
    for await (const unit of units) {
      signal.throwIfAborted();
      for (const reading of await readUnit(unit))
        batch.push({ place: unit.place, reading, source: unit.source });
      position += 1;
      uncommitted += 1;
      bytesRead = unit.bytesRead;
      // Zips full of things that are no documents must move the checkpoint too.
      if (batch.length >= BATCH || uncommitted >= 10 * BATCH) {
        await commit();
        uncommitted = 0;
        if (await tools.isTurnOver?.()) throw new TurnOver();
      }
    }
  } catch (error) {
    // What was read before the file became unreadable is good.
    if (error instanceof UnreadableUpload && uncommitted > 0) await commit();
    throw error;
  }
  if (uncommitted > 0) await commit();
}

/** A document that our reader stumbles over is refused by itself; what concerns the file or the disk goes up. */
async function readUnit(unit: Unit): Promise<Reading[]> {
  try {
    return await unit.read();
  } catch (error) {
    if (!isDefect(error)) throw error;
    return [
      {
        document: null,
        warnings: [],
        refusal: {
          documentKey: "",
          code: "unreadable",
          reason:
            "O Enlace não conseguiu ler este documento, e os demais seguem. Informe o código da importação ao suporte.",
        },
      },
    ];
  }
}

/** Errors of the language itself: what was read led our own code astray. */
const isDefect = (error: unknown) =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof SyntaxError ||
  error instanceof URIError;

/** What one unit gave, and where it stands. */
interface Read {
  place: string;
  reading: Reading;
  source: Unit["source"];
}

async function saveBatch(
  db: Database,
  job: ImportJob,
  attempt: number,
  { timeZone, dry }: { timeZone: string; dry: DryRun | null },
  batch: readonly Read[],
  at: { position: number; bytesRead: number },
): Promise<void> {
  const { organizationId, importId } = job;
  // As the organization itself: what is not its own does not exist here.
  await asPerson(db, organizationId, async (tx) => {
    const taken = batch.flatMap(({ reading, ...from }) =>
      reading.document ? [{ ...from, document: reading.document }] : [],
    );
    const save = dry?.save ?? saveGuarded;
    const outcomes = await save(
      tx,
      { organizationId, importId, timeZone },
      taken.map(({ document }) => document),
    );
    const notes: NewRefusal[] = [];
    let head = "";
    const refuse = ({ place, source }: Omit<Read, "reading">, finding: Finding) => {
      // What was here already is not to be sent once more.
      const lines = finding.code === "duplicate" ? "" : (source?.lines ?? "");
      if (lines !== "") head = source?.head ?? "";
      notes.push({ place, severity: "refusal", ...finding, lines });
    };
    for (const { reading, ...from } of batch) {
      if (!reading.document) refuse(from, reading.refusal);
    }
    const count = { accepted: 0, duplicated: 0, refused: batch.length - taken.length, warned: 0 };
    const warn = (
      place: string,
      finding: { documentKey: string; code: string; reason: string },
    ) => {
      notes.push({ place, severity: "warning", ...finding });
      count.warned += 1;
    };
    const warningsOf = new Map(batch.map(({ reading }) => [reading.document, reading.warnings]));
    taken.forEach(({ document, ...from }, index) => {
      const { place } = from;
      const outcome = outcomes[index];
      const documentKey = keyOfDocument(document);
      if (outcome?.status === "accepted") {
        count.accepted += 1;
        for (const warning of warningsOf.get(document) ?? []) warn(place, warning);
        if (outcome.note) warn(place, { documentKey, ...outcome.note });
        return;
      }
      count[outcome?.status === "duplicate" ? "duplicated" : "refused"] += 1;
      refuse(from, { documentKey, code: outcome?.code ?? "", reason: outcome?.reason ?? "" });
    });
    await insertRefusals(tx, organizationId, importId, notes);
    if (
      !(await advanceImport(tx, organizationId, importId, attempt, {
        ...at,
        read: batch.length,
        ...count,
        head,
        ...(dry && { sums: dry.sums() }),
      }))
    )
      throw new ImportTaken();
  });
}
