#!/usr/bin/env node
// The httpsmith program: lets Node keep the compiled code where it can (22.8 and newer), then runs the command line.
import * as nodeModule from "node:module";

// Not in the types of the oldest Node that we support.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
require("./main");
