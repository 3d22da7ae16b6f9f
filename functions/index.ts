// Edge functions as CloudFront takes and runs them: how they are packed, and what it would say to a result.

export { bareEvent } from "./bare-event";
export type { Finding } from "./finding";
export { handlerCode } from "./handlers";
export {
  type BuildInput,
  type Built,
  buildEdgeFunction,
  type EdgePackage,
  edgePackage,
  type FunctionPackage,
  type LambdaPackage,
  sizeOf,
} from "./package";
export { type Judged, runEdgeFunction } from "./run";
export { eventFault, sampleEvent } from "./sample-events";
