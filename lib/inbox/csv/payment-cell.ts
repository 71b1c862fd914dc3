import { formatReais, parseCents } from "@/lib/core/money.ts";
import type { SalePayment } from "@/lib/core/movement.ts";
import { type CsvRow, cell, codeCell, numberCell, refuseCell, textCell } from "./read-cells.ts";
import { findOwn } from "@/lib/core/find-own.ts";

/** Words that people write instead of the two digits of the fiscal layout (tPag). */
const METHODS: Record<string, string> = {
  dinheiro: "01",
  cheque: "02",
  credito: "03",
  "cartao de credito": "03",
  debito: "04",
  "cartao de debito": "04",
  crediario: "05",
  convenio: "05",
  boleto: "15",
  pix: "17",
  carteira: "18",
  fidelidade: "19",
  outros: "99",
};

/** "01", "pix", or several with their amounts: "01:10,00|03:5,50". Empty means cash. */
export function paymentCell(row: CsvRow, totalCents: number): SalePayment[] {
  const text = cell(row, "forma_pagamento") || "01";
  const parts = text.split("|").map((part) => part.split(":"));
  const payments = parts.map(([method = "", amount]) => {
    const amountCents =
      amount === undefined
        ? parts.length === 1
          ? totalCents
          : null
        : parseCents(numberCell(row, "forma_pagamento", amount.trim()));
    if (amountCents === null || amountCents < 0)
      refuseCell(
        row,
        "invalid_value",
        "a coluna forma_pagamento não traz o valor de cada forma (use 01:10,00|03:5,50).",
      );
    return {
      method: methodOf(row, method),
      amountCents,
      cardBrand: "",
      acquirerCnpj: "",
      authorization: "",
      nsu: "",
      installments: 1,
      terminal: "",
    };
  });
  const card = payments.find(({ method }) => method === "03" || method === "04");
  if (card) Object.assign(card, cardOf(row));
  const paid = payments.reduce((all, payment) => all + payment.amountCents, 0);
  if (paid !== totalCents)
    refuseCell(
      row,
      "payments_do_not_sum",
      `os pagamentos somam ${formatReais(paid)}, mas o total do cupom é ${formatReais(totalCents)}.`,
    );
  return payments;
}

/** What the till knows of the receipt's card payment; with several, of the first. */
function cardOf(row: CsvRow): Partial<SalePayment> {
  const installments = cell(row, "parcelas") || "1";
  if (!/^[1-9]\d?$/.test(installments))
    refuseCell(row, "invalid_value", "a coluna parcelas aceita de 1 a 99.");
  return {
    cardBrand: textCell(row, "bandeira", 20),
    acquirerCnpj: codeCell(row, "adquirente", 14),
    authorization: textCell(row, "autorizacao", 40),
    nsu: textCell(row, "nsu", 40),
    installments: Number(installments),
    terminal: textCell(row, "terminal", 20),
  };
}

function methodOf(row: CsvRow, text: string): string {
  const word = text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  if (/^\d{1,2}$/.test(word)) return word.padStart(2, "0");
  return (
    findOwn(METHODS, word) ??
    refuseCell(
      row,
      "invalid_value",
      "a coluna forma_pagamento não traz uma forma conhecida (use o código de dois dígitos, como 01 ou 17).",
    )
  );
}
