// All tables of rows, by what they are about.
import type { Row } from "./row";
import { behaviorAccessRows } from "./rows/behavior-access";
import { behaviorRows } from "./rows/behaviors";
import { bucketRows } from "./rows/buckets";
import { deployRows } from "./rows/deploy";
import { distributionGuardRows } from "./rows/distribution-guards";
import { distributionRows } from "./rows/distributions";
import { djangoRows } from "./rows/django";
import { edgeRows } from "./rows/edge";
import { environmentRows } from "./rows/environments";
import { frontendRows } from "./rows/frontend";
import { originRows } from "./rows/origins";
import { pathRows } from "./rows/paths";
import { quotaRows } from "./rows/quotas";
import { refusedByAwsRows } from "./rows/refused-by-aws";
import { responseHeaderRows } from "./rows/response-headers";
import { schemaRows } from "./rows/schema";
import { schemaFormRows } from "./rows/schema-forms";
import { serverRows } from "./rows/server";
import { signingKeyRows } from "./rows/signing-keys";
import { sourceRows } from "./rows/source";
import { signedFileRows } from "./rows/storage";
import { waiverRows } from "./rows/waivers";

export const tables: Readonly<Record<string, readonly Row[]>> = {
  "the text of the file": sourceRows,
  "the schema": [...schemaRows, ...schemaFormRows],
  server: serverRows,
  behaviors: [...behaviorRows, ...behaviorAccessRows],
  origins: originRows,
  responseHeaders: responseHeaderRows,
  buckets: bucketRows,
  distributions: [...distributionRows, ...distributionGuardRows],
  "what AWS refuses": refusedByAwsRows,
  quotas: quotaRows,
  django: djangoRows,
  frontend: frontendRows,
  signingKeys: signingKeyRows,
  "storage and signer": signedFileRows,
  "deploy and declared files": deployRows,
  paths: pathRows,
  edge: edgeRows,
  environments: environmentRows,
  waivers: waiverRows,
};
