// A person at the terminal, in memory: answers in order, or goes away in the middle.
import { type Choice, type Questions, Stopped, type TextQuestion } from "../../cli/questions";

export interface Person extends Questions {
  /** Every question, with the refusals that wrong answers got. */
  readonly heard: string[];
}

/** @param answers one for each try: a refused answer is followed by the next. `null` takes what stands there. */
export function person(answers: readonly (string | null)[]): Person {
  const left = [...answers];
  const heard: string[] = [];
  const next = (initial: string) => {
    if (left.length === 0) throw new Stopped();
    return left.shift() ?? initial;
  };
  return {
    heard,
    begin: () => undefined,
    tell: (text) => void heard.push(text),
    text: async ({ message, initial = "", fault }: TextQuestion) => {
      heard.push(message);
      for (;;) {
        const answer = next(initial);
        const refusal = fault(answer);
        if (refusal === null) return answer;
        heard.push(`${answer}: ${refusal}`);
      }
    },
    choose: async ({ message, options }: Choice) => {
      heard.push(`${message} ${options.map(({ label }) => label).join(" | ")}`);
      return next(options[0]!.value);
    },
  };
}
