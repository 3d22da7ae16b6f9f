#!/usr/bin/env node
// The httpsmith program: runs the command line, which is a bundle of its own so that its compiled code can be kept.
import { join } from "node:path";
import { requireBundle } from "./bundle";

requireBundle(join(__dirname, "main.js"));
