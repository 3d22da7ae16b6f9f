// What CloudFront does where nothing is said.

// Response timeout of a custom origin (reference edge.md §1.11).
export const READ_TIMEOUT_SECONDS = 30;

// Keep-alive timeout of a custom origin (CloudFront API, CustomOriginConfig).
export const KEEPALIVE_TIMEOUT_SECONDS = 5;
