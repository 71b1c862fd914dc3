import path from "node:path";
import { openJournal } from "../control/journal.ts";
import type { CardLine } from "./check-lot.ts";

/** What the partner says of a sale once it looked at the statements. */
export interface Verdict {
  chave: string;
  nsu: string;
  autorizacao: string;
  status: "conciliada" | "nao_conciliada" | "divergente";
  motivo: string;
  valor_bruto: number;
  taxa_percentual: number | null;
  valor_liquido: number | null;
  previsao_pagamento: string | null;
  lote: string;
}

type Event =
  | { kind: "lot"; key: string; digest: string }
  | { kind: "line"; day: string; line: CardLine };

const tail = (text: string) => Number(text.replace(/\D/g, "").slice(-2) || 0);

/** BoaVista's books: lots by key, sales by store and key. Built anew from the journal at start. */
export class CardBooks {
  readonly lots = new Map<string, string>();
  readonly sales = new Map<string, { day: string; line: CardLine; cancelled: boolean }>();
  readonly numbers = new Map<string, string>();
  repeated = 0;
  readonly #journal;

  constructor(folder: string) {
    this.#journal = openJournal<Event>(path.join(folder, "books.ndjson"));
    for (const event of this.#journal.records) this.#apply(event);
  }

  keepLot(key: string, digest: string): void {
    this.#record({ kind: "lot", key, digest });
  }

  /** Why a well-formed line is refused; null when it was kept. */
  keep(day: string, line: CardLine): { codigo: string; mensagem: string } | null {
    const place = `${line.cnpj}|${line.chave}`;
    const known = this.sales.get(place);
    if (line.cancelada && !known)
      return { codigo: "CANCELAMENTO_SEM_VENDA", mensagem: "a venda cancelada nunca foi enviada" };
    const number = [line.cnpj, line.data_hora.slice(0, 10), line.adquirente_cnpj, line.nsu].join(
      "|",
    );
    const owner = this.numbers.get(number);
    if (!line.cancelada && owner !== undefined && owner !== place)
      return { codigo: "NSU_REPETIDO", mensagem: "o NSU já está em outra venda do dia" };
    if (known && known.cancelled === line.cancelada) this.repeated += 1;
    this.#record({ kind: "line", day, line });
    return null;
  }

  /** Nine in ten sales are found; the rest differ or are missing, by their NSU. */
  verdicts(cnpj: string, day: string): Verdict[] {
    return [...this.sales.values()]
      .filter((sale) => sale.day === day && sale.line.cnpj === cnpj)
      .map(({ line, cancelled }): Verdict => {
        const base = {
          chave: line.chave,
          nsu: line.nsu,
          autorizacao: line.autorizacao,
          valor_bruto: line.valor_bruto,
          lote: `RO${day.replaceAll("-", "")}`,
        };
        const nothing = { taxa_percentual: null, valor_liquido: null, previsao_pagamento: null };
        if (cancelled || tail(line.nsu) % 20 === 7)
          return {
            ...base,
            ...nothing,
            status: "nao_conciliada",
            motivo: cancelled
              ? "Venda cancelada pela loja"
              : "Não encontrada no extrato da adquirente",
          };
        const fee = line.produto === "credito" ? 2.5 : 1.2;
        const found = {
          ...base,
          taxa_percentual: fee,
          valor_liquido: Math.round(line.valor_bruto * (100 - fee)) / 100,
          previsao_pagamento: new Date(Date.parse(day) + 30 * 86_400_000)
            .toISOString()
            .slice(0, 10),
        };
        return tail(line.nsu) % 20 === 3
          ? { ...found, status: "divergente", motivo: "Valor diferente no extrato da adquirente" }
          : { ...found, status: "conciliada", motivo: "" };
      });
  }

  reset(): void {
    this.#journal.clear();
    for (const map of [this.lots, this.sales, this.numbers]) map.clear();
    this.repeated = 0;
  }

  #record(event: Event): void {
    this.#journal.append(event);
    this.#apply(event);
  }

  #apply(event: Event): void {
    if (event.kind === "lot") return void this.lots.set(event.key, event.digest);
    const { day, line } = event;
    const place = `${line.cnpj}|${line.chave}`;
    // The cancellation carries its own day; the sale stays where it was sold.
    this.sales.set(place, {
      day: this.sales.get(place)?.day ?? day,
      line,
      cancelled: line.cancelada,
    });
    if (!line.cancelada)
      this.numbers.set(
        [line.cnpj, line.data_hora.slice(0, 10), line.adquirente_cnpj, line.nsu].join("|"),
        place,
      );
  }
}
