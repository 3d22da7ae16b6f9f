// Whose words an error is told in: those of AWS, ours, or none, where it is a fault of the program.
import { awsFailure } from "../../publish/aws-failure";
import { Failure } from "../../publish/problem";

const deed = { action: "s3:PutObject", resource: "arn:aws:s3:::b/*", target: "b" };
const told = (cause: Error) => {
  const error = awsFailure(cause, deed);
  return error instanceof Failure ? error.problems[0] : error;
};

test("an unknown answer of AWS is told in its words", () => {
  const $metadata = { httpStatusCode: 400, attempts: 1 };
  expect(told(Object.assign(new Error("no"), { name: "InvalidWhatever", $metadata }))).toMatchObject({
    code: "publish/refused",
    message: "s3:PutObject on b failed. AWS says: InvalidWhatever (400): no",
  });
});

test.each([
  ["region", "Error", "", 'Region not accepted: region="eu west" is not a valid hostname component.'],
  ["address", "TypeError", "ERR_INVALID_URL", "Invalid URL"],
  ["protocol", "EndpointError", "", "Custom endpoint `ftp://127.0.0.1/` was not a valid URI"],
])("a %s that cannot be is told as one that cannot be reached", (_, name, code, message) => {
  expect(told(Object.assign(new Error(message), { name, code }))).toMatchObject({
    code: "publish/unreachable",
    message: expect.stringContaining(message),
  });
});

test("an error of the program itself is not put into AWS's mouth", () => {
  const bug = new TypeError("files is undefined");
  expect(told(bug)).toBe(bug);
});
