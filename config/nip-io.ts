// nip.io names: the canonical one for an address, and the address that nip.io's DNS server reads from a name.

/** @returns `54.180.1.2.nip.io` or `54-180-1-2.nip.io` */
export function nipIoName(ip: string, notation: "dotted" | "dashed"): string {
  return `${notation === "dotted" ? ip : ip.replaceAll(".", "-")}.nip.io`;
}

export function isNipIo(name: string): boolean {
  return /(^|\.)(nip|sslip)\.io$/.test(name);
}

const octet = "(?:25[0-5]|(?:2[0-4]|1?[0-9])?[0-9])";
// The server tries dashes, then dots, then eight hexadecimal digits, each from the left
// (cunnie/sslip.io, xip.go; reference generators.md §0.3b).
const dashed = new RegExp(`(?:^|[.-])((?:${octet}-){3}${octet})(?:$|[.-])`);
const dotted = new RegExp(`(?:^|[.-])((?:${octet}\\.){3}${octet})(?:$|[.-])`);
const hexadecimal = /(?:^|[.-])([0-9a-f]{8})(?:$|[.-])/i;

/** @returns the address that the name resolves to, or null if nip.io sees none in it */
export function nipIoAddress(name: string): string | null {
  const separated = (dashed.exec(name) ?? dotted.exec(name))?.[1];
  if (separated) return separated.replaceAll("-", ".");
  const hex = hexadecimal.exec(name)?.[1];
  return hex
    ? hex
        .match(/../g)!
        .map((pair) => Number.parseInt(pair, 16))
        .join(".")
    : null;
}
