import type { ReactNode } from "react";
import { keyName } from "@/access/keys/package-key-format";
import type { ListedKey } from "@/access/keys/package-keys";
import { PersonText } from "@/components/person-text";
import { IconLink, Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import type { Catalogue } from "@/text/en";
import { texts } from "@/text/texts";
import { idPath } from "./id-page";
import { keyChange } from "./key-change";
import { KeyStatus } from "./key-status";

/** Whose keys they are, and where the reader comes back to after a change. */
type Changeable = { username: string; here: string };

type Props = { caption: string; keys: readonly ListedKey[]; changeable: Changeable | null };

/** The package keys of one user, in the columns of domain.md, "Keys", and when each was last used. */
export function PackageKeyTable({ caption, keys, changeable }: Props): ReactNode {
  const words = texts().userParts.keys;
  const head = (
    <>
      <Th>{words.key}</Th>
      <Th>{words.application}</Th>
      <Th>{words.packagePlan}</Th>
      <Th>{words.status}</Th>
      <Th>{words.created}</Th>
      <Th>{words.updated}</Th>
      <Th>{words.lastUsed}</Th>
      {changeable && <Th>{words.actions}</Th>}
    </>
  );
  return (
    <Table caption={caption} head={head} columns="many">
      {keys.map((key) => (
        <KeyRow key={key.id} listed={key} changeable={changeable} words={words} />
      ))}
    </Table>
  );
}

type KeyRowProps = { listed: ListedKey; changeable: Changeable | null; words: Catalogue["userParts"]["keys"] };

function KeyRow({ listed, changeable, words }: KeyRowProps): ReactNode {
  return (
    <Row>
      <Td label={words.key}>
        <code>{keyName(listed)}</code>
      </Td>
      <Td label={words.application}>
        <PersonText>{listed.application.name}</PersonText>
      </Td>
      <Td label={words.packagePlan}>
        <PersonText>{listed.package.name}</PersonText> – <PersonText>{listed.plan.name}</PersonText>
      </Td>
      <Td label={words.status}>
        <KeyStatus
          status={listed.status}
          block={listed.block}
          change={changeable && keyChange(listed, changeable.username, changeable.here)}
        />
      </Td>
      <Td label={words.created}>
        <Time at={listed.createdAt} />
      </Td>
      <Td label={words.updated}>
        <Time at={listed.updatedAt} />
      </Td>
      <Td label={words.lastUsed}>{listed.lastUsedAt ? <Time at={listed.lastUsedAt} /> : words.neverUsed}</Td>
      {changeable && (
        <Td label={words.actions}>
          <IconLink
            href={`${idPath("package-keys", listed.id, "delete")}?from=${encodeURIComponent(changeable.here)}`}
            label={words.delete(keyName(listed), changeable.username)}
            icon="bin"
            danger
          />
        </Td>
      )}
    </Row>
  );
}
