"use client";

import { useMemo } from "react";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { LocalGrid } from "../data-grid/local-grid.tsx";
import { FieldGroup } from "../ui/field.tsx";
import type { BranchChoice } from "@/lib/admin/integrations/read-registration-choices.ts";
import { formatCnpj } from "@/lib/core/documents.ts";
import { useRegistration } from "./registration-state.tsx";

const number = new Intl.NumberFormat("pt-BR");

/** "Filiais": which stores the integration applies to. The box at "Nome" ticks all that the filter shows. */
export function BranchesSection() {
  const { branches, values, change, errors, readOnly, choices } = useRegistration();
  const chosen = useMemo(() => new Set(values.branchIds), [values.branchIds]);
  const shown = readOnly ? branches.filter(({ id }) => chosen.has(id)) : branches;
  const columns = useMemo((): GridColumn<BranchChoice>[] => {
    const names = [...new Set(shown.map(({ name }) => name))].toSorted((a, b) =>
      a.localeCompare(b, "pt-BR", { numeric: true }),
    );
    return [
      {
        id: "name",
        header: "Nome",
        rowHeader: true,
        sortable: true,
        wrap: true,
        value: (row) => row.name,
        filter: { options: names.map((name) => ({ value: name, label: name })) },
        cell: (row) => (row.active ? row.name : `${row.name} (inativa)`),
        mobile: "title",
      },
      {
        id: "code",
        header: "Código",
        value: (row) => row.code,
        cell: (row) => <span className="tabular-nums">{row.code}</span>,
      },
      {
        id: "cnpj",
        header: "CNPJ",
        value: (row) => `${formatCnpj(row.cnpj)} ${row.cnpj}`,
        cell: (row) => <span className="font-mono text-[13px]">{formatCnpj(row.cnpj)}</span>,
      },
      { id: "city", header: "Cidade/UF", value: (row) => row.place, cell: (row) => row.place },
    ];
  }, [shown]);
  const waiting = choices.organizations.length > 0 && values.organizationId === null;
  const count = values.branchIds.length;
  return (
    <FieldGroup
      legend={
        <>
          Filiais{" "}
          <span className="ml-1 font-normal text-muted-foreground">
            {count === 0
              ? "nenhuma selecionada"
              : `${number.format(count)} de ${number.format(branches.length)} ${count === 1 ? "selecionada" : "selecionadas"}`}
          </span>
        </>
      }
      error={errors.branchIds}
    >
      {waiting ? (
        <p className="rounded-lg border border-dashed px-4 py-8 text-center text-sm text-muted-foreground">
          Escolha o cliente para ver as filiais.
        </p>
      ) : (
        <LocalGrid<BranchChoice>
          name="filiais-da-integracao"
          label="Filiais"
          rows={shown}
          columns={columns}
          pageSize={25}
          sort={{ column: "name", descending: false }}
          rowId={(row) => String(row.id)}
          rowLabel={(row) => row.name}
          searchPlaceholder={branches.length > 8 ? "Pesquisar filiais" : undefined}
          selectable={!readOnly}
          selectAllLabel="Nome: selecionar todas as filiais"
          canSelect={(row) => row.active || chosen.has(row.id)}
          selection={values.branchIds.map(String)}
          onSelectionChange={(ids) => change({ branchIds: ids.map(Number) })}
          empty={
            <p className="px-4 py-8 text-center text-sm text-muted-foreground">
              {readOnly
                ? "Nenhuma filial selecionada."
                : "Este cliente ainda não tem filiais cadastradas."}
            </p>
          }
        />
      )}
    </FieldGroup>
  );
}
