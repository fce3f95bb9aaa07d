/** The answer of a route that sends the browser on, and that nobody keeps. */
export function seeOther(address: string): Response {
  return new Response(null, { status: 303, headers: { Location: address, "Cache-Control": "no-store" } });
}
