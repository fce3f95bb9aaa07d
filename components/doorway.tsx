import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "./mark";
import { Card } from "./panel";

type DoorwayProps = { title: string; notice?: ReactNode; children: ReactNode };

// The page of somebody who is not in yet: the mark, what there is to say, and one card.
export function Doorway({ title, notice, children }: DoorwayProps): ReactNode {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-md px-4 pt-[max(2rem,12vh)] pb-16">
      <Link href="/" className="mb-6 flex w-fit items-center rounded-md" aria-label="Latchkey, home">
        <Mark wordmark />
      </Link>
      {notice}
      <Card>
        <h1 className="mb-4 text-xl leading-7 font-[650] tracking-[-0.02em]">{title}</h1>
        {children}
      </Card>
    </main>
  );
}
