// Values behind their labels: text breaks at the width, what is copied does not.
import { labelled } from "../../cli/report/words";

test("text breaks between words, below its first line", () => {
  expect(labelled("fix", "one two  three", 13)).toEqual(["  fix one two", "      three"]);
});

test("what is copied keeps its spaces and its width", () => {
  const command = "printf '%s' \"$(cat 'to  k')\" | curl -H @- https://example.com/";
  expect(labelled("look", command, Number.POSITIVE_INFINITY)).toEqual([`  look ${command}`]);
});
