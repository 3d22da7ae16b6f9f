// What scale.js runs of ours: `scale-ours.js sites|stacks COUNT PROJECT`, the example's project so many times over.
const { readFileSync } = require("node:fs");
const { synth } = require("../dist/synth.js");

const [shape, count, file] = process.argv.slice(2);
const example = JSON.parse(readFileSync(file, "utf8"));
const ids = Array.from({ length: Number(count) }, (_, index) => index);

function projectOf(stack, ids) {
  const buckets = ids.map((id) => [
    `b${id}`,
    { ...example.buckets.client, id: `b${id}`, name: `client-${id}` },
  ]);
  return {
    ...example,
    stack,
    buckets: Object.fromEntries(buckets),
    distributions: Object.fromEntries(ids.map(site)),
  };
}

function site(id) {
  const { site } = example.distributions;
  const behaviors = site.behaviors.map((behavior) => ({
    ...behavior,
    origin: { ...behavior.origin, bucket: `b${id}` },
  }));
  return [`site${id}`, { ...site, id: `site${id}`, behaviors }];
}

synth(
  shape === "sites" ? [projectOf("fleet", ids)] : ids.map((id) => projectOf(`stack${id}`, [id])),
  "ours.out",
);
