import { redirect } from "next/navigation";
import { requireActor } from "@/access/require-actor";
import { mayReachConsole } from "@/access/rules";

export default async function HomePage(): Promise<never> {
  const actor = await requireActor("/");
  redirect(mayReachConsole(actor).allowed ? "/manage" : "/account");
}
