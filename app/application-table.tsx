import type { ReactNode } from "react";
import type { ListedApplication } from "@/access/applications";
import { PersonText } from "@/components/person-text";
import { IconLink, Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { idPath } from "./id-page";
import { keysAtWork } from "./key-numbers";

type Props = {
  caption: string;
  applications: readonly ListedApplication[];
  /** Whose they are; null for who may not delete them. */
  deletableOf: string | null;
};

/** The applications of one user. */
export function ApplicationTable({ caption, applications, deletableOf }: Props): ReactNode {
  const head = (
    <>
      <Th>Application</Th>
      <Th>Package Keys</Th>
      <Th>Created</Th>
      <Th>Updated</Th>
      {deletableOf !== null && <Th>Actions</Th>}
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {applications.map((application) => (
        <Row key={application.id}>
          <Td label="Application">
            <PersonText>{application.name}</PersonText>
          </Td>
          <Td label="Package Keys">{keysAtWork(application)}</Td>
          <Td label="Created">
            <Time at={application.createdAt} />
          </Td>
          <Td label="Updated">
            <Time at={application.updatedAt} />
          </Td>
          {deletableOf !== null && (
            <Td label="Actions">
              <IconLink
                href={idPath("applications", application.id, "delete")}
                label={`Delete application ${application.name} of ${deletableOf}`}
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
