/** Packages and their plans. */
import type { ReactNode } from "react";
import { number } from "./numbers";

export const packages = {
  list: {
    title: "Manage your Packages",
    caption:
      "A package is sold by its plans, and every package key belongs to one plan. An inactive plan refuses all its keys.",
    count: (packages: number): string => (packages === 1 ? "Package" : "Packages"),
    none: { title: "No packages yet", advice: "Create the first one with New Package." },
    newPackage: "New Package",
    newPlan: "New Plan",
    newPlanOf: (packageName: string): string => `New Plan of ${packageName}`,
    rename: "Rename",
    renameOf: (packageName: string): string => `Rename package ${packageName}`,
    noPlans: "No plans yet: nobody can have a key of this package.",
  },
  plans: {
    caption: (packageName: string): string => `Plans of ${packageName}`,
    columns: {
      plan: "Plan",
      status: "Status",
      throttle: "Throttle",
      quota: "Quota",
      keys: "Package Keys",
      actions: "Actions",
    },
    active: "Active",
    inactive: "Inactive",
    /** What the link of a status does, heard after the status itself. */
    activate: (plan: string, packageName: string): string => `activate plan ${plan} of ${packageName}`,
    deactivate: (plan: string, packageName: string): string => `deactivate plan ${plan} of ${packageName}`,
    noLimit: "No limit",
    perSecond: (calls: number): string => `${number(calls)} per second`,
    perDay: (calls: number): string => `${number(calls)} per day`,
    settings: (plan: string, packageName: string): string => `Settings of plan ${plan} of ${packageName}`,
  },
  name: "Name",
  creating: "Creating…",
  newPackage: { title: "New Package", submit: "Create package" },
  renaming: { title: "Rename package", heading: (packageName: string): string => `Rename ${packageName}` },
  newPlan: {
    title: "New Plan",
    heading: (packageName: string): string => `New Plan of ${packageName}`,
    submit: "Create plan",
  },
  plan: {
    title: "Plan",
    heading: (plan: string, packageName: string): string => `Plan ${plan} of ${packageName}`,
    throttle: "Throttle (calls per second)",
    quota: "Quota (calls per day)",
    limitHint: "Information for people and gateways. Empty is no limit.",
  },
  activity: {
    title: "Plan status",
    step: "Status",
    activation: {
      question: (plan: string, packageName: string): string => `Activate plan ${plan} of ${packageName}?`,
      submit: (plan: ReactNode): ReactNode => <>Activate {plan}</>,
      consequences: (restored: ReactNode): ReactNode => (
        <>Calls with its keys are let pass again where nothing else holds them back: this restores {restored}.</>
      ),
      already: "This plan is Active already.",
      nothingChanged: "The plan is Active already. Nothing was changed.",
    },
    deactivation: {
      question: (plan: string, packageName: string): string => `Deactivate plan ${plan} of ${packageName}?`,
      submit: (plan: ReactNode): ReactNode => <>Deactivate {plan}</>,
      consequences: (stopped: ReactNode): ReactNode => (
        <>Calls with a key of this plan are refused from now on: this stops {stopped}. Each key keeps its own status.</>
      ),
      already: "This plan is Inactive already.",
      nothingChanged: "The plan is Inactive already. Nothing was changed.",
    },
  },
  taken: {
    package: "There is a package of that name already.",
    plan: "This package has a plan of that name already.",
  },
};
