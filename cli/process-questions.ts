// Questions in the real terminal.
import { type Questions, Stopped } from "./questions";
import { printable } from "./report/words";

export async function processQuestions(): Promise<Questions> {
  // An ES module: only a dynamic import brings it into a program that is not one.
  const { intro, isCancel, log, select, text } = await import("@clack/prompts");

  function answered(answer: string | symbol): string {
    if (isCancel(answer)) throw new Stopped();
    return answer as string;
  }

  return {
    begin: (title) => intro(title),
    tell: (said) => log.info(printable(said)),
    text: async ({ message, initial, example, fault }) => {
      const start = initial === undefined ? {} : { initialValue: initial };
      const hint = example === undefined ? {} : { placeholder: example };
      const validate = (answer: string | undefined) => fault(answer ?? "") ?? undefined;
      return answered(await text({ message, ...start, ...hint, validate }));
    },
    choose: async ({ message, options }) => {
      const shown = options.map(({ value, label, hint }) => ({
        value,
        label: printable(label),
        ...(hint === undefined ? {} : { hint }),
      }));
      return answered(await select({ message, options: shown }));
    },
  };
}
