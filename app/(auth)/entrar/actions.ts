"use server";

import { AuthError } from "next-auth";
import { redirect } from "next/navigation";
import type { SignInState } from "@/components/people/sign-in-form.tsx";
import { signIn, SignInThrottled } from "@/lib/auth.ts";
import { safeReturnPath } from "@/lib/auth/safe-return-path.ts";
import { formatCount } from "@/lib/core/format-count.ts";

/** Signs in and goes on to where the person wanted to be. */
export async function signInWithPassword(
  _before: SignInState,
  form: FormData,
): Promise<SignInState> {
  // A browser may send anything in a form's place.
  if (!(form instanceof FormData)) return { email: "", fields: { email: "Informe o e-mail." } };
  const email = String(form.get("email") ?? "").slice(0, 320);
  const password = String(form.get("password") ?? "");
  const fields: SignInState["fields"] = {};
  if (!email.trim()) fields.email = "Informe o e-mail.";
  if (!password) fields.password = "Informe a senha.";
  if (Object.keys(fields).length > 0) return { email, fields };
  try {
    await signIn("credentials", { email, password, redirect: false });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    if (error instanceof SignInThrottled) {
      const minutes = Math.max(1, Math.ceil(Number(error.code.replace("throttled-", "")) / 60));
      return {
        email,
        message: `Muitas tentativas seguidas. Aguarde ${formatCount(minutes, "minuto", "minutos")} e tente novamente, ou solicite um novo acesso ao administrador de usuários.`,
      };
    }
    if (error.type !== "CredentialsSignin")
      return { email, message: "Não foi possível entrar agora. Tente novamente em instantes." };
    return { email, message: "E-mail ou senha incorretos." };
  }
  const back = safeReturnPath(String(form.get("back") ?? ""));
  redirect(back);
}
