// The origin-verify header on the server: what Nginx asks for, and the script that keeps the accepted values.
import type { Server } from "../../config/project";
import * as shell from "../certbot/quote";
import type { View } from "../render";
import * as quote from "./quote";

/** View of the site and its proxy include; null where Nginx answers everybody. */
export function originVerifyView({ originVerify }: Server, name: string): View | null {
  if (originVerify === null) return null;
  return {
    header: originVerify.header,
    source: `$http_${originVerify.header.toLowerCase().replaceAll("-", "_")}`,
    verified: quote.identifier("verified", name),
    viewer: quote.identifier("viewer", name),
    // A pattern, so that Nginx starts, and lets nobody in, where the file is not there yet.
    // It fits this one name: a copy beside it may hold values of before.
    accepted: quote.path(originVerify.acceptedFile).replace(/[a-z]$/, "[$&]"),
  };
}

/** View of the script; `digits` is the length of a value. */
export function originVerifyScriptView({ acceptedFile, header }: NonNullable<Server["originVerify"]>): View {
  return {
    // Not in the template, because Jest takes a first line with #! out of every file that it loads.
    shebang: "#!/bin/sh",
    verifiedHeader: header,
    accepted: shell.path(acceptedFile),
  };
}
