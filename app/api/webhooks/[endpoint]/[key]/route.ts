import { requestAddress } from "@/lib/auth/request-address.ts";
import { receiveWebhook } from "@/lib/inbox/webhooks/receive-webhook.ts";

/** Takes in a partner's message (docs/operating.md). */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ endpoint: string; key: string }> },
): Promise<Response> {
  return receiveWebhook(request, await params, requestAddress(request.headers));
}
