// One project that uses every setting of the modules at once, as far as they go together.
import type { Project } from "../../config/project";
import { clientOrigin, moathon } from "../projects";
import { variants } from "./variants";

const site = (name: keyof typeof variants) => variants[name].distributions["site"]!;

export const everything: Project = {
  ...variants["new security group"],
  stack: "everything",
  buckets: {
    ...variants["buckets with every setting"].buckets,
    docs: { ...variants["website bucket"].buckets.client, id: "docs", name: "moathon-docs" },
  },
  distributions: {
    site: site("new certificate, aliases, DNS, no IPv6"),
    api: { ...site("server behind the distribution, open to CloudFront alone"), id: "api" },
    media: { ...site("signed behaviors"), id: "media" },
    assets: { ...site("custom policies, error pages, two origin paths"), id: "assets" },
    hosts: { ...site("hosts with every setting, secret headers, failover"), id: "hosts" },
    logged: { ...site("logs of version 2 on two distributions"), id: "logged" },
    traced: {
      ...variants["logs of version 2 on two distributions"].distributions.docs,
      id: "traced",
    },
    archived: { ...site("logs of version 1"), id: "archived" },
    watched: { ...site("everything that watches, tags, countries"), id: "watched" },
    walled: { ...site("firewall and topic that exist, blocked countries"), id: "walled" },
    headers: { ...site("response headers of every kind, smooth streaming, cached OPTIONS"), id: "headers" },
    guarded: { ...site("edge function on one path"), id: "guarded" },
    edges: { ...site("edge functions of both kinds on all events"), id: "edges" },
    docs: {
      ...site("certificate by ARN, policies of 2025"),
      id: "docs",
      behaviors: [
        {
          ...moathon.distributions["site"]!.behaviors[0]!,
          origin: { ...clientOrigin, bucket: "docs" },
        },
      ],
    },
  },
  signingKeys: variants["signed behaviors"].signingKeys,
  edge: {
    ...variants["edge function on one path"].edge,
    ...variants["edge functions of both kinds on all events"].edge,
  },
  deploy: variants["deploy role, new provider"].deploy,
};
