/** Whether this process answers at all; it asks nobody else. */
export function POST(): Response {
  return new Response(null, { status: 204 });
}

export function GET(): Response {
  return new Response(null, { status: 204 });
}
