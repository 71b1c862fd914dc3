import type { Metadata } from "next";
import Link from "next/link";
import { NewPasswordForm } from "@/components/people/new-password-form.tsx";
import { Alert } from "@/components/ui/alert.tsx";
import { Button } from "@/components/ui/button.tsx";
import { currentDatabase } from "@/db/current-database.ts";
import { readNow } from "@/db/queries/now.ts";
import { readAccessLink } from "@/lib/auth/access-links.ts";
import { isFirstPerson } from "@/lib/auth/first-access.ts";
import { choosePassword } from "./actions.ts";

export const metadata: Metadata = { title: "Definir senha", referrer: "no-referrer" };

export default async function AccessPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { db } = currentDatabase();
  const person = await readAccessLink(db, token, await readNow(db));
  if (!person) {
    return (
      <>
        <h1 className="mb-4 text-2xl font-semibold tracking-tight">Link de acesso</h1>
        <Alert tone="warning" title="Este link já foi usado ou venceu.">
          Cada link vale por 24 horas, para um único uso. Solicite outro ao administrador de
          usuários.
        </Alert>
        <Button asChild variant="outline" className="mt-4 w-full">
          <Link href="/entrar">Ir para a entrada</Link>
        </Button>
      </>
    );
  }
  const first = isFirstPerson(person.email);
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">
        {first ? "Criar o primeiro acesso" : "Definir senha"}
      </h1>
      <p className="mt-1 mb-6 text-sm wrap-anywhere text-muted-foreground">
        {first
          ? "Este usuário poderá administrar todo o Enlace."
          : `Acesso de ${person.name} (${person.email}).`}
      </p>
      <NewPasswordForm
        action={choosePassword.bind(null, token)}
        email={person.email}
        asksIdentity={first}
      />
    </>
  );
}
