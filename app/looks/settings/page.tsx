import { Frame } from "../frame";
import { save } from "../actions";
import { Breadcrumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { ButtonLink } from "@/components/button";
import { Rail, RailLayout } from "@/components/rail";
import { Panel, Card } from "@/components/panel";
import { Form } from "@/components/form";
import { Field, Select, TextArea } from "@/components/field";
import { Checkbox, CheckboxGroup, ChoiceGroup } from "@/components/choice";
import { SubmitButton } from "@/components/submit-button";
import { StatusTag } from "@/components/status-tag";
import { Timeline } from "@/components/timeline";
import { Facts } from "@/components/facts";
import { Secret } from "@/components/secret";
import { EmptyState } from "@/components/empty-state";
import { Notice } from "@/components/notice";
import { Time } from "@/components/time";
export const metadata = { title: "User Access Settings: Linus" };
export default function Page() {
  return (
    <Frame>
      <RailLayout
        rail={
          <Rail
            back={{ label: "Back", href: "/looks" }}
            label="linus"
            items={[
              { label: "Profile", href: "/looks/p", current: false },
              { label: "Applications", href: "/looks/ap", current: false },
              { label: "Package Keys", href: "/looks/pk", current: false },
              { label: "Access Settings", href: "/looks/settings", current: true },
              { label: "History", href: "/looks/h", current: false },
            ]}
          />
        }
      >
        <Breadcrumb
          trail={[
            { label: "Users", href: "/looks" },
            { label: "Linus Torvalds", href: "/looks/p" },
            { label: "Access Settings" },
          ]}
        />
        <Form action={save} initial={{}}>
          <PageTitle
            title="User Access Settings : Linus Torvalds"
            actions={
              <>
                <SubmitButton whenChanged>Save</SubmitButton>
                <ButtonLink href="/looks">Cancel</ButtonLink>
              </>
            }
          />
          <div className="mb-6">
            <Panel
              title="linus’s Account Status"
              explanation={
                <p>
                  A disabled user can’t sign in, has no API access, and is signed out at once. Enabling brings back the
                  keys exactly as they were.
                </p>
              }
            >
              <ChoiceGroup
                name="status"
                legend="Account Status"
                hideLegend
                defaultValue="ENABLED"
                options={[
                  { value: "ENABLED", label: <StatusTag status="ENABLED" /> },
                  {
                    value: "DISABLED",
                    label: <StatusTag status="DISABLED" />,
                    hint: "2 sessions end, 3 package keys stop.",
                  },
                  {
                    value: "WAITING",
                    label: <StatusTag status="WAITING" />,
                    disabled: true,
                    hint: "Nothing returns to Waiting.",
                  },
                ]}
              />
              <TextArea name="reason" label="Reason" hint="Optional. Kept in the history." />
            </Panel>
            <Panel
              title="Control Center Roles"
              explanation={
                <p>
                  A role gives access to this console. This user may have roles outside of your organizations that are
                  not visible to you.
                </p>
              }
            >
              <CheckboxGroup
                name="roles"
                legend="Roles"
                hideLegend
                defaultValue={["support"]}
                options={[
                  { value: "admin", label: "Administrator", hint: "Everything" },
                  { value: "support", label: "Support User", hint: "Reads every page" },
                ]}
              />
              <Select
                name="organization"
                label="Organization"
                defaultValue="b"
                options={[
                  { value: "a", label: "Area A" },
                  { value: "b", label: "Area B" },
                  { value: "c", label: "Area C" },
                ]}
              />
            </Panel>
            <Panel
              title="Service User"
              explanation={<p>A service user uses the API only and can’t sign in to these pages.</p>}
            >
              <Checkbox name="service" label="linus is a service user" />
              <Field name="email" label="Email" type="email" defaultValue="linus@penguin.example" autoComplete="off" />
              <Field name="username" label="Username" defaultValue="linus" readOnly hint="Never changes." />
            </Panel>
          </div>
        </Form>
        <Notice tone="warning">The last administrator was disabled by the platform.</Notice>
        <Notice tone="refused">Somebody else changed the status.</Notice>
        <div className="grid gap-6">
          <Card>
            <Facts
              facts={[
                { label: "Username", value: "linus" },
                { label: "Origin", value: "API Management" },
                { label: "Last sign-in", value: <Time at={new Date(1737392520000)} zone /> },
              ]}
            />
          </Card>
          <Card>
            <h2 className="mb-3 font-semibold">History</h2>
            <Timeline
              entries={[
                {
                  key: "1",
                  at: new Date(1737392520000),
                  title: "ada disabled linus",
                  detail: "Reason: key leaked. 2 sessions ended.",
                  tone: "disabled",
                },
                {
                  key: "2",
                  at: new Date(1737302520000),
                  title: "dora tried to disable linus",
                  detail: "Refused: a Support User reads only.",
                  tone: "refused",
                },
                { key: "3", at: new Date(1737202520000), title: "ada enabled linus", tone: "enabled" },
                { key: "4", at: new Date(1737102520000), title: "linus signed in", tone: "neutral" },
              ]}
            />
          </Card>
          <Card>
            <Secret label="Password of linus" value="correct-horse-battery-staple" />
          </Card>
          <EmptyState title="No users match “adda”">
            <a className="text-accent underline underline-offset-4" href="/looks">
              Clear filters
            </a>
          </EmptyState>
        </div>
      </RailLayout>
    </Frame>
  );
}
