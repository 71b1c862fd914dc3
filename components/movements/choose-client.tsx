import { Building2 } from "lucide-react";
import { buttonVariants } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

const SHOWN = 12;

/** Movements belong to one client: an agent who looks at all of them chooses one here. */
export function ChooseClient({
  clients,
  href,
}: {
  clients: readonly { id: number; name: string }[];
  href: string;
}) {
  return (
    <EmptyState
      icon={<Building2 />}
      title="Escolha um cliente"
      action={
        <ul className="flex flex-wrap justify-center gap-2">
          {clients.slice(0, SHOWN).map((client) => (
            <li key={client.id}>
              {/* A whole navigation: the choice is a cookie, which nothing fetched ahead may set. */}
              <a
                href={`${href}?cliente=${client.id}`}
                className={buttonVariants({ variant: "outline", size: "sm" })}
              >
                {client.name}
              </a>
            </li>
          ))}
        </ul>
      }
    >
      {clients.length > SHOWN
        ? `Selecione um cliente para ver os dados. Se ele não estiver nesta lista, use o seletor de clientes no alto da página (${clients.length.toLocaleString("pt-BR")} clientes).`
        : "Selecione um cliente para ver os dados."}
    </EmptyState>
  );
}
