// The library: load a config, generate its files. `httpsmith/modules` and `httpsmith/signing` are entries of their own.
export { type Loaded, type LoadInput, loadProjects } from "./config/load";
export {
  formatPath,
  hasErrors,
  type JsonPath,
  type Place,
  type Problem,
  type Severity,
} from "./config/problem";
export type * from "./config/project";
export { generateFiles } from "./generators";
export type { GeneratedFile } from "./generators/generated-file";
