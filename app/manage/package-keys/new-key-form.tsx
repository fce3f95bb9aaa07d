import type { ReactNode } from "react";
import type { ListedApplication } from "@/access/keys/applications";
import { LISTED_OF_ONE_USER } from "@/access/keys/key-rows";
import type { PlanChoice } from "@/access/keys/packages";
import type { User } from "@/access/users/users";
import { isCutOff } from "@/app/cut-off";
import { userPath } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Field, SelectField } from "@/components/field";
import { Form } from "@/components/form";
import type { Option } from "@/components/input";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { createPackageKeyAction } from "./actions";
import { NEW_APPLICATION } from "./new-application";

type Props = {
  /** The id of the key to be made: a browser without scripts sends the form again when its answer is loaded again. */
  keyId: string;
  user: User;
  applications: readonly ListedApplication[];
  plans: readonly PlanChoice[];
};

export function NewKeyForm({ keyId, user, applications, plans }: Props): ReactNode {
  if (plans.length === 0) return <NoPlans />;
  const { keys, forms } = texts();
  return (
    <Form action={createPackageKeyAction}>
      <input type="hidden" name="id" value={keyId} />
      <input type="hidden" name="username" value={user.username} />
      <Card>
        <ApplicationChoice applications={applications} />
        <SelectField
          name="plan"
          label={keys.creation.plan}
          options={chooseFrom(keys.creation.choosePlan, plans.map(planOption))}
          required
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton pendingText={keys.creation.creating}>{keys.creation.submit}</SubmitButton>
          <ButtonLink href={userPath(user.username, "package-keys")}>{forms.cancel}</ButtonLink>
        </div>
      </Card>
    </Form>
  );
}

/** One of the user's applications, or a new one, whose name is asked for as soon as it is chosen: by style alone. */
function ApplicationChoice({ applications }: { applications: readonly ListedApplication[] }): ReactNode {
  const { creation } = texts().keys;
  const name = <Field name="name" label={creation.newName} autoComplete="off" />;
  if (applications.length === 0) {
    return (
      <>
        <input type="hidden" name="application" value={NEW_APPLICATION} />
        {name}
      </>
    );
  }
  const known = applications.map((application) => ({ value: application.id, label: application.name }));
  const options = [
    ...chooseFrom(creation.chooseApplication, known),
    { value: NEW_APPLICATION, label: creation.newApplication },
  ];
  return (
    <div className="group">
      <SelectField
        name="application"
        label={creation.application}
        // The name of one that is there finds it.
        hint={isCutOff(applications) ? creation.otherApplication(LISTED_OF_ONE_USER) : undefined}
        options={options}
        required
      />
      <div className="hidden group-has-[option[value=new]:checked]:block">{name}</div>
    </div>
  );
}

/** Where there is one thing to choose it is chosen; of several none is, because a guess would be taken for a choice. */
function chooseFrom(question: string, options: Option[]): Option[] {
  return options.length === 1 ? options : [{ value: "", label: question }, ...options];
}

function planOption(plan: PlanChoice): Option {
  const name = `${plan.package.name} – ${plan.name}`;
  return { value: plan.id, label: plan.active ? name : texts().keys.creation.inactivePlan(name) };
}

function NoPlans(): ReactNode {
  const { keys, shell } = texts();
  const { noPlans } = keys.creation;
  return (
    <EmptyState title={noPlans.title} wayOn={{ label: shell.areas.packages, href: "/manage/packages" }}>
      {noPlans.advice}
    </EmptyState>
  );
}
