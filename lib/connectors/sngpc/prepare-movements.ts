import type { ControlledMovement } from "@/lib/core/controlled.ts";
import { addDays, type Day, formatDay, listDays, type Period } from "@/lib/core/period.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { checkMovement, type Fault, nameOf, REMEDY } from "./check-movement.ts";
import { LotBook } from "./lot-book.ts";
import { planFiles } from "./plan-files.ts";
import { toPreparedFile } from "./prepared-file.ts";
import { readSender, readTransmitted } from "./read-branch.ts";
import { findSchemaErrors } from "./validate-schema.ts";
import { writeMovementMessage } from "./write-message.ts";

type Branch = TaskContext["branches"][number];

/**
 * The movement files that each branch still owes, each right after what Anvisa has accepted. A file with one
 * record that Anvisa would refuse is not made, nor any after it: a legal account is never sent in part.
 */
export async function* prepareMovements(
  ctx: TaskContext<"data_inicio" | "cpf_rt" | "dias_por_arquivo">,
): AsyncGenerator<PreparedFile> {
  for (const branch of ctx.branches) {
    const transmitted = await readTransmitted(ctx, branch);
    if (!transmitted) continue;
    const plan = planFiles(transmitted, ctx.period.last, ctx.settings.integer("dias_por_arquivo"));
    if (plan === null) {
      ctx.log(
        "info",
        `${branch.name}: o inventário ainda não foi validado pela Anvisa; as movimentações começam depois dele.`,
      );
      continue;
    }
    if (plan[0]) yield* prepareBranch(ctx, branch, plan);
  }
}

async function* prepareBranch(
  ctx: TaskContext<"cpf_rt">,
  branch: Branch,
  plan: readonly Period[],
): AsyncGenerator<PreparedFile> {
  const first = plan[0]!.first;
  const book = new LotBook(
    await all(ctx.movements.controlledLots([branch.id], addDays(first, -1))),
  );
  for (const period of plan) {
    const movements = await readMovements(ctx, branch, period);
    const faults = checkFile(movements, period, book);
    const sender = readSender(ctx, branch, (fault) =>
      faults.push({ ...fault, key: branch.cnpj, day: period.last }),
    );
    const xml =
      faults.length === 0 && sender ? writeMovementMessage(sender, period, movements) : null;
    if (xml)
      for (const message of findSchemaErrors(xml))
        faults.push({
          code: "schema",
          message,
          key: `${period.first} a ${period.last}`,
          day: period.last,
        });
    if (!xml || faults.length > 0) {
      const held = describeHeld(branch, period, plan.at(-1)!.last);
      // The first is what the task shows as its reason: whoever reads it must learn what waits, and what to do.
      for (const [index, { key, code, message, day }] of faults.entries())
        ctx.refuse({
          key,
          code,
          message: index === 0 ? `${message} ${held}` : message,
          branchId: branch.id,
          day,
        });
      ctx.log("error", held);
      return;
    }
    yield toPreparedFile(
      `SNGPC_${branch.cnpj}_${compact(period.first)}_${compact(period.last)}.xml`,
      branch.id,
      period.last,
      xml,
      countElements(movements),
    );
  }
}

function describeHeld(branch: Branch, { first, last }: Period, end: Day): string {
  const file =
    first === last ? `de ${formatDay(first)}` : `de ${formatDay(first)} a ${formatDay(last)}`;
  const waiting =
    last < end ? `, e os dias seguintes desta filial, até ${formatDay(end)}, esperam por ele` : "";
  return `${branch.name}: o arquivo ${file} não foi gerado, porque a Anvisa o recusaria inteiro${waiting}. ${REMEDY}`;
}

interface FileFault extends Fault {
  key: string;
  day: Day;
}

/** All that is wrong with the movements of one file: each by itself, then the lots day by day. */
function checkFile(
  movements: readonly ControlledMovement[],
  period: Period,
  book: LotBook,
): FileFault[] {
  const faults: FileFault[] = movements.flatMap((movement) =>
    checkMovement(movement).map((fault) => ({ ...fault, key: movement.key, day: movement.day })),
  );
  for (const day of listDays(period)) {
    for (const { movement, code, message } of book.book(movements.filter((one) => one.day === day)))
      faults.push({ code, message, key: movement.key, day });
  }
  return faults;
}

/** What happened and still stands. A movement that was undone before its file was made never happened for Anvisa. */
async function readMovements(
  ctx: TaskContext,
  branch: Branch,
  period: Period,
): Promise<ControlledMovement[]> {
  const standing: ControlledMovement[] = [];
  const known = new Set<string>();
  const undone: ControlledMovement[] = [];
  for await (const movement of ctx.movements.controlledMovements({
    branchIds: [branch.id],
    period,
  })) {
    if (movement.kind === "cancellation") {
      undone.push(movement);
      continue;
    }
    known.add(movement.key).add(`${movement.kind} ${movement.key}`);
    if (movement.kind !== "inventory" && movement.cancelledOn === null) standing.push(movement);
  }
  for (const cancellation of undone.filter(
    ({ originalKey, originalKind }) =>
      !known.has(originalKind ? `${originalKind} ${originalKey}` : originalKey),
  )) {
    ctx.log(
      "warn",
      `${branch.name}: ${nameOf(cancellation)} desfaz um movimento de um período já transmitido. A Anvisa não recebe cancelamentos: o farmacêutico responsável deve corrigir o estoque no SNGPC.`,
    );
  }
  return standing;
}

/** A loss of several products is as many elements of the file. */
const countElements = (movements: readonly ControlledMovement[]) =>
  movements.reduce((sum, { kind, lines }) => sum + (kind === "loss" ? lines.length : 1), 0);

const compact = (day: Day) => day.replaceAll("-", "");

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
