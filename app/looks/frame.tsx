import { Shell } from "@/components/shell";
import { Button } from "@/components/button";
import type { ReactNode } from "react";
export function Frame({ children }: { children: ReactNode }): ReactNode {
  return (
    <Shell
      account={{ username: "ada", displayName: "Ada Lovelace" }}
      nav={[
        { label: "Users", href: "/looks", current: true },
        { label: "Package Keys", href: "/looks/k", current: false },
        { label: "Audit", href: "/looks/a", current: false },
      ]}
      signOut={
        <form>
          <Button type="submit" variant="quiet" size="small">
            Sign out
          </Button>
        </form>
      }
    >
      {children}
    </Shell>
  );
}
