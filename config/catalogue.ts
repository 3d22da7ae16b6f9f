// The catalogue of problems: every code with its title; docs/problems/<code>.md explains each.

export const catalogue = {
  "config/not-found": "There is no config file",
} as const satisfies Record<string, string>;

export type ProblemCode = keyof typeof catalogue;
