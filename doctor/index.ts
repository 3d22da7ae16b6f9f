// The doctor: exports only.
export type { Account } from "./account";
export { checks } from "./checks";
export { edgeFunctions, isOwnCode } from "./checks/edge-functions";
export type { Check, EdgeRun, Given, HostFile, TerraformJson } from "./examination";
export { type Diagnosis, examine } from "./examine";
export type { DoctorProblem, Evidence, Finding, Leg, State } from "./finding";
export { type MachineInput, machineWorld, type Redirect } from "./machine-world";
export { hostsOf } from "./targets";
export type { Patience, World } from "./world";
