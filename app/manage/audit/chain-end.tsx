import type { ReactNode } from "react";
import type { NewestLink } from "@/access/audit/audit-chain";
import { Copyable } from "@/components/copyable";
import { Card } from "@/components/panel";
import { texts } from "@/text/texts";

/** The end of the chain, and what noting it is good for. */
export function ChainEnd({ newest: { position, hash, archivedTo } }: { newest: NewestLink }): ReactNode {
  const { chainEnd } = texts().audit;
  return (
    <section aria-labelledby="chain-end" className="mt-8">
      <Card>
        <h2 id="chain-end" className="mb-2 font-semibold">
          {chainEnd.title}
        </h2>
        <p className="mb-3 max-w-3xl text-[0.8125rem] leading-5 text-muted">
          {chainEnd.advice(<code>npm run audit:verify</code>, <code>--seen</code>)}
        </p>
        <Copyable label={chainEnd.value} value={`${position}:${hash}`} />
        {archivedTo > 0n && <p className="mt-3 text-[0.8125rem] text-muted">{chainEnd.archived(archivedTo)}</p>}
      </Card>
    </section>
  );
}
