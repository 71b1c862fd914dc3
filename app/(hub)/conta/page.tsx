import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen.tsx";
import { readAccount } from "@/lib/admin/account/read-account.ts";
import { requireActor } from "@/lib/auth/current-actor.ts";
import { valueOrForbidden } from "../read-list-state.ts";
import { changePassword, endOtherSessions, endSession, rename } from "./actions.ts";

export const metadata: Metadata = { title: "Minha conta" };

export default async function AccountPage() {
  const actor = await requireActor();
  const account = valueOrForbidden(await readAccount(actor, {}));
  return (
    <AccountScreen
      account={account}
      profileName={actor.profileName}
      timeZone={actor.timeZone}
      actions={{ changePassword, rename, endSession, endOtherSessions }}
    />
  );
}
