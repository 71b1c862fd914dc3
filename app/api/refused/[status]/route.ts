const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/** Answers what no page or route could even read; see lib/auth/guard-requests.ts. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ status: string }> },
): Promise<Response> {
  return (await params).status === "405"
    ? Response.json(
        { problem: { kind: "invalid", message: "Este método não é aceito." } },
        { status: 405, headers: { ...HEADERS, allow: ALLOWED } },
      )
    : Response.json(
        { problem: { kind: "invalid", message: "O endereço não pode ser lido." } },
        { status: 400, headers: HEADERS },
      );
}
