"use client";

import { KeyRound, Pencil, Power, UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { DataGrid } from "../data-grid/data-grid.tsx";
import type { RowAction } from "../data-grid/grid-column.ts";
import { refreshGrid } from "../data-grid/refresh-grid.ts";
import { ConfirmDialog } from "../ui/alert-dialog.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHead } from "../ui/page-head.tsx";
import type { Outcome } from "@/lib/admin/define-use-case.ts";
import type { PersonRow } from "@/lib/admin/people/list-people.ts";
import type { GridPage } from "@/lib/core/grid.ts";
import { peopleColumns } from "./people-columns.tsx";
import { PersonDialog, type PersonActions, type ProfileChoice } from "./person-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { useBanner } from "../forms/use-banner.tsx";

/** Props of {@link PeopleScreen}. */
export interface PeopleScreenProps {
  initial: GridPage<PersonRow>;
  profiles: ProfileChoice[];
  /** null for a client's own people. */
  clients: { id: number; name: string; active: boolean }[] | null;
  focusedClient: number | null;
  timeZone: string;
  actions: PersonActions & {
    setActive: (input: { id: number; active: boolean }) => Promise<Outcome<unknown>>;
    makeLink: (input: { id: number }) => Promise<Outcome<{ path: string }>>;
  };
}

type Open =
  | { kind: "form"; person: PersonRow | null }
  | { kind: "disable"; person: PersonRow }
  | { kind: "link"; person: PersonRow }
  | null;

/** "Usuários": who may enter, with which profile. */
export function PeopleScreen({
  initial,
  profiles,
  clients,
  focusedClient,
  timeZone,
  actions,
}: PeopleScreenProps) {
  const [open, setOpen] = useState<Open>(null);
  const [link, setLink] = useState<string | null>(null);
  const { banner, showBanner, act } = useBanner();
  const columns = useMemo(
    () => peopleColumns({ profiles, showClient: clients !== null, timeZone }),
    [profiles, clients, timeZone],
  );
  const showLink = (path: string) => setLink(new URL(path, window.location.origin).toString());
  const done = (text: string) => {
    setOpen(null);
    showBanner("success", text);
    refreshGrid("usuarios");
  };
  const setActive = (person: PersonRow, active: boolean) =>
    void act(actions.setActive({ id: person.id, active }), () =>
      done(`Usuário ${person.name} ${active ? "reativado" : "desativado"}.`),
    );

  const rowActions = (person: PersonRow): RowAction[] => {
    const hint = person.manageable
      ? undefined
      : "O perfil deste usuário tem mais permissões que o seu";
    return [
      {
        label: "Editar",
        icon: <Pencil />,
        onSelect: () => setOpen({ kind: "form", person }),
        disabled: !person.manageable,
        hint,
      },
      ...(person.state !== "inactive"
        ? [
            {
              label: "Novo link de acesso",
              icon: <KeyRound />,
              onSelect: () => setOpen({ kind: "link", person }),
              disabled: !person.manageable,
              hint,
            },
          ]
        : []),
      person.state === "inactive"
        ? {
            label: "Reativar",
            icon: <Power />,
            onSelect: () => setActive(person, true),
            disabled: !person.manageable,
            hint,
          }
        : {
            label: "Desativar",
            icon: <Power />,
            destructive: true,
            onSelect: () => setOpen({ kind: "disable", person }),
            disabled: !person.manageable || person.self,
            hint: person.self ? "Você não pode desativar o seu próprio usuário" : hint,
          },
    ];
  };
  const add = (
    <Button onClick={() => setOpen({ kind: "form", person: null })}>
      <UserPlus aria-hidden /> Cadastrar usuário
    </Button>
  );
  return (
    <>
      <PageHead title="Usuários" state="Usuários com acesso ao sistema." actions={add} />
      {banner}
      <DataGrid<PersonRow>
        name="usuarios"
        label="Usuários"
        columns={columns}
        url="/api/lists/people"
        initial={initial}
        rowId={(person) => String(person.id)}
        rowLabel={(person) => person.name}
        onRowOpen={(person) => person.manageable && setOpen({ kind: "form", person })}
        rowActions={rowActions}
        searchPlaceholder="Pesquisar usuários"
        empty={
          <EmptyState title="Nenhum usuário ainda" action={add}>
            Cadastre o primeiro usuário. Ele define a própria senha por um link de acesso.
          </EmptyState>
        }
      />
      {open?.kind === "form" && (
        <PersonDialog
          person={open.person}
          profiles={profiles}
          clients={clients}
          focusedClient={focusedClient}
          actions={actions}
          onClose={() => setOpen(null)}
          onSaved={(name, path) => {
            done(
              path ? `Usuário ${name} cadastrado. Envie o link de acesso.` : "Alterações salvas.",
            );
            if (path) showLink(path);
          }}
        />
      )}
      {open?.kind === "disable" && (
        <ConfirmDialog
          open
          onOpenChange={() => setOpen(null)}
          title={`Desativar ${open.person.name}?`}
          description="As sessões abertas são encerradas na hora e o usuário não entra mais até ser reativado. O histórico é mantido."
          confirmLabel="Desativar"
          destructive
          onConfirm={() => setActive(open.person, false)}
        />
      )}
      {open?.kind === "link" && (
        <ConfirmDialog
          open
          onOpenChange={() => setOpen(null)}
          title={`Criar novo link para ${open.person.name}?`}
          description="Os links anteriores deixam de valer. Quando a nova senha for definida, as sessões abertas do usuário são encerradas."
          confirmLabel="Criar link"
          onConfirm={() =>
            void act(actions.makeLink({ id: open.person.id }), ({ path }) => showLink(path))
          }
        />
      )}
      <SecretDialog
        title="Link de acesso"
        description="Envie este link ao usuário. Ele vale por 24 horas, para um único uso, e não será exibido novamente."
        label="Link"
        secret={link}
        onClose={() => setLink(null)}
      />
    </>
  );
}
