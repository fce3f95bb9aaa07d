import { StatusLink } from "@/components/status-link";
export default function Page() {
  return (
    <main>
      <h1>Opener</h1>
      <StatusLink href="/looks/inter/confirm" status="ENABLED" label="disable linus" />
    </main>
  );
}
