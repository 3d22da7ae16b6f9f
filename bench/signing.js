// Signing and checking against bare node:crypto (the floor) and @aws-sdk/cloudfront-signer (the peer), in one run.
const { generateKeyPairSync, sign, verify } = require("node:crypto");
const { join } = require("node:path");
const { getSignedUrl } = require("@aws-sdk/cloudfront-signer");

const library = require(process.env["HTTPSMITH_SIGNING"] ?? join(__dirname, "..", "dist", "signing.js"));

const KEY_PAIR_ID = "K2JCJMDEHXQW5F";
const NOW = 1_700_000_000;
const EXPIRES_AT = 1_767_290_400;
const SLICE_MS = Number(process.env["HTTPSMITH_BENCH_SLICE_MS"] ?? 25);
const ROUNDS = Number(process.env["HTTPSMITH_BENCH_ROUNDS"] ?? 61);

/** Ours and its peers take turns in short slices, so that a busy machine slows all alike; the ratio is per round. */
async function run() {
  const rows = [];
  for (const algorithm of ["rsa", "ecdsa"]) {
    for (const hash of ["SHA1", "SHA256"]) {
      for (const shape of SHAPES) rows.push(...contest(subjectsFor(algorithm, hash, shape)));
    }
  }
  return rows;
}

const SHAPES = [
  { label: "plain URL", urlOf: (i) => `https://d111111abcdef8.cloudfront.net/images/${i}/photo.jpg` },
  {
    label: "URL with query and escapes",
    urlOf: (i) => `https://cdn.example.com/media/a%20b-${i}.jpg?size=large&v=${i}`,
  },
];

function subjectsFor(algorithm, hash, { label, urlOf }) {
  const pair =
    algorithm === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" });
  const publicPem = pair.publicKey.export({ type: "spki", format: "pem" });
  const privateKey = valueIn(library.parsePrivateKey(pem));
  const signer = valueIn(library.createSigner({ keyPairId: KEY_PAIR_ID, privateKey, hashAlgorithm: hash }));
  const trusted = valueIn(library.parseTrustedKeys({ [KEY_PAIR_ID]: publicPem }));
  const urls = indexed((i) => flat(urlOf(i)));
  const signOurs = (i) => valueIn(library.signUrl(signer, { url: urls[i % 64], expiresAt: EXPIRES_AT }, NOW));
  const policies = urls.map((url) => Buffer.from(library.cannedPolicy(url, EXPIRES_AT)));
  const signatures = policies.map((policy) => sign(hash, policy, pair.privateKey));
  const requests = indexed((i) => ({ method: "GET", url: flat(signOurs(i)), clientIp: "192.0.2.1" }));
  const dateLessThan = new Date(EXPIRES_AT * 1000).toISOString();
  const signAws = (i) =>
    getSignedUrl({
      url: urls[i % 64],
      keyPairId: KEY_PAIR_ID,
      privateKey: pem,
      dateLessThan,
      algorithm: hash,
    });
  const name = `${algorithm.toUpperCase()} ${hash}, ${label}`;
  const signing = {
    name: `sign ${name}`,
    ours: signOurs,
    peers: {
      "crypto.sign": (i) => sign(hash, policies[i % 64], pair.privateKey),
      // The AWS signer knows RSA only (aws-sdk-js-v3 issue 7851); with an EC key it would sign, but that is not offered.
      ...(algorithm === "rsa" ? { "@aws-sdk/cloudfront-signer": signAws } : {}),
    },
  };
  const verifying = {
    name: `verify ${name}`,
    ours: (i) => mustAllow(library.verifyRequest(requests[i % 64], trusted, NOW)),
    peers: {
      "crypto.verify": (i) => verify(hash, policies[i % 64], pair.publicKey, signatures[i % 64]),
    },
  };
  return [signing, verifying];
}

function contest(subjects) {
  return subjects.flatMap(({ name, ours, peers }) => {
    const names = Object.keys(peers);
    const perSecond = { ours: [], ...Object.fromEntries(names.map((peer) => [peer, []])) };
    for (let round = -5; round < ROUNDS; round++) {
      // Every other round runs backwards, so that no one always goes first.
      const order = round % 2 ? ["ours", ...names] : [...names, "ours"];
      for (const who of order) {
        const rate = slice(who === "ours" ? ours : peers[who]);
        if (round >= 0) perSecond[who].push(rate);
      }
    }
    return names.map((peerName) => row(name, peerName, perSecond.ours, perSecond[peerName]));
  });
}

function row(name, peerName, ours, peer) {
  const ratios = ours.map((rate, round) => rate / peer[round]);
  const at = (share) => quantile(ratios, share).toFixed(3);
  return {
    name,
    ours: Math.round(quantile(ours, 0.5)),
    peer: Math.round(quantile(peer, 0.5)),
    peerName,
    unit: "per second",
    ratio: Number(at(0.5)),
    // Of the ratios of single rounds, as in measure.js.
    spread: (quantile(ratios, 0.9) - quantile(ratios, 0.1)) / quantile(ratios, 0.5),
    aim: peerName.startsWith("crypto") ? "at least 0.9" : "at least 1",
  };
}

function slice(work) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(SLICE_MS) * 1_000_000n;
  let done = 0;
  let now = start;
  while (now < end) {
    for (let i = 0; i < 8; i++) work(done++);
    now = process.hrtime.bigint();
  }
  return (done * 1e9) / Number(now - start);
}

function indexed(make) {
  return Array.from({ length: 64 }, (_, i) => make(i));
}

/** A string as it comes from a socket or a file: one piece, not the chain of pieces that concatenation leaves. */
function flat(text) {
  return Buffer.from(text).toString();
}

function valueIn(result) {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function mustAllow(outcome) {
  if (outcome.kind !== "allowed") throw new Error(outcome.reason);
  return outcome;
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)];
}

module.exports = { run };

if (require.main === module) run().then((rows) => console.table(rows));
