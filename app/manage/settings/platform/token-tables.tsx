import type { ReactNode } from "react";
import type { PlatformToken } from "@/access/platform-tokens";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { revocationPath } from "./paths";

/** The tokens that are good for calls; those that were revoked stand apart, because history names them. */
export function TokenTables({ tokens }: { tokens: readonly PlatformToken[] }): ReactNode {
  const live = tokens.filter(({ revokedAt }) => revokedAt === null);
  const revoked = tokens.filter(({ revokedAt }) => revokedAt !== null);
  return (
    <>
      {live.length === 0 ? (
        <EmptyState title="No token yet">
          Every call is refused until there is one. Create it with New Token, and paste it into the settings of the
          platform.
        </EmptyState>
      ) : (
        <TokenTable caption="Tokens. Times are in UTC." tokens={live} revocable />
      )}
      {revoked.length > 0 && (
        <details className="mt-3">
          <summary className="mb-2 w-fit rounded-md py-1 font-medium text-muted hover:text-ink">
            Revoked: {revoked.length}
          </summary>
          <TokenTable caption="Tokens that were revoked. Times are in UTC." tokens={revoked} />
        </details>
      )}
    </>
  );
}

type TableProps = { caption: string; tokens: readonly PlatformToken[]; revocable?: boolean };

function TokenTable({ caption, tokens, revocable = false }: TableProps): ReactNode {
  const head = (
    <>
      <Th>Label</Th>
      <Th>Token</Th>
      <Th>State</Th>
      <Th>Created</Th>
      <Th>Created by</Th>
      <Th>Last used</Th>
      {revocable && <Th>Actions</Th>}
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
  return (
    <Row>
      <Td label="Label">
        <PersonText>{label}</PersonText>
      </Td>
      <Td label="Token">
        <code>…{lastFour}</code>
      </Td>
      <Td label="State">
        <StateTag state={revokedAt ? { kind: "DISABLED", word: "Revoked" } : { kind: "ENABLED", word: "In use" }} />
        {revokedAt && <Time at={revokedAt} />}
      </Td>
      <Td label="Created">
        <Time at={createdAt} />
      </Td>
      <Td label="Created by">
        <PersonText>{createdBy}</PersonText>
      </Td>
      <Td label="Last used">{lastUsedAt ? <Time at={lastUsedAt} /> : "Never"}</Td>
      {!revokedAt && (
        <Td label="Actions">
          <ButtonLink href={revocationPath(id)} size="small" prefetch={false} aria-label={`Revoke ${label}`}>
            Revoke
          </ButtonLink>
        </Td>
      )}
    </Row>
  );
}
