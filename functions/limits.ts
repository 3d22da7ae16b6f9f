// Limits of edge functions that AWS has decided.
import { quotas } from "../config/quotas";

export const mostFunctionBytes = quotas.functionBytes.limit;
export const mostPackageBytes = quotas.edgePackageBytes.limit;
// Headers and body of a response that a Lambda@Edge function makes (reference edge.md §2.4).
export const mostResponseBytes = {
  viewer: quotas.generatedResponseBytes.limit,
  origin: 1024 * 1024,
} as const;
// A request body put in place of the viewer's: as text and as base64 (reference edge.md §2.1).
export const mostBodyBytes = {
  viewer: { text: 40 * 1024, base64: 53.2 * 1024 },
  origin: { text: 1024 * 1024, base64: 1.33 * 1024 * 1024 },
} as const;
// Path and query string together (reference edge.md §2.1).
export const mostUrlBytes = 8192;
