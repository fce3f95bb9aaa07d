import type { ReactNode } from "react";
import { Mark } from "@/components/mark";
import { Card } from "@/components/panel";

/** The frame of the pages before anybody is signed in; what there is to be said first stands above the card. */
export function SignInFrame({
  title,
  said,
  children,
}: {
  title: string;
  said?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-sm px-4 pt-[max(2rem,14vh)] pb-16">
      <div className="mb-6 flex justify-center">
        <Mark alone />
      </div>
      {said}
      <Card>
        <h1 className="mb-4 text-xl font-[650] tracking-[-0.02em]">{title}</h1>
        {children}
      </Card>
    </main>
  );
}
