import type { ReactNode } from "react";
import type { Problem } from "@/lib/admin/define-use-case.ts";
import { SignInAgain } from "./sign-in-again.tsx";

/** A refusal in words. Where the session has ended, with the way to sign in that leaves this page as it is. */
export function describeProblem(problem: Pick<Problem, "kind" | "message">): ReactNode {
  if (problem.kind !== "signed_out") return problem.message;
  return (
    <>
      {problem.message} <SignInAgain />
    </>
  );
}
