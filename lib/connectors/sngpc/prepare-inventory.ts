import type { ControlledLot } from "@/lib/core/controlled.ts";
import { formatDay } from "@/lib/core/period.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import type { PreparedFile, TaskContext } from "../define.ts";
import { checkLot } from "./check-movement.ts";
import { toPreparedFile } from "./prepared-file.ts";
import { readSender, readTransmitted } from "./read-branch.ts";
import { findSchemaErrors } from "./validate-schema.ts";
import { writeInventoryMessage } from "./write-message.ts";

/** For each branch whose newest count Anvisa does not have yet: that count, one entry a product and lot. */
export async function* prepareInventories(
  ctx: TaskContext<"data_inicio" | "cpf_rt">,
): AsyncGenerator<PreparedFile> {
  for (const branch of ctx.branches) {
    const transmitted = await readTransmitted(ctx, branch);
    if (!transmitted) continue;
    const counted = await findCountedDay(ctx, branch.id);
    if (counted === null) {
      ctx.log(
        "info",
        `${branch.name}: o Enlace ainda não recebeu um inventário de controlados desta filial.`,
      );
      continue;
    }
    if (transmitted.inventory !== null && counted <= transmitted.inventory) continue;
    // What came before that day was told to Anvisa by another system.
    if (transmitted.from !== "" && counted < transmitted.from) continue;
    const lots: ControlledLot[] = [];
    let transformed = 0;
    for await (const lot of ctx.movements.controlledLots([branch.id], counted)) {
      // Anvisa's inventory has no place for what a medicine became.
      if (lot.substance === "transformed") transformed += 1;
      else lots.push(lot);
    }
    if (transformed > 0)
      ctx.log(
        "warn",
        `${branch.name}: o inventário da Anvisa não tem lugar para medicamentos transformados; ${formatCount(transformed, "lote fica", "lotes ficam")} fora dele.`,
      );
    const faults = lots.flatMap((lot) =>
      checkLot(lot).map((fault) => ({ ...fault, key: `${lot.registration}/${lot.lot}` })),
    );
    const sender = readSender(ctx, branch, (fault) => faults.push({ ...fault, key: branch.cnpj }));
    const xml = faults.length === 0 && sender ? writeInventoryMessage(sender, counted, lots) : null;
    if (xml)
      for (const message of findSchemaErrors(xml))
        faults.push({ code: "schema", message, key: counted });
    if (!xml || faults.length > 0) {
      const held = `${branch.name}: o inventário de ${formatDay(counted)} não foi gerado, porque a Anvisa o recusaria inteiro, e as movimentações desta filial esperam por ele. Envie ao Enlace uma contagem corrigida, com outro código, e reprocesse a tarefa.`;
      for (const [index, { key, code, message }] of faults.entries())
        ctx.refuse({
          key,
          code,
          message: index === 0 ? `${message} ${held}` : message,
          branchId: branch.id,
          day: counted,
        });
      ctx.log("error", held);
      continue;
    }
    yield toPreparedFile(
      `SNGPC_INVENTARIO_${branch.cnpj}_${counted.replaceAll("-", "")}.xml`,
      branch.id,
      counted,
      xml,
      lots.length,
    );
  }
}

async function findCountedDay(ctx: TaskContext, branchId: number): Promise<string | null> {
  let newest: string | null = null;
  for await (const { countedOn } of ctx.movements.controlledLots([branchId], ctx.period.last))
    if (countedOn !== null && (newest === null || countedOn > newest)) newest = countedOn;
  return newest;
}
