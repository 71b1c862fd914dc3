import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { DemoSignIns } from "@/components/people/demo-sign-ins.tsx";
import { ForgetTab } from "@/components/people/forget-tab.tsx";
import { SignInForm } from "@/components/people/sign-in-form.tsx";
import { Alert } from "@/components/ui/alert.tsx";
import { findActor } from "@/lib/auth/current-actor.ts";
import { safeReturnPath } from "@/lib/auth/safe-return-path.ts";
import { isHttps, sessionCookieName } from "@/lib/auth/session-cookie.ts";
import { signInWithPassword } from "./actions.ts";

export const metadata: Metadata = { title: "Entrar" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const params = await searchParams;
  const back = safeReturnPath(typeof params.depois === "string" ? params.depois : null);
  const left = params.saiu === "1";
  if (!left && (await findActor())) redirect(back);
  const hadSession = (await cookies()).has(sessionCookieName(isHttps(await headers())));
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Entrar</h1>
      <p className="mt-1 mb-6 text-sm text-muted-foreground">
        Cadastre, execute e acompanhe as suas integrações.
      </p>
      {left && (
        <Alert tone="success" className="mb-4">
          Você saiu do sistema.
        </Alert>
      )}
      {params.senha === "definida" && (
        <Alert tone="success" className="mb-4">
          Senha definida com sucesso. Entre com ela para continuar.
        </Alert>
      )}
      {!left && hadSession && back !== "/" && (
        <Alert tone="info" className="mb-4">
          Sua sessão expirou. Entre novamente para continuar de onde parou.
        </Alert>
      )}
      {left && <ForgetTab />}
      <SignInForm
        action={signInWithPassword}
        back={back}
        email={typeof params.email === "string" ? params.email.slice(0, 320) : ""}
      />
      {process.env.ENLACE_DEMO === "on" && <DemoSignIns />}
    </>
  );
}
