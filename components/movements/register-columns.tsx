// Long because it is one table: the columns of every register list, side by side to be told alike.
import type { ReactNode } from "react";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { Badge } from "../ui/badge.tsx";
import { type ControlledSubstance, SUBSTANCE_LABEL } from "@/lib/core/controlled.ts";
import { formatReais } from "@/lib/core/money.ts";
import { formatDay } from "@/lib/core/period.ts";
import { PROMOTION_LABEL, type RegisterList, type RegisterRows } from "@/lib/core/register-list.ts";

const none = <span className="text-muted-foreground">—</span>;
const quantity = new Intl.NumberFormat("pt-BR", { maximumFractionDigits: 6 });
const code = (text: string): ReactNode =>
  text === "" ? none : <span className="font-mono text-[13px]">{text}</span>;
const day = (value: string | null): ReactNode =>
  value === null ? none : <span className="tabular-nums">{formatDay(value.slice(0, 10))}</span>;
const money = (cents: number | null): ReactNode =>
  cents === null ? none : <span className="tabular-nums">{formatReais(cents)}</span>;

const PURCHASE: Record<RegisterRows["compras"]["kind"], string> = {
  purchase: "Compra",
  cancellation: "Cancelamento",
  return: "Devolução",
};
const PRESCRIPTION: Record<string, string> = {
  "": "Comum",
  "1": "Controle especial",
  "2": "Notificação B",
  "3": "Notificação especial",
  "4": "Notificação A",
  "5": "Antimicrobiano",
};
const CLASS: Record<string, string> = { "1": "Antimicrobiano", "2": "Controle especial" };
const BOXES: Record<string, readonly [one: string, many: string]> = {
  "1": ["caixa", "caixas"],
  "2": ["frasco", "frascos"],
};
const WEIGHTS: Record<string, readonly [one: string, many: string]> = {
  "1": ["g", "g"],
  "2": ["mL", "mL"],
  "3": ["unidade", "unidades"],
};
/** "8 caixas", "12,5 g". */
const amount = (value: number, substance: ControlledSubstance, unit: string): string => {
  const [one, many] = (substance === "medicine" ? BOXES : WEIGHTS)[unit] ?? ["", ""];
  return `${quantity.format(value)} ${Math.abs(value) === 1 ? one : many}`.trim();
};
const optionsOf = (labels: Record<string, string>) =>
  Object.entries(labels)
    .filter(([value]) => value !== "")
    .map(([value, label]) => ({ value, label }));

/** The columns of each list, in its order. */
export const REGISTER_COLUMNS: {
  [List in RegisterList]: readonly GridColumn<RegisterRows[List]>[];
} = {
  clientes: [
    { id: "codigo", header: "Código", sortable: true, cell: (row) => code(row.code) },
    {
      id: "nome",
      header: "Nome",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.name,
    },
    { id: "documento", header: "CPF/CNPJ", mobile: "hidden", cell: (row) => code(row.document) },
    {
      id: "cidade",
      header: "Cidade",
      sortable: true,
      cell: (row) => (row.city === "" ? none : `${row.city}${row.state && `/${row.state}`}`),
    },
    {
      id: "atualizado",
      header: "Atualizado",
      sortable: true,
      mobile: "hidden",
      cell: (row) => day(row.updatedAt),
    },
    {
      id: "consentimento",
      header: "Ofertas",
      mobile: "status",
      filter: {
        options: [
          { value: "sim", label: "Aceita" },
          { value: "nao", label: "Não aceita" },
        ],
      },
      cell: (row) => (
        <Badge tone={row.marketingConsent ? "accent" : "outline"}>
          {row.marketingConsent ? "Aceita" : "Não aceita"}
        </Badge>
      ),
    },
  ],
  compras: [
    {
      id: "nota",
      header: "Nota",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => code(row.number),
    },
    { id: "data", header: "Data", sortable: true, cell: (row) => day(row.day) },
    { id: "filial", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "fornecedor",
      header: "Fornecedor",
      sortable: true,
      wrap: true,
      cell: (row) => row.supplierName || none,
    },
    {
      id: "itens",
      header: "Itens",
      align: "right",
      mobile: "hidden",
      cell: (row) => <span className="tabular-nums">{row.lines}</span>,
    },
    {
      id: "total",
      header: "Total",
      align: "right",
      sortable: true,
      cell: (row) => money(row.totalCents),
    },
    {
      id: "tipo",
      header: "Tipo",
      mobile: "status",
      filter: { options: optionsOf(PURCHASE) },
      cell: (row) => (
        <Badge tone={row.kind === "purchase" ? "accent" : "outline"}>{PURCHASE[row.kind]}</Badge>
      ),
    },
  ],
  receitas: [
    {
      id: "receita",
      header: "Receita",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => code(row.key),
    },
    { id: "data", header: "Venda", sortable: true, cell: (row) => day(row.day) },
    { id: "filial", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "notificacao",
      header: "Notificação",
      mobile: "hidden",
      cell: (row) => code(row.notificationNumber),
    },
    {
      id: "prescritor",
      header: "Prescritor",
      mobile: "hidden",
      cell: (row) => row.prescriber || none,
    },
    { id: "produtos", header: "Registro e lote", wrap: true, cell: (row) => code(row.products) },
    {
      id: "tipo",
      header: "Tipo",
      mobile: "status",
      filter: { options: optionsOf(PRESCRIPTION) },
      cell: (row) => <Badge tone="outline">{PRESCRIPTION[row.kind] ?? row.kind}</Badge>,
    },
  ],
  controlados: [
    { id: "filial", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "produto",
      header: "Produto",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.product || row.registration,
    },
    {
      id: "registro",
      header: "Registro MS ou DCB",
      optional: true,
      mobile: "hidden",
      cell: (row) => code(row.registration),
    },
    { id: "lote", header: "Lote", sortable: true, cell: (row) => code(row.lot) },
    { id: "validade", header: "Validade", sortable: true, cell: (row) => day(row.expiresOn) },
    {
      id: "contado",
      header: "Inventário",
      optional: true,
      mobile: "hidden",
      cell: (row) => day(row.countedOn),
    },
    {
      id: "saldo",
      header: "Saldo",
      align: "right",
      sortable: true,
      cell: (row) => (
        <span className={row.balance < 0 ? "font-medium text-failed tabular-nums" : "tabular-nums"}>
          {amount(row.balance, row.substance, row.unit)}
        </span>
      ),
    },
    {
      id: "substancia",
      header: "O que é",
      filter: { options: optionsOf(SUBSTANCE_LABEL) },
      cell: (row) => SUBSTANCE_LABEL[row.substance],
    },
    {
      id: "classe",
      header: "Classe",
      mobile: "status",
      filter: { options: optionsOf(CLASS) },
      cell: (row) => <Badge tone="outline">{CLASS[row.therapeuticClass] ?? "Sem classe"}</Badge>,
    },
  ],
  zonas: [
    {
      id: "codigo",
      header: "Código",
      sortable: true,
      mobile: "hidden",
      cell: (row) => code(row.code),
    },
    {
      id: "nome",
      header: "Zona",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => row.name,
    },
    { id: "filiais", header: "Filiais", wrap: true, cell: (row) => row.branches || none },
    {
      id: "quantas",
      header: "Quantas",
      align: "right",
      mobile: "hidden",
      cell: (row) => <span className="tabular-nums">{row.count}</span>,
    },
  ],
  promocoes: [
    {
      id: "promocao",
      header: "Promoção",
      sortable: true,
      mobile: "hidden",
      cell: (row) => code(row.code),
    },
    {
      id: "produto",
      header: "Produto",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.product,
    },
    { id: "filial", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "inicio",
      header: "Início",
      sortable: true,
      mobile: "hidden",
      cell: (row) => day(row.firstDay),
    },
    { id: "fim", header: "Fim", sortable: true, cell: (row) => day(row.lastDay) },
    {
      id: "preco",
      header: "De",
      align: "right",
      mobile: "hidden",
      cell: (row) => money(row.regularCents),
    },
    {
      id: "oferta",
      header: "Por",
      align: "right",
      wrap: true,
      cell: (row) => (row.rule === "" ? money(row.promotionCents) : row.rule),
    },
    {
      id: "tipo",
      header: "Tipo",
      mobile: "status",
      filter: { options: optionsOf(PROMOTION_LABEL) },
      cell: (row) => <Badge tone="outline">{PROMOTION_LABEL[row.kind]}</Badge>,
    },
  ],
  metas: [
    { id: "codigo", header: "Código", sortable: true, cell: (row) => code(row.code) },
    {
      id: "categoria",
      header: "Categoria",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.name || `Categoria ${row.code}`,
    },
    {
      id: "produtos",
      header: "Produtos",
      align: "right",
      sortable: true,
      cell: (row) => <span className="tabular-nums">{quantity.format(row.products)}</span>,
    },
    {
      id: "meta",
      header: "Meta",
      align: "right",
      sortable: true,
      cell: (row) => money(row.goalCents),
    },
    {
      id: "competitividade",
      header: "Competitividade",
      wrap: true,
      cell: (row) => row.competitiveness || none,
    },
    { id: "midia", header: "Mídia", wrap: true, cell: (row) => row.media || none },
    { id: "atualizado", header: "Atualizada", sortable: true, cell: (row) => day(row.updatedAt) },
  ],
};
