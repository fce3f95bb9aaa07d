import type { ReactNode } from "react";
import { keyName } from "@/access/package-key-format";
import type { ListedKey } from "@/access/package-keys";
import { PersonText } from "@/components/person-text";
import { IconLink, Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { idPath } from "./id-page";
import { keyChange } from "./key-change";
import { KeyStatus } from "./key-status";

/** Whose keys they are, and where the reader comes back to after a change. */
type Changeable = { username: string; here: string };

type Props = { caption: string; keys: readonly ListedKey[]; changeable: Changeable | null };

/** The package keys of one user, in the columns of domain.md, "Keys", and when each was last used. */
export function PackageKeyTable({ caption, keys, changeable }: Props): ReactNode {
  const head = (
    <>
      <Th>Key</Th>
      <Th>Application</Th>
      <Th>Package-Plan</Th>
      <Th>Status</Th>
      <Th>Created</Th>
      <Th>Updated</Th>
      <Th>Last used</Th>
      {changeable && <Th>Actions</Th>}
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {keys.map((key) => (
        <KeyRow key={key.id} listed={key} changeable={changeable} />
      ))}
    </Table>
  );
}

function KeyRow({ listed, changeable }: { listed: ListedKey; changeable: Changeable | null }): ReactNode {
  return (
    <Row>
      <Td label="Key">
        <code>{keyName(listed)}</code>
      </Td>
      <Td label="Application">
        <PersonText>{listed.application.name}</PersonText>
      </Td>
      <Td label="Package-Plan">
        <PersonText>{listed.package.name}</PersonText> – <PersonText>{listed.plan.name}</PersonText>
      </Td>
      <Td label="Status">
        <KeyStatus
          status={listed.status}
          block={listed.block}
          change={changeable && keyChange(listed, changeable.username, changeable.here)}
        />
      </Td>
      <Td label="Created">
        <Time at={listed.createdAt} />
      </Td>
      <Td label="Updated">
        <Time at={listed.updatedAt} />
      </Td>
      <Td label="Last used">{listed.lastUsedAt ? <Time at={listed.lastUsedAt} /> : "Never"}</Td>
      {changeable && (
        <Td label="Actions">
          <IconLink
            href={`${idPath("package-keys", listed.id, "delete")}?from=${encodeURIComponent(changeable.here)}`}
            label={`Delete key ${keyName(listed)} of ${changeable.username}`}
            icon="bin"
            danger
          />
        </Td>
      )}
    </Row>
  );
}
