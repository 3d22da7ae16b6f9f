// The lines of a diff, before anything is known of colours or Markdown: a tree of parts, places and settings.
import type { Change, SettingChange } from "./compare";
import { valueText } from "./diff";
import { isBlock, type Value } from "./stack";

export interface Line {
  /** "+" new, "-" gone, "~" changed, "±" made anew. */
  readonly sign: "+" | "-" | "~" | "±";
  readonly depth: number;
  readonly text: string;
  /** Of a setting that changes. */
  readonly before?: string;
  readonly after?: string;
}

const actions = {
  create: ["+", "created"],
  update: ["~", "changed in place"],
  replace: ["±", "made anew, then the old one is deleted"],
  destroy: ["-", "deleted"],
} as const;

/** @returns a line for the part, and below it one for each setting, in groups by place */
export function changeLines(change: Change): Line[] {
  const [sign, words] = actions[change.action];
  const isInstances =
    change.action === "update" && change.settings.every(({ path }) => path[0] === "for_each");
  const head: Line = {
    sign,
    depth: 0,
    text: `${change.address}  ${isInstances ? "one for each of other names" : words}`,
  };
  // What is new or gone as a whole needs no list, but the behaviors of a distribution say what it does.
  const told =
    change.action === "create" || change.action === "destroy"
      ? change.settings.filter(({ path }) => path[0] === "behavior").flatMap(behaviorNames)
      : groups(change.settings).flatMap(groupLines);
  return [head, ...told];
}

function behaviorNames({ after, before }: SettingChange): Line[] {
  const sign = after === undefined ? "-" : "+";
  const behaviors = after ?? before;
  if (!isBlock(behaviors)) return [];
  return Object.entries(behaviors).map(([path, one]) => ({
    sign,
    depth: 1,
    text: `behavior ${path}  -> ${isBlock(one) ? valueText(one["target_origin_id"]) : ""}`,
  }));
}

// Lists whose items have names: the first two steps of the path name the place.
const places = new Set(["behavior", "origin", "origin_group", "custom_error_response", "rule"]);

interface Group {
  readonly place: string;
  readonly settings: SettingChange[];
}

function groups(settings: readonly SettingChange[]): Group[] {
  const all = new Map<string, SettingChange[]>();
  for (const setting of settings.flatMap(perItem)) {
    const [first, second] = setting.path;
    const place = places.has(first!) && second !== undefined ? `${first} ${second}` : "";
    all.set(place, [...(all.get(place) ?? []), setting]);
  }
  return [...all].map(([place, own]) => ({ place, settings: own }));
}

// A first origin or the last error page is a whole list on one side and nothing on the other.
function perItem(setting: SettingChange): SettingChange[] {
  const [first, second] = setting.path;
  const list = setting.after ?? setting.before;
  if (!places.has(first!) || second !== undefined || !isBlock(list)) return [setting];
  const side = setting.after === undefined ? "before" : "after";
  return Object.entries(list).map(([name, item]) => ({
    path: [first!, name],
    [side]: item,
    replaces: setting.replaces,
  }));
}

function groupLines({ place, settings }: Group): Line[] {
  if (place === "") return settings.map((setting) => settingLine(setting, setting.path, 1));
  const [whole] = settings;
  if (whole && whole.path.length === 2) return wholeItem(place, whole);
  return [
    { sign: "~", depth: 1, text: place },
    ...settings.map((setting) => settingLine(setting, setting.path.slice(2), 2)),
  ];
}

function wholeItem(place: string, { before, after }: SettingChange): Line[] {
  const sign = after === undefined ? "-" : "+";
  const item = (after ?? before) as Value;
  const settings = isBlock(item) ? Object.entries(item) : [];
  return [
    { sign, depth: 1, text: place },
    ...settings
      .map(([name, value]) => ({ sign, depth: 2, text: `${name}  ${valueText(value)}` }) as const)
      .filter(({ text }) => !text.endsWith("  (none)")),
  ];
}

function settingLine(
  { before, after, replaces }: SettingChange,
  path: readonly string[],
  depth: number,
): Line {
  const note = replaces ? "  (made anew)" : "";
  const values = { before: valueText(before), after: valueText(after) };
  return { sign: "~", depth, text: path.join(".") + note, ...values };
}
