import { CircleCheck, CircleSlash, Hourglass } from "lucide-react";
import type { GridColumn } from "../data-grid/grid-column.ts";
import { Badge } from "../ui/badge.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { PersonRow } from "@/lib/admin/people/list-people.ts";

const STATE = {
  active: { label: "Ativo", tone: "done", icon: CircleCheck },
  invited: { label: "Aguardando 1º acesso", tone: "pending", icon: Hourglass },
  inactive: { label: "Inativo", tone: "neutral", icon: CircleSlash },
} as const;

/** Whether a person may enter, as a word with its mark. */
export function PersonState({ state }: { state: PersonRow["state"] }) {
  const { label, tone, icon: Icon } = STATE[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden /> {label}
    </Badge>
  );
}

/** The columns of "Usuários". */
export function peopleColumns(options: {
  profiles: { id: number; name: string }[];
  showClient: boolean;
  timeZone: string;
}): GridColumn<PersonRow, "people">[] {
  return [
    {
      id: "name",
      header: "Nome",
      sortable: true,
      rowHeader: true,
      mobile: "title",
      cell: (person) => (person.self ? `${person.name} (você)` : person.name),
    },
    { id: "email", header: "E-mail", sortable: true, cell: (person) => person.email },
    {
      id: "profile",
      header: "Perfil",
      sortable: true,
      filter: {
        options: options.profiles.map(({ id, name }) => ({ value: String(id), label: name })),
      },
      cell: (person) => person.profileName,
    },
    ...(options.showClient
      ? [
          {
            id: "client",
            header: "Cliente",
            sortable: true,
            cell: (person) =>
              person.organizationName ?? (
                <span className="text-muted-foreground">Todos (suporte)</span>
              ),
          } satisfies GridColumn<PersonRow, "people">,
        ]
      : []),
    {
      id: "state",
      header: "Situação",
      mobile: "status",
      filter: { options: Object.entries(STATE).map(([value, { label }]) => ({ value, label })) },
      cell: (person) => <PersonState state={person.state} />,
    },
    {
      id: "lastSignIn",
      header: "Última entrada",
      sortable: true,
      cell: (person) =>
        person.lastSignInAt ? (
          <RelativeTime value={person.lastSignInAt} timeZone={options.timeZone} />
        ) : (
          <span className="text-muted-foreground">Nunca</span>
        ),
    },
  ];
}
