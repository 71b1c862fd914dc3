import { answerNoAddress } from "@/lib/inbox/api/answer-others.ts";

/** Every address under /api/v1, and itself, that no other route serves. */
export function GET(): Promise<Response> {
  return answerNoAddress();
}

export { GET as DELETE, GET as HEAD, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };
