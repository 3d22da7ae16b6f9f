// A viewer-request function as guides to Lambda@Edge have it: one token in clear in the code, compared as text.
const TOKEN = "example-token-1";

exports.handler = (event, _context, callback) => {
  const request = event.Records[0].cf.request;
  const headers = request.headers;
  if (headers.authorization === undefined || headers.authorization[0].value !== `Bearer ${TOKEN}`) {
    const body = JSON.stringify({ meta: { code: 401, error_message: "Unauthorized" }, data: {} });
    callback(null, {
      status: "401",
      statusDescription: "Unauthorized",
      body,
      headers: {
        "content-type": [{ key: "Content-Type", value: "application/json" }],
        "cache-control": [{ key: "Cache-Control", value: "no-cache" }],
      },
    });
    return;
  }
  callback(null, request);
};
