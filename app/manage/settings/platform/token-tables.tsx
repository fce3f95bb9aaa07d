import type { ReactNode } from "react";
import type { PlatformToken } from "@/access/platform/platform-tokens";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { revocationPath } from "./paths";

/** The tokens that are good for calls; those that were revoked stand apart, because history names them. */
export function TokenTables({ tokens }: { tokens: readonly PlatformToken[] }): ReactNode {
  const told = texts().platform.tokens;
  const live = tokens.filter(({ revokedAt }) => revokedAt === null);
  const revoked = tokens.filter(({ revokedAt }) => revokedAt !== null);
  return (
    <>
      {live.length === 0 ? (
        <EmptyState title={told.empty}>{told.emptyAdvice}</EmptyState>
      ) : (
        <TokenTable caption={told.live} tokens={live} revocable />
      )}
      {revoked.length > 0 && (
        <details className="mt-3">
          <summary className="mb-2 w-fit rounded-md py-1 font-medium text-muted hover:text-ink">
            {told.revokedCount(revoked.length)}
          </summary>
          <TokenTable caption={told.revoked} tokens={revoked} />
        </details>
      )}
    </>
  );
}

type TableProps = { caption: string; tokens: readonly PlatformToken[]; revocable?: boolean };

function TokenTable({ caption, tokens, revocable = false }: TableProps): ReactNode {
  const { columns } = texts().platform.tokens;
  const head = (
    <>
      <Th>{columns.label}</Th>
      <Th>{columns.token}</Th>
      <Th>{columns.state}</Th>
      <Th>{columns.created}</Th>
      <Th>{columns.createdBy}</Th>
      <Th>{columns.lastUsed}</Th>
      {revocable && <Th>{columns.actions}</Th>}
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {tokens.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </Table>
  );
}

function TokenRow({ token }: { token: PlatformToken }): ReactNode {
  const { id, label, lastFour, createdAt, createdBy, lastUsedAt, revokedAt } = token;
  const { columns, states, neverUsed, revoke, revokeIt } = texts().platform.tokens;
  return (
    <Row>
      <Td label={columns.label}>
        <PersonText>{label}</PersonText>
      </Td>
      <Td label={columns.token}>
        <code>…{lastFour}</code>
      </Td>
      <Td label={columns.state}>
        <StateTag
          state={revokedAt ? { kind: "DISABLED", word: states.revoked } : { kind: "ENABLED", word: states.live }}
        />
        {revokedAt && <Time at={revokedAt} />}
      </Td>
      <Td label={columns.created}>
        <Time at={createdAt} />
      </Td>
      <Td label={columns.createdBy}>
        <PersonText>{createdBy}</PersonText>
      </Td>
      <Td label={columns.lastUsed}>{lastUsedAt ? <Time at={lastUsedAt} /> : neverUsed}</Td>
      {!revokedAt && (
        <Td label={columns.actions}>
          <ButtonLink href={revocationPath(id)} size="small" aria-label={revokeIt(label)}>
            {revoke}
          </ButtonLink>
        </Td>
      )}
    </Row>
  );
}
