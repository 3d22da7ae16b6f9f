// The Python module that signs CloudFront URLs and cookies, for applications without django-storages.
import type { Project, PythonSigner } from "../../config/project";
import { moduleName, string } from "../django/quote";
import type { GeneratedFile } from "../generated-file";
import { header } from "../header";
import { render, type View } from "../render";
import key from "./key.py.hbs";
import keyId from "./key-id.py.hbs";
import { pendingFacts, signingKeysView } from "./keys-view";
import module from "./module.py.hbs";
import policy from "./policy.py.hbs";
import resource from "./resource.py.hbs";
import wire from "./wire.py.hbs";

/** @returns the module, or nothing when the project asks for none */
export function signerFiles(project: Project): GeneratedFile[] {
  const { signer } = project;
  if (signer === null) return [];
  const view = signerView(project, signer);
  return [
    {
      path: signer.file,
      text: [module, policy, resource, wire, keyId, key].map((part) => render(part, view)).join(""),
      executable: false,
      purpose: "signed CloudFront URLs and cookies in Python",
      installPath: null,
    },
  ];
}

function signerView(project: Project, signer: PythonSigner): View {
  return {
    header: header("Signed CloudFront URLs and cookies in Python", null),
    module: moduleName(signer.file),
    hashAlgorithm: string(signer.hashAlgorithm),
    keys: signingKeysView(project),
    keyPending: pendingFacts(project.pending, (neededBy) => neededBy.endsWith(` in ${signer.file}`)),
    ecdsa: true,
  };
}
