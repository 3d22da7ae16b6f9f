// Types for edge functions of your own: `import type { ViewerRequestHandler } from "httpsmith/edge"`.
export type * from "./function-event";
export type * from "./lambda-event";
