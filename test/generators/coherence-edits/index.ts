// All edits by hand.
import type { Edit } from "./edit";
import { https } from "./https";
import { limits } from "./limits";
import { apiUrl, hosts } from "./names";
import { secrets, unreadable } from "./unfit";

export const edits: readonly Edit[] = [...hosts, ...apiUrl, ...https, ...limits, ...secrets, ...unreadable];
