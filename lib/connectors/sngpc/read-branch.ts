import type { TaskContext } from "../define.ts";
import type { Fault } from "./check-movement.ts";
import type { Transmitted } from "./plan-files.ts";
import type { Sender } from "./write-message.ts";

type Branch = TaskContext["branches"][number];

/** What Anvisa has of a branch; null while it is still deciding about a file, since the next must follow that one. */
export async function readTransmitted(
  ctx: TaskContext<"data_inicio">,
  branch: Branch,
): Promise<Transmitted | null> {
  const [movements, inventory] = [
    await ctx.ledger.lastFile("movements", branch.id),
    await ctx.ledger.lastFile("inventory", branch.id),
  ];
  if (movements.waiting || inventory.waiting) {
    ctx.log(
      "info",
      `${branch.name}: a Anvisa ainda não validou o último arquivo; o próximo segue depois da resposta.`,
    );
    return null;
  }
  return {
    movements: movements.day,
    inventory: inventory.day,
    from: ctx.settings.text("data_inicio"),
  };
}

/** Who signs; a branch whose CNPJ the schema does not know is told to `fault`. */
export function readSender(
  ctx: TaskContext<"cpf_rt">,
  branch: Branch,
  fault: (fault: Fault) => void,
): Sender | null {
  if (/^\d{14}$/.test(branch.cnpj))
    return { cnpj: branch.cnpj, cpf: ctx.settings.text("cpf_rt").replace(/\D/g, "") };
  fault({
    code: "cnpj",
    message: `${branch.name}: o CNPJ da filial tem letras, e o esquema 2.5 da Anvisa só aceita 14 dígitos.`,
  });
  return null;
}
