"use client";

import { usePathname } from "next/navigation";

/** Leads to the sign-in page in another tab: this one keeps what was typed, passwords too. */
export function SignInAgain() {
  return (
    <a
      href={`/entrar?depois=${encodeURIComponent(usePathname())}`}
      target="_blank"
      rel="noopener"
      className="font-medium text-primary underline"
    >
      Entrar novamente
    </a>
  );
}
