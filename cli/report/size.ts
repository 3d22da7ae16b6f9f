// Sizes for people: 512 B, 45.2 kB, 1.2 MB; a kilobyte is 1,000 bytes, as in CloudFront's and bundlers' reports.

/** @param bytes a whole number */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}
