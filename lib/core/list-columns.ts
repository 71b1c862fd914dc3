import type { GridQuery } from "./grid.ts";
import type { RegisterList } from "./register-list.ts";

/** Ids of a list's columns: those it is sorted by, those it is filtered by, and the others. */
interface Ids<
  Sorted extends string,
  Filtered extends string = never,
  Other extends string = never,
> {
  sorted: Sorted;
  filtered: Filtered;
  other: Other;
}

/** The lists of what came in from a client's ERP. */
interface RegisterColumns extends Record<RegisterList, Ids<string, string, string>> {
  clientes: Ids<"code" | "name" | "city" | "updatedAt", "consent", "document">;
  compras: Ids<"number" | "day" | "branch" | "supplier" | "total", "kind", "lines">;
  receitas: Ids<"key" | "day" | "branch", "kind", "notification" | "prescriber" | "products">;
  controlados: Ids<
    "branch" | "product" | "lot" | "expiresOn" | "balance",
    "therapeuticClass" | "substance",
    "registration" | "countedOn"
  >;
  zonas: Ids<"code" | "name", never, "branches" | "count">;
  promocoes: Ids<
    "code" | "branch" | "product" | "firstDay" | "lastDay",
    "kind",
    "regularPrice" | "offer"
  >;
  metas: Ids<
    "code" | "category" | "products" | "goal" | "updatedAt",
    never,
    "competitiveness" | "media"
  >;
}

/**
 * The columns of every list that the server pages. An id is one word for the column of the screen,
 * for `ordem` and `f.<id>` in the address, and for the query's order and filter: one that is not
 * here compiles nowhere.
 */
export interface ListColumns extends RegisterColumns {
  apiKeys: Ids<
    "name" | "client" | "expiresAt" | "lastUsedAt" | "createdAt",
    "state",
    "prefix" | "rights" | "createdBy"
  >;
  applicationLines: Ids<
    "product" | "branch" | "previous" | "applied",
    "undone",
    "code" | "current"
  >;
  audit: Ids<"at", "action", "person" | "summary" | "client" | "address">;
  branches: Ids<"code" | "name" | "cnpj" | "city" | "state" | "client", "state" | "active">;
  decisions: Ids<"hubId" | "kind" | "age", "kind" | "state", "question" | "unit" | "terminal">;
  developments: Ids<
    "hubName" | "hubId" | "terminal" | "terminalId" | "enterprise" | "company" | "checked",
    "terminal" | "checked" | "active"
  >;
  divergences: Ids<
    "kind" | "hubId" | "unit" | "terminal",
    "kind" | "terminal",
    "saysHub" | "saysTerminal" | "saysErp" | "contract" | "note"
  >;
  events: Ids<"receivedAt" | "source" | "name", "source" | "outcome", "subject" | "note" | "times">;
  files: Ids<
    "name" | "task" | "day" | "rows" | "bytes" | "createdAt" | "status",
    "branch" | "status",
    "reason"
  >;
  imports: Ids<
    "name" | "read" | "refused" | "person" | "createdAt",
    "source" | "status",
    "client" | "accepted" | "duplicated"
  >;
  integrations: Ids<
    "description" | "type" | "lastTask",
    "client" | "type" | "state" | "lastTask",
    "interval" | "branches" | "days" | "nextRun" | "recent"
  >;
  organizations: Ids<"name", "active", "timeZone" | "branches" | "integrations" | "people">;
  people: Ids<"name" | "email" | "profile" | "client" | "lastSignIn", "profile" | "state">;
  priceApplications: Ids<
    "at" | "zone" | "prices",
    "status",
    "id" | "products" | "leftOut" | "person" | "erp"
  >;
  priceSuggestions: Ids<
    | "code"
    | "description"
    | "current"
    | "suggested"
    | "variation"
    | "cost"
    | "pmc"
    | "returnedOn"
    | "verdict",
    "verdict",
    "ean" | "range" | "reason" | "validTo"
  >;
  products: Ids<
    "code" | "description" | "brand",
    "active",
    "ean" | "registration" | "price" | "pmc" | "stock"
  >;
  profiles: Ids<"name" | "people", "scope", "permissions" | "shipped">;
  proposals: Ids<
    "product" | "field" | "status" | "receivedAt",
    "field" | "status",
    "current" | "proposed" | "decidedBy"
  >;
  received: Ids<
    "kind" | "title" | "validFrom" | "lastSeenAt",
    "kind" | "integration",
    "summary" | "integration" | "branch"
  >;
  refusals: Ids<"place" | "code" | "documentKey", "severity" | "code", "reason">;
  reservations: Ids<
    | "hubId"
    | "development"
    | "unit"
    | "terminal"
    | "terminalId"
    | "contract"
    | "state"
    | "tries"
    | "age",
    "state" | "step" | "terminal" | "situation" | "decision",
    "lastError" | "situationHub" | "situationTerminal" | "situationErp"
  >;
  tasks: Ids<
    "code" | "operation" | "createdAt" | "first" | "last" | "user" | "status",
    "operation" | "user" | "status",
    "reason"
  >;
}

/** A list that the server pages. */
export type ListName = keyof ListColumns;

/** What a list is sorted by. */
export type SortedColumn<List extends ListName> = ListColumns[List]["sorted"];

/** What a list is filtered by. */
export type FilteredColumn<List extends ListName> = ListColumns[List]["filtered"];

/** Any column of a list. */
export type ColumnId<List extends ListName> = ListColumns[List][keyof Ids<string>];

/** What a person asked of one list. */
export interface ListQuery<List extends ListName> extends Omit<GridQuery, "sort" | "filters"> {
  sort: { column: SortedColumn<List>; descending: boolean } | null;
  filters: ListFilters<List>;
}

/** Column → the values ticked in its filter menu. */
export type ListFilters<List extends ListName> = Partial<Record<FilteredColumn<List>, string[]>>;
