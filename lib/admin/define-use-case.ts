import { z } from "zod";
import { auditEvents } from "@/db/schema/people.ts";
import { asPerson, type Database, type Transaction } from "@/db/client.ts";
import { currentDatabase } from "@/db/current-database.ts";
import { findUnstorable } from "@/lib/core/clean-text.ts";
import { isValueError } from "@/lib/core/data-error.ts";
import { type Actor, can, type Permission } from "@/lib/core/permissions.ts";
import { SealedSecretError } from "@/lib/engine/open-sealed.ts";
import { recordForeignTry } from "./record-foreign-try.ts";
import { askForRight } from "./ask-for-right.ts";
import { repeatAfterRace, StillRacingError } from "./repeat-after-race.ts";

/**
 * Why something was not done, in words for the person. `not_found` also covers what belongs to
 * others; `signed_out` and `too_many` come before any use-case: the session ended while the page was
 * open, or the person has as many streams or bytes under way as one may have.
 */
export interface Problem {
  kind: "invalid" | "forbidden" | "not_found" | "conflict" | "refused" | "signed_out" | "too_many";
  message: string;
  /** Field name → its sentence. */
  fields?: Record<string, string>;
  /** What the screen may offer next (a plan, the id of the task in the way). */
  offer?: unknown;
}

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

/** Thrown inside a use-case to end it with a {@link Problem}; the transaction is rolled back. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.name = "Refusal";
    this.problem = problem;
  }
}

/** Ends a use-case as if the thing did not exist: what it says of a foreign id too. */
export function notFound(message = "Não encontrado."): never {
  throw new Refusal({ kind: "not_found", message });
}

export interface AuditEntry {
  organizationId: number | null;
  subjectType: string;
  subjectId: string | number;
  summary: string;
  /** Differences without secrets. */
  changes?: unknown;
}

interface UseCaseArguments<Input> {
  actor: Actor;
  input: Input;
  /** Sees only what the actor may see: row-level security holds in it. */
  tx: Transaction;
  /** The database's, when the act begins: another process may stand on a machine whose clock is off. */
  now: Date;
  /** Written in the same transaction as the act. */
  audit(entry: AuditEntry): Promise<void>;
}

interface Definition<Schema extends z.ZodType, Value> {
  /** Verb and noun, as in the file name; the name under which acts are audited. */
  name: string;
  /** null = any signed-in person (their own password, their own views). */
  permission: Permission | null;
  input: Schema;
  /**
   * Runs before the transaction, on the pool: what has to stay written when the act is refused, as
   * a guess at a password does. Inside `run` the pool answers nobody.
   */
  before?(args: { actor: Actor; input: z.output<Schema>; db: Database }): Promise<void>;
  /** Runs again from the start when another transaction got in its way: reaches for nothing but `tx`. */
  run(args: UseCaseArguments<z.output<Schema>>): Promise<Value>;
}

export interface UseCase<Input, Value> {
  (actor: Actor, input: Input): Promise<Outcome<Value>>;
  useCase: { name: string; permission: Permission | null };
}

/**
 * The one way a person's act reaches the data: checks the permission, checks the input, opens a
 * transaction bound to the person's organization, runs, and writes the audit log with it.
 */
export function defineUseCase<Schema extends z.ZodType, Value>(
  definition: Definition<Schema, Value>,
): UseCase<z.input<Schema>, Value> {
  const call = async (actor: Actor, input: z.input<Schema>): Promise<Outcome<Value>> => {
    const { db } = currentDatabase();
    const recordDenial = () =>
      db.insert(auditEvents).values({
        ...author(actor),
        organizationId: actor.organizationId,
        action: "denied",
        subjectType: "use-case",
        subjectId: definition.name,
        summary: "Acesso negado pelo perfil",
      });
    if (definition.permission && !can(actor, definition.permission)) {
      await recordDenial();
      return {
        ok: false,
        problem: {
          kind: "forbidden",
          message: `Seu perfil não permite esta ação. ${askForRight(actor)}`,
        },
      };
    }
    // One gate for whatever a browser or an address may send: past it every text can be stored.
    const unstorable = findUnstorable(input);
    if (unstorable) return { ok: false, problem: describeUnstorable(unstorable) };
    const parsed = definition.input.safeParse(input);
    if (!parsed.success) return { ok: false, problem: describeInvalid(parsed.error) };
    try {
      await definition.before?.({ actor, input: parsed.data, db });
      const value = await repeatAfterRace(() =>
        asPerson(
          db,
          actor.organizationId,
          (tx, now) =>
            definition.run({
              actor,
              input: parsed.data,
              tx,
              now,
              audit: async (entry) => {
                await tx.insert(auditEvents).values({
                  ...entry,
                  subjectId: String(entry.subjectId),
                  ...author(actor),
                  action: definition.name,
                });
              },
            }),
          actor.personId,
        ),
      );
      return { ok: true, value };
    } catch (error) {
      if (error instanceof Refusal) {
        if (error.problem.kind === "forbidden") await recordDenial();
        if (error.problem.kind === "not_found")
          await recordForeignTry(
            db,
            { ...author(actor), organizationId: actor.organizationId },
            {
              name: definition.name,
              input: parsed.data,
            },
          );
        return { ok: false, problem: error.problem };
      }
      if (error instanceof StillRacingError)
        return { ok: false, problem: { kind: "conflict", message: error.sentence } };
      // A stored secret whose key is missing here: a sentence with its remedy, not a defect.
      if (error instanceof SealedSecretError)
        return { ok: false, problem: { kind: "refused", message: error.detail } };
      if (!isValueError(error)) throw error;
      // A value that passed its schema and that no column holds: the person can change it, waiting cannot.
      console.error(JSON.stringify({ level: "error", room: "admin", useCase: definition.name }));
      return { ok: false, problem: describeUnstorable([]) };
    }
  };
  return Object.assign(call, {
    useCase: { name: definition.name, permission: definition.permission },
  });
}

function author(actor: Actor) {
  return { personId: actor.personId, personName: actor.name, address: actor.address ?? "" };
}

function describeUnstorable(place: readonly string[]): Problem {
  const message =
    "O valor tem caracteres que não podem ser gravados ou está fora dos limites. Digite-o novamente.";
  return {
    kind: "invalid",
    message,
    fields: place.length > 0 ? { [place.join(".")]: message } : {},
  };
}

function describeInvalid(error: z.ZodError): Problem {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join(".")] ??= issue.message;
  return { kind: "invalid", message: "Confira os campos indicados.", fields };
}
