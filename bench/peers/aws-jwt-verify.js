// A viewer-request function on AWS's own verifier of JSON Web Tokens, with keys that it need not fetch.
const { JwtRsaVerifier } = require("aws-jwt-verify");

exports.handlerFor = ({ issuer, audience, jwks }) => {
  const verifier = JwtRsaVerifier.create({
    issuer,
    audience,
    jwksUri: "https://login.example.com/jwks.json",
  });
  verifier.cacheJwks(jwks);
  return async (event) => {
    const { request } = event.Records[0].cf;
    try {
      await verifier.verify(request.headers.authorization[0].value.slice("Bearer ".length));
      return request;
    } catch {
      return { status: "401", body: "Unauthorized" };
    }
  };
};
