import { partsAt, textAt, type XmlPart } from "./read-message.ts";

/** A file that was received, and what becomes of it. */
export interface KeptFile {
  protocol: string;
  /** MD5 that the sender gave with it, and of its content: the same content is the same file. */
  hashes: string[];
  cnpj: string;
  kind: "inventory" | "movements";
  first: string;
  last: string;
  receivedAt: string;
  elements: number;
  /** Empty when it is validated. */
  errors: string[];
  /** Lots that it moves, by registration and lot. */
  changes: Array<[lot: string, quantity: number]>;
}

const DAY_MS = 86_400_000;
const nextDay = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
const IN = ["entradaMedicamentos", "entradaInsumos"];
/** Ends the lot of what a medicine became. */
const TRANSFORMED = " (transformado)";

/** What Anvisa keeps of each pharmacy: the last day accounted for and the stock of every lot. */
export class AnvisaBooks {
  readonly files: KeptFile[] = [];
  readonly #lots = new Map<string, Map<string, number>>();
  readonly #accounted = new Map<string, string>();
  readonly #counted = new Set<string>();
  readonly #refusedInventories = new Set<string>();
  repeated = 0;

  find(hash: string): KeptFile | undefined {
    return this.files.find((file) => file.protocol === hash || file.hashes.includes(hash));
  }

  /** Takes a decided file in; only a validated one counts. */
  keep(file: KeptFile): void {
    this.files.push(file);
    if (file.kind === "inventory")
      (file.errors.length > 0 ? this.#refusedInventories : this.#counted).add(file.cnpj);
    if (file.errors.length > 0) return;
    this.#accounted.set(file.cnpj, file.last);
    const known = this.#lots.get(file.cnpj) ?? new Map<string, number>();
    // An inventory counts everything but what medicines became: it has no place for that.
    const lots =
      file.kind === "inventory"
        ? new Map([...known].filter(([lot]) => lot.endsWith(TRANSFORMED)))
        : known;
    for (const [lot, quantity] of file.changes) lots.set(lot, (lots.get(lot) ?? 0) + quantity);
    this.#lots.set(file.cnpj, lots);
  }

  /** What is wrong with a well-formed message when it is looked at against the books. */
  judge(
    message: Pick<KeptFile, "cnpj" | "kind" | "first" | "last" | "changes">,
    cpf: string,
    ownCpf: string,
  ): string[] {
    const errors: string[] = [];
    if (cpf !== ownCpf)
      errors.push("O CPF informado no XML não confere com o CPF do usuário logado.");
    const accounted = this.#accounted.get(message.cnpj);
    if (message.kind === "inventory")
      return accounted !== undefined && message.last <= accounted
        ? [...errors, "Inventário anterior ao que já foi transmitido."]
        : errors;
    if (accounted === undefined && this.#refusedInventories.has(message.cnpj))
      return [...errors, "Inventário inicial não confirmado."];
    if (
      message.first > message.last ||
      (Date.parse(message.last) - Date.parse(message.first)) / DAY_MS > 6
    )
      errors.push("O período deve ter de 1 a 7 dias.");
    // A pharmacy never heard of here told its inventory and its days so far through another system.
    if (accounted === undefined) return errors;
    if (message.first !== nextDay(accounted))
      errors.push(
        `O período deve começar em ${nextDay(accounted)}, logo depois do último arquivo aceito.`,
      );
    return this.#counted.has(message.cnpj) ? [...errors, ...this.#shortLots(message)] : errors;
  }

  #shortLots({ cnpj, changes }: Pick<KeptFile, "cnpj" | "changes">): string[] {
    const left = new Map(this.#lots.get(cnpj));
    for (const [lot, quantity] of changes) left.set(lot, (left.get(lot) ?? 0) + quantity);
    return [...left]
      .filter(([, quantity]) => quantity < -1e-9)
      .map(([lot]) => `Estoque insuficiente do lote ${lot}.`);
  }
}

/** What a message says: whose, which days, how many movements and which lots. */
export function summarize(
  root: XmlPart,
): Pick<KeptFile, "cnpj" | "kind" | "first" | "last" | "elements" | "changes"> & { cpf: string } {
  const kind = root.name === "mensagemSNGPC" ? "movements" : "inventory";
  const head = root.parts.find(({ name }) => name === "cabecalho");
  const movements = ["medicamentos", "insumos"].flatMap(
    (name) =>
      root.parts.find((part) => part.name === "corpo")?.parts.find((part) => part.name === name)
        ?.parts ?? [],
  );
  const changes = movements.flatMap(changesOf);
  const day = textAt(head, "data");
  return {
    kind,
    cnpj: textAt(head, "cnpjEmissor"),
    cpf: textAt(head, "cpfTransmissor"),
    first: textAt(head, "dataInicio") || day,
    last: textAt(head, "dataFim") || day,
    elements: movements.length,
    changes,
  };
}

/** The lots that one movement moves. What a medicine became has a stock of its own under the medicine's number. */
function changesOf(movement: XmlPart): KeptFile["changes"] {
  const lots = lotsOf(movement);
  if (movement.name === "entradaMedicamentoTransformacao") {
    return lots.flatMap(({ lot, part }): KeptFile["changes"] => [
      [lot, -Number(textAt(part, "quantidadeMedicamento"))],
      [lot + TRANSFORMED, Number(textAt(part, "quantidadeInsumo"))],
    ]);
  }
  const mark = movement.name.startsWith("saidaMedicamentoTransformacao") ? TRANSFORMED : "";
  return lots.map(({ lot, part }): [string, number] => [
    lot + mark,
    IN.includes(movement.name) ? amountOf(part) : -amountOf(part),
  ]);
}

/** How much of a lot: boxes, a weight, or so many dosage units of so much, to six places. */
function amountOf(part: XmlPart): number {
  const dosed =
    Number(textAt(part, "quantidadeDeInsumoPorUnidadeFarmacotecnica")) *
    Number(textAt(part, "quantidadeDeUnidadesFarmacotecnicas"));
  if (dosed > 0) return Number(dosed.toFixed(6));
  return Number(
    textAt(part, "quantidadeMedicamento") ||
      textAt(part, "quantidadeInsumo") ||
      textAt(part, "quantidadeInsumoPerda"),
  );
}

/** The parts of a movement that name a lot and how much of it. */
function lotsOf(part: XmlPart): Array<{ lot: string; part: XmlPart }> {
  const named =
    partsAt(part, "insumoPerda")[0] ?? partsAt(part, "insumoVendaAoConsumidor")[0] ?? part;
  const code = textAt(named, "registroMSMedicamento") || textAt(named, "codigoInsumo");
  if (code !== "" && amountOf(part) > 0)
    return [
      {
        lot: `${code}/${textAt(named, "numeroLoteMedicamento") || textAt(named, "numeroLoteInsumo")}`,
        part,
      },
    ];
  return part.parts.flatMap(lotsOf);
}
