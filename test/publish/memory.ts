// Storage and Cdn in memory, which stop at a chosen change, for stories too many to tell to a real server.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { failure } from "../../publish/problem";
import type { Cdn, Headers, Storage } from "../../publish/storage";

export interface MemoryObject extends Headers {
  readonly text: string;
}

export interface Memory {
  readonly storage: Storage;
  readonly cdn: Cdn;
  readonly objects: Map<string, MemoryObject>;
  /** All paths that were ever invalidated since `forget`. */
  readonly invalidated: Set<string>;
  /** The nth change from now, from 0, does not happen, and no later one; null: all happen. */
  stopAt(n: number | null): void;
  /** Called after each change. */
  onChange(seen: () => void): void;
}

export class Stopped extends Error {}

export function memory(): Memory {
  const objects = new Map<string, MemoryObject>();
  const invalidated = new Set<string>();
  let left: number | null = null;
  let seen = () => {};
  const change = <T>(work: () => T): T => {
    if (left !== null && left-- <= 0) throw new Stopped();
    const value = work();
    seen();
    return value;
  };
  const etag = (text: string) => `"${createHash("md5").update(text).digest("hex")}"`;
  const put = (key: string, text: string, { contentType, cacheControl }: Headers) => {
    objects.set(key, { text, contentType, cacheControl });
    return etag(text);
  };
  const storage: Storage = {
    list: async (prefix) => {
      const found = [...objects].filter(([key]) => key.startsWith(prefix));
      return new Map(
        found.map(([key, { text }]) => [key.slice(prefix.length), { size: text.length, etag: etag(text) }]),
      );
    },
    read: async (key) => {
      const found = objects.get(key);
      return found ? { text: found.text, etag: etag(found.text) } : null;
    },
    etag: async (key) => {
      const found = objects.get(key);
      return found ? etag(found.text) : null;
    },
    putFile: async (key, file, headers) => {
      const text = readFileSync(file.path, "utf8");
      const there = objects.get(key);
      const isSame =
        there?.contentType === headers.contentType && there.cacheControl === headers.cacheControl;
      if (file.unless === etag(text) && there?.text === text && isSame) return file.unless;
      return change(() => put(key, text, headers));
    },
    putText: async (key, text, before) => {
      const there = objects.get(key);
      if (before !== undefined && (there ? etag(there.text) : null) !== before)
        throw failure("publish/another-publish", "somebody else wrote", "");
      return change(() => put(key, text, { contentType: "application/json", cacheControl: "no-store" }));
    },
    copy: async (from, to, headers, ifMatch) => {
      const source = objects.get(from);
      if (!source || (ifMatch !== null && etag(source.text) !== ifMatch))
        throw new Error(`no such source ${from}`);
      return change(() => put(to, source.text, headers));
    },
    delete: async (keys, mayGoOn) => {
      await mayGoOn();
      for (const key of keys) change(() => objects.delete(key));
    },
    probeWrite: async () => {},
    probeDelete: async () => {},
  };
  const cdn: Cdn = {
    probe: async () => {},
    probeWait: async () => {},
    invalidate: async (paths) =>
      change(() => {
        for (const path of paths) invalidated.add(path);
        return "I1";
      }),
    isDone: async () => true,
  };
  return {
    storage,
    cdn,
    objects,
    invalidated,
    stopAt: (n) => {
      left = n;
    },
    onChange: (next) => {
      seen = next;
    },
  };
}
