import type { ReactNode } from "react";
import type { NewestLink } from "@/access/audit-chain";
import { Copyable } from "@/components/copyable";
import { Card } from "@/components/panel";

/** The end of the chain, and what noting it is good for. */
export function ChainEnd({ newest: { position, hash, archivedTo } }: { newest: NewestLink }): ReactNode {
  return (
    <section aria-labelledby="chain-end" className="mt-8">
      <Card>
        <h2 id="chain-end" className="mb-2 font-semibold">
          Newest position and hash
        </h2>
        <p className="mb-3 max-w-3xl text-[0.8125rem] leading-5 text-muted">
          Each entry is chained to the one before it, and <code>npm run audit:verify</code> on the server finds what was
          tampered with. Note this now and then, somewhere that whoever owns the database can’t reach: given with{" "}
          <code>--seen</code>, it also finds a chain that was computed anew or cut off.
        </p>
        <Copyable label="Position and hash" value={`${position}:${hash}`} />
        {archivedTo > 0n && (
          <p className="mt-3 text-[0.8125rem] text-muted">
            Entries up to position {archivedTo.toLocaleString("en")} have left for files in the archive folder.
          </p>
        )}
      </Card>
    </section>
  );
}
