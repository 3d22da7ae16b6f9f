// A viewer-request function on awslabs' cognito-at-edge, with keys that it need not fetch.
const { Authenticator } = require("cognito-at-edge");

exports.handlerFor = ({ userPoolId, clientId, jwks }) => {
  const authenticator = new Authenticator({
    region: userPoolId.split("_")[0],
    userPoolId,
    userPoolAppId: clientId,
    userPoolDomain: "login.example.com",
    logLevel: "silent",
  });
  authenticator._jwtVerifier.cacheJwks(jwks);
  return (event) => authenticator.handle(event);
};
