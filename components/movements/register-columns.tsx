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
  [List in RegisterList]: readonly GridColumn<RegisterRows[List], List>[];
} = {
  clientes: [
    { id: "code", header: "Código", sortable: true, cell: (row) => code(row.code) },
    {
      id: "name",
      header: "Nome",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.name,
    },
    { id: "document", header: "CPF/CNPJ", mobile: "hidden", cell: (row) => code(row.document) },
    {
      id: "city",
      header: "Cidade",
      sortable: true,
      cell: (row) => (row.city === "" ? none : `${row.city}${row.state && `/${row.state}`}`),
    },
    {
      id: "updatedAt",
      header: "Atualizado",
      sortable: true,
      mobile: "hidden",
      cell: (row) => day(row.updatedAt),
    },
    {
      id: "consent",
      header: "Ofertas",
      mobile: "status",
      filter: {
        options: [
          { value: "yes", label: "Aceita" },
          { value: "no", label: "Não aceita" },
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
      id: "number",
      header: "Nota",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => code(row.number),
    },
    { id: "day", header: "Data", sortable: true, cell: (row) => day(row.day) },
    { id: "branch", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "supplier",
      header: "Fornecedor",
      sortable: true,
      wrap: true,
      cell: (row) => row.supplierName || none,
    },
    {
      id: "lines",
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
      id: "kind",
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
      id: "key",
      header: "Receita",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => code(row.key),
    },
    { id: "day", header: "Venda", sortable: true, cell: (row) => day(row.day) },
    { id: "branch", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "notification",
      header: "Notificação",
      mobile: "hidden",
      cell: (row) => code(row.notificationNumber),
    },
    {
      id: "prescriber",
      header: "Prescritor",
      mobile: "hidden",
      cell: (row) => row.prescriber || none,
    },
    { id: "products", header: "Registro e lote", wrap: true, cell: (row) => code(row.products) },
    {
      id: "kind",
      header: "Tipo",
      mobile: "status",
      filter: { options: optionsOf(PRESCRIPTION) },
      cell: (row) => <Badge tone="outline">{PRESCRIPTION[row.kind] ?? row.kind}</Badge>,
    },
  ],
  controlados: [
    { id: "branch", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "product",
      header: "Produto",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.product || row.registration,
    },
    {
      id: "registration",
      header: "Registro MS ou DCB",
      optional: true,
      mobile: "hidden",
      cell: (row) => code(row.registration),
    },
    { id: "lot", header: "Lote", sortable: true, cell: (row) => code(row.lot) },
    { id: "expiresOn", header: "Validade", sortable: true, cell: (row) => day(row.expiresOn) },
    {
      id: "countedOn",
      header: "Inventário",
      optional: true,
      mobile: "hidden",
      cell: (row) => day(row.countedOn),
    },
    {
      id: "balance",
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
      id: "substance",
      header: "Substância",
      filter: { options: optionsOf(SUBSTANCE_LABEL) },
      cell: (row) => SUBSTANCE_LABEL[row.substance],
    },
    {
      id: "therapeuticClass",
      header: "Classe",
      mobile: "status",
      filter: { options: optionsOf(CLASS) },
      cell: (row) => <Badge tone="outline">{CLASS[row.therapeuticClass] ?? "Sem classe"}</Badge>,
    },
  ],
  zonas: [
    {
      id: "code",
      header: "Código",
      sortable: true,
      mobile: "hidden",
      cell: (row) => code(row.code),
    },
    {
      id: "name",
      header: "Zona",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (row) => row.name,
    },
    { id: "branches", header: "Filiais", wrap: true, cell: (row) => row.branches || none },
    {
      id: "count",
      header: "Quantas",
      align: "right",
      mobile: "hidden",
      cell: (row) => <span className="tabular-nums">{row.count}</span>,
    },
  ],
  promocoes: [
    {
      id: "code",
      header: "Promoção",
      sortable: true,
      mobile: "hidden",
      cell: (row) => code(row.code),
    },
    {
      id: "product",
      header: "Produto",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.product,
    },
    { id: "branch", header: "Filial", sortable: true, cell: (row) => row.branch },
    {
      id: "firstDay",
      header: "Início",
      sortable: true,
      mobile: "hidden",
      cell: (row) => day(row.firstDay),
    },
    { id: "lastDay", header: "Fim", sortable: true, cell: (row) => day(row.lastDay) },
    {
      id: "regularPrice",
      header: "De",
      align: "right",
      mobile: "hidden",
      cell: (row) => money(row.regularCents),
    },
    {
      id: "offer",
      header: "Por",
      align: "right",
      wrap: true,
      cell: (row) => (row.rule === "" ? money(row.promotionCents) : row.rule),
    },
    {
      id: "kind",
      header: "Tipo",
      mobile: "status",
      filter: { options: optionsOf(PROMOTION_LABEL) },
      cell: (row) => <Badge tone="outline">{PROMOTION_LABEL[row.kind]}</Badge>,
    },
  ],
  metas: [
    { id: "code", header: "Código", sortable: true, cell: (row) => code(row.code) },
    {
      id: "category",
      header: "Categoria",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      wrap: true,
      cell: (row) => row.name || `Categoria ${row.code}`,
    },
    {
      id: "products",
      header: "Produtos",
      align: "right",
      sortable: true,
      cell: (row) => <span className="tabular-nums">{quantity.format(row.products)}</span>,
    },
    {
      id: "goal",
      header: "Meta",
      align: "right",
      sortable: true,
      cell: (row) => money(row.goalCents),
    },
    {
      id: "competitiveness",
      header: "Competitividade",
      wrap: true,
      cell: (row) => row.competitiveness || none,
    },
    { id: "media", header: "Mídia", wrap: true, cell: (row) => row.media || none },
    { id: "updatedAt", header: "Atualizada", sortable: true, cell: (row) => day(row.updatedAt) },
  ],
};
