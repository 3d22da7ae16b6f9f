// Every rule of the config: JSON in, code, path and place of each problem out.
import { testRows } from "./row";
import { tables } from "./tables";

describe.each(Object.entries(tables))("%s", (_, rows) => testRows(rows));
