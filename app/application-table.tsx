import type { ReactNode } from "react";
import type { ListedApplication } from "@/access/keys/applications";
import { PersonText } from "@/components/person-text";
import { IconLink, Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { idPath } from "./id-page";

type Props = {
  caption: string;
  applications: readonly ListedApplication[];
  /** Whose they are; null for who may not delete them. */
  deletableOf: string | null;
};

/** The applications of one user. */
export function ApplicationTable({ caption, applications, deletableOf }: Props): ReactNode {
  const { userParts, amounts } = texts();
  const words = userParts.applications;
  const head = (
    <>
      <Th>{words.application}</Th>
      <Th>{words.packageKeys}</Th>
      <Th>{words.created}</Th>
      <Th>{words.updated}</Th>
      {deletableOf !== null && <Th>{words.actions}</Th>}
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {applications.map((application) => (
        <Row key={application.id}>
          <Td label={words.application}>
            <PersonText>{application.name}</PersonText>
          </Td>
          <Td label={words.packageKeys}>{amounts.keysAtWork(application)}</Td>
          <Td label={words.created}>
            <Time at={application.createdAt} />
          </Td>
          <Td label={words.updated}>
            <Time at={application.updatedAt} />
          </Td>
          {deletableOf !== null && (
            <Td label={words.actions}>
              <IconLink
                href={idPath("applications", application.id, "delete")}
                label={words.delete(application.name, deletableOf)}
                icon="bin"
                danger
              />
            </Td>
          )}
        </Row>
      ))}
    </Table>
  );
}
