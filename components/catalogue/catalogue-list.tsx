"use client";

import { SearchX } from "lucide-react";
import { foldText } from "../data-grid/arrange-rows.ts";
import { useGridUrl } from "../data-grid/use-grid-url.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { Select } from "../ui/select.tsx";
import type { CatalogueCard } from "@/lib/admin/integrations/read-catalogue.ts";
import { CONTRACTS } from "./contract-badge.tsx";
import { TypeCard } from "./type-card.tsx";

const USES = [
  { value: "yes", label: "Em uso" },
  { value: "no", label: "Sem integração" },
];

/** The cards of the catalogue, searched and narrowed in place; the choice lives in the address. */
export function CatalogueList({
  types,
  mayRegister,
}: {
  types: readonly CatalogueCard[];
  mayRegister: boolean;
}) {
  const [query, change] = useGridUrl("");
  const contract = query.filters.contract?.[0] ?? "";
  const use = query.filters.use?.[0] ?? "";
  const words = foldText(query.search).split(/\s+/).filter(Boolean);
  const shown = types.filter((type) => {
    const text = foldText(
      `${type.name} ${type.id} ${type.summary} ${type.operations.map(({ label }) => label).join(" ")}`,
    );
    return (
      (contract === "" || type.contract === contract) &&
      (use === "" || (use === "yes") === type.uses > 0) &&
      words.every((word) => text.includes(word))
    );
  });
  const narrow = (column: string, value: string) => {
    const { [column]: _, ...others } = query.filters;
    change({ filters: value === "" ? others : { ...others, [column]: [value] } });
  };
  return (
    <>
      <search className="mb-4 flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Pesquisar tipos"
          placeholder="Pesquisar tipos"
          value={query.search}
          className="sm:w-72"
          onChange={(event) => change({ search: event.target.value }, "replace")}
        />
        <span className="w-52 max-sm:w-full">
          <Select
            aria-label="Formato"
            value={contract}
            options={[{ value: "", label: "Qualquer formato" }, ...CONTRACTS]}
            onChange={(event) => narrow("contract", event.target.value)}
          />
        </span>
        <span className="w-44 max-sm:w-full">
          <Select
            aria-label="Uso"
            value={use}
            options={[{ value: "", label: "Em uso ou não" }, ...USES]}
            onChange={(event) => narrow("use", event.target.value)}
          />
        </span>
        <p role="status" className="text-sm text-muted-foreground tabular-nums">
          {shown.length} de {types.length}
        </p>
      </search>
      {shown.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title="Nenhum tipo encontrado"
          action={
            <Button variant="outline" onClick={() => change({ search: "", filters: {} })}>
              Limpar filtros
            </Button>
          }
        >
          Pesquise outro nome ou o que o parceiro faz, como “promoções” ou “estoque”.
        </EmptyState>
      ) : (
        <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {shown.map((type) => (
            <TypeCard key={type.id} type={type} mayRegister={mayRegister} />
          ))}
        </ul>
      )}
    </>
  );
}
