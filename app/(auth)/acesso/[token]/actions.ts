"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { NewPasswordState } from "@/components/people/new-password-form.tsx";
import { currentDatabase } from "@/db/current-database.ts";
import { readNow } from "@/db/queries/now.ts";
import { consumeAccessLink, readAccessLink } from "@/lib/auth/access-links.ts";
import { isFirstPerson } from "@/lib/auth/first-access.ts";
import { requestAddress } from "@/lib/auth/request-address.ts";
import { email, personName } from "@/lib/admin/people/person-fields.ts";
import { requestLinkMail } from "@/lib/admin/people/request-owner-mail.ts";

const identity = z.object({ name: personName, email });

/** Uses a one-time link. */
export async function choosePassword(
  token: string,
  _before: NewPasswordState,
  form: FormData,
): Promise<NewPasswordState> {
  // A browser may send anything in a form's place.
  if (!(form instanceof FormData))
    return { typed: { name: "", email: "" }, fields: { password: "Informe a senha." } };
  const { db } = currentDatabase();
  const now = await readNow(db);
  const password = String(form.get("password") ?? "");
  const typed = { name: String(form.get("name") ?? ""), email: String(form.get("email") ?? "") };
  const person = await readAccessLink(db, String(token), now);
  if (!person)
    return {
      typed,
      message: "Este link já foi usado ou venceu. Solicite outro ao administrador de usuários.",
    };

  const fields: NonNullable<NewPasswordState["fields"]> = {};
  const first = isFirstPerson(person.email);
  const parsed = first ? identity.safeParse(typed) : null;
  for (const issue of parsed?.error?.issues ?? [])
    fields[issue.path[0] === "name" ? "name" : "email"] ??= issue.message;
  if (password !== String(form.get("repeat") ?? ""))
    fields.repeat = "As duas senhas são diferentes.";
  if (Object.keys(fields).length > 0) return { typed, fields };

  const address = requestAddress(await headers());
  const used = await consumeAccessLink(db, {
    token: String(token),
    password,
    address,
    now,
    identity: parsed?.data,
    tell: (tx, owner) => requestLinkMail(tx, owner, { address, now }),
  });
  if (!used.ok)
    return used.reason === "password"
      ? { typed, fields: { password: used.sentence } }
      : {
          typed,
          message: "Este link já foi usado ou venceu. Solicite outro ao administrador de usuários.",
        };
  redirect("/entrar?senha=definida");
}
