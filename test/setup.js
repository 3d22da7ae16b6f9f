// CDKTF takes a stack trace for every token, a third of the synth time, for messages that no test reads.
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];
require("cdktf").Testing.setupJest();
